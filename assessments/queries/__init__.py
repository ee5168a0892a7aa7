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
    latest_rounds,
    open_round_of,
    rounds_of,
    with_completeness,
)
from .cases import case_of, claim_of, remedies_of, settlements_of
from .progress import Progress, SectionProgress, progress
from .project_list import (
    Completeness,
    awaiting_approval_of,
    completeness_of,
    may_create_projects,
    roles_by_project,
)
from .projects import (
    membership_for,
    people_of,
    person_with_address,
    possible_approvers,
    project_for,
    projects_visible_to,
)
from .question_sets import questionnaire_of

__all__ = [
    "Completeness",
    "Progress",
    "SectionProgress",
    "answers_in",
    "answers_of",
    "as_answer",
    "assessment_for",
    "assessments_visible_to",
    "awaiting_approval_of",
    "case_of",
    "claim_of",
    "completeness_of",
    "latest_accepted_of",
    "latest_rounds",
    "may_create_projects",
    "membership_for",
    "open_round_of",
    "outline_of",
    "people_of",
    "person_with_address",
    "possible_approvers",
    "progress",
    "project_for",
    "projects_visible_to",
    "questionnaire_of",
    "questions_answered_by",
    "remedies_of",
    "roles_by_project",
    "rounds_of",
    "settlements_of",
    "standing_answers",
    "with_completeness",
]
