"""Rounds: one through its door, a project's, and the latest of many projects."""

from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from ..models import CLOSED, Assessment, Membership, OversightRole, Person, Project, QuestionSet, State
from ..permissions import (
    Permission,
    RolesIn,
    SectionsOf,
    Viewer,
    answerable,
    granted_to,
    is_blind,
    oversights,
    roles_with,
)
from .door import as_id, one
from .written import Reading, columns

LATER = ("content",)
"""What is not read of a question set: it is at hand in every process."""

TO_ANSWER = f"""
    SELECT {columns(Assessment, "round")}, {columns(Project, "project")},
        {columns(QuestionSet, "question_set", LATER)}, roles_in_project(project.id, %(person)s),
        sections_in_project(project.id, %(person)s), opinion_of(round.id, %(person)s)
    FROM assessments_assessment round JOIN assessments_project project ON project.id = round.project_id
        JOIN assessments_questionset question_set ON question_set.id = round.question_set_id
    WHERE round.id = %(round)s
"""  # noqa: S608 - names of columns
"""Written out: it is asked for by every section page and every save."""


def assessments_visible_to(user: Viewer) -> QuerySet[Assessment]:
    """The rounds whose answers somebody may see.

    Members see every round of their projects, the PMO those once submitted, leadership the accepted, a second
    respondent none.
    Project, initiative, unit and question set (its content left for later) are joined.
    """
    rounds = _joined()
    if not isinstance(user, Person) or not user.is_active:
        return rounds.none()
    roles = roles_with(Permission.SEE_DRAFTS)
    member = Exists(Membership.objects.filter(project=OuterRef("project"), person=user, role__in=roles))
    above = oversights(user, "project")
    pmo, leadership = (
        Exists(above.filter(role=role)) for role in (OversightRole.PMO, OversightRole.LEADERSHIP)
    )
    above_sees = (Q(submitted_at__isnull=False) & Q(pmo)) | (Q(state=State.ACCEPTED) & Q(leadership))
    return rounds.filter(Q(member) | (above_sees & ~Q(is_blind("project", user))))


def later_accepted(assessment: Assessment) -> Assessment | None:
    """The latest round of the project that was concluded after this one, if there is one."""
    later = Assessment.objects.filter(project=assessment.project_id, round__gt=assessment.round)
    return later.filter(state=State.ACCEPTED).order_by("-round").first()


def later_round(assessment: Assessment) -> Assessment | None:
    """The next round of the project that was not withdrawn, if there is one."""
    later = Assessment.objects.filter(project=assessment.project_id, round__gt=assessment.round)
    return later.exclude(state=State.WITHDRAWN).order_by("round").first()


def assessment_for(user: Viewer, public_id: UUID | str) -> Assessment:
    """The round with its reader's roles, or Http404 as for `assessments_visible_to`; one query."""
    if not isinstance(user, Person) or not user.is_active:
        raise Http404
    found = one(_joined().annotate(**_as_reader(user)), public_id)
    if not _shows_to(found, _read_by(found)):
        raise Http404
    return found


def assessment_to_answer_for(user: Viewer, public_id: UUID | str) -> Assessment:
    """The same also for a second respondent who was asked in it, with their own voice in place of the team's.

    Only for pages that say nothing but what the voice said: its answers, and how complete they are.
    """
    if not isinstance(user, Person) or not user.is_active:
        raise Http404
    found = _to_answer(user, as_id(public_id))
    granted = _read_by(found)
    if Permission.SECOND_OPINION in granted and vars(found)["opinion_there"]:
        found.voice, found.opinion = user, vars(found)["opinion_there"]
    elif not _shows_to(found, granted):
        raise Http404
    return found


def _to_answer(user: Person, public_id: UUID) -> Assessment:
    with connection.cursor() as cursor:
        cursor.execute(TO_ANSWER, {"round": public_id, "person": user.pk})
        row = cursor.fetchone()
    if row is None:
        raise Http404
    reading = Reading(row)
    found = reading.take(Assessment)
    found.project, found.question_set = reading.take(Project), reading.take(QuestionSet, LATER)
    vars(found).update(zip(("roles", "limited_to", "opinion_there"), reading.rest(), strict=True))
    return found


def _as_reader(user: Person) -> dict[str, RolesIn]:
    return {"roles": RolesIn("project", user), "limited_to": SectionsOf("project", user)}


def _read_by(found: Assessment) -> frozenset[Permission]:
    """Keep the reader's roles and sections with the round, and return what they may do."""
    found.reader_roles = frozenset(vars(found)["roles"])
    found.reader_sections = answerable(found.reader_roles, vars(found)["limited_to"])
    return granted_to(found.reader_roles)


def _joined() -> QuerySet[Assessment]:
    rounds = Assessment.objects.select_related("project__initiative", "project__unit", "question_set")
    return rounds.defer("question_set__content")


def _shows_to(assessment: Assessment, granted: frozenset[Permission]) -> bool:
    return (
        Permission.SEE_DRAFTS in granted
        or (Permission.SEE_SUBMITTED in granted and assessment.submitted_at is not None)
        or (Permission.SEE_ACCEPTED in granted and assessment.state == State.ACCEPTED)
    )


def rounds_of(user: Viewer, project: Project) -> QuerySet[Assessment]:
    """A project's rounds that somebody may see, latest first."""
    return assessments_visible_to(user).filter(project=project).order_by("-round")


def rounds_known_in(project: Project) -> QuerySet[Assessment]:
    """That there are rounds, and where each stands; for who may know no more of them, latest first."""
    return project.assessments.only("project", "round", "state", "started_at").order_by("-round")


def open_round_of(project: Project) -> Assessment | None:
    """The round under way, if there is one; there is never more than one."""
    return project.assessments.exclude(state__in=CLOSED).first()


def latest_accepted_of(project: Project) -> Assessment | None:
    """The last accepted round."""
    return project.assessments.filter(state=State.ACCEPTED).order_by("-round").first()
