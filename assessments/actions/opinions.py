"""Second opinions: asked for, said to be complete, opened once both sides are in."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..models import CLOSED, Assessment, MemberRole, OpinionState, Person, Project, Said, SecondOpinion
from ..queries import said_in
from .refusal import Refused
from .work import renew_work
from .working import speaking_apart


class NothingSaid(Refused):
    """No question is answered, so there is no opinion that could be complete."""


class OpinionStands(Refused):
    """Both sides have been seen: from there on an opinion stays as it was given."""


def ask_opinions(project: Project, *, by: Person, at: datetime) -> None:
    """Ask every second respondent of a project in its round under way; asking twice changes nothing.

    Done by the system: an administrator, who may give the role, sees no round.
    """
    with acting_as(SYSTEM, author=by):
        current = project.assessments.exclude(state__in=CLOSED).first()
        if current is None:
            return
        blind = project.memberships.filter(role=MemberRole.SECOND_RESPONDENT, person__is_active=True)
        SecondOpinion.objects.bulk_create(
            (
                SecondOpinion(assessment=current, person_id=person, asked_at=at)
                for person in blind.order_by("pk").values_list("person", flat=True)
            ),
            ignore_conflicts=True,
        )


def complete_opinion(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Say that one's own answers are complete; saying it twice changes nothing.

    Where the team's round is submitted both are in with it, and each side is shown to who may see the round.
    """
    with speaking_apart(assessment, by=by):
        if assessment.opinion == OpinionState.ASKED:
            if not said_in(assessment).exclude(said=Said.BLANK).exists():
                raise NothingSaid(_("Answer at least one question first, if only with “not known”."))
            _own(assessment, by).update(completed_at=at)
            assessment.opinion = OpinionState.COMPLETE
            if assessment.is_judged:
                open_opinions(assessment, by=by, at=at)
                assessment.opinion = OpinionState.OPENED
            renew_work(project=assessment.project, at=at)
    return assessment


def take_back_opinion(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Go on answering after all, as long as nobody has seen anything; OpinionStands from then on."""
    with speaking_apart(assessment, by=by):
        if assessment.opinion == OpinionState.OPENED:
            raise OpinionStands(_("Both sides have been seen: your answers stay as you gave them."))
        _own(assessment, by).update(completed_at=None)
        assessment.opinion = OpinionState.ASKED
        renew_work(project=assessment.project, at=at)
    return assessment


def open_opinions(assessment: Assessment, *, by: Person, at: datetime) -> None:
    """Show every opinion that is complete, since the team's answers are in; those opened before stay so.

    Done by the system: nobody but a second respondent may touch their opinion.
    """
    with acting_as(SYSTEM, author=by):
        complete = assessment.second_opinions.filter(completed_at__isnull=False, opened_at__isnull=True)
        complete.update(opened_at=Greatest(F("completed_at"), at))


def _own(assessment: Assessment, by: Person) -> QuerySet[SecondOpinion]:
    return assessment.second_opinions.filter(person=by)
