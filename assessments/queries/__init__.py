"""Every read of projects and assessments: lists start from what somebody may see, one thing has one door."""

from .answers import (
    answers_in,
    answers_of,
    as_answer,
    outline_of,
    questions_answered_by,
    standing_answers,
)
from .assessments import (
    assessment_for,
    assessments_visible_to,
    latest_accepted_of,
    open_round_of,
    rounds_known_in,
    rounds_of,
)
from .cases import case_of, claim_of, remedies_of, settlements_of
from .chains import break_against, stream_breaks, streams
from .history import Change, History, history_of
from .invitations import invitation_for, open_invitations_above, open_invitations_of
from .organisation import parts_of, projects_page, scopes_of
from .people import (
    PeoplePage,
    RolesPage,
    is_administrator,
    is_wholly_within,
    oversight_for,
    oversights_within,
    people_page,
    person_for,
    projects_of_page,
    sections_by_project,
)
from .progress import Progress, SectionProgress, progress
from .project_list import ListedProject, ListedRound, may_create_projects, project_page
from .projects import (
    account_of,
    leadless_projects_of,
    membership_for,
    people_of,
    possible_approvers,
    project_for,
    project_with_people_for,
    projects_administered_by,
    projects_visible_to,
)
from .question_sets import questionnaire_of
from .work import Left, ListedWork, left_to_answer, work_of, work_page

__all__ = [
    "Change",
    "History",
    "Left",
    "ListedProject",
    "ListedRound",
    "ListedWork",
    "PeoplePage",
    "Progress",
    "RolesPage",
    "SectionProgress",
    "account_of",
    "answers_in",
    "answers_of",
    "as_answer",
    "assessment_for",
    "assessments_visible_to",
    "break_against",
    "case_of",
    "claim_of",
    "history_of",
    "invitation_for",
    "is_administrator",
    "is_wholly_within",
    "latest_accepted_of",
    "leadless_projects_of",
    "left_to_answer",
    "may_create_projects",
    "membership_for",
    "open_invitations_above",
    "open_invitations_of",
    "open_round_of",
    "outline_of",
    "oversight_for",
    "oversights_within",
    "parts_of",
    "people_of",
    "people_page",
    "person_for",
    "possible_approvers",
    "progress",
    "project_for",
    "project_page",
    "project_with_people_for",
    "projects_administered_by",
    "projects_of_page",
    "projects_page",
    "projects_visible_to",
    "questionnaire_of",
    "questions_answered_by",
    "remedies_of",
    "rounds_known_in",
    "rounds_of",
    "scopes_of",
    "sections_by_project",
    "settlements_of",
    "standing_answers",
    "stream_breaks",
    "streams",
    "work_of",
    "work_page",
]
