"""All that waits in a project: to start, to answer, to decide, and what was promised."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ...domain.questionnaire import SECTIONS
from ...models import Assessment, Project, State, WorkKind
from ...permissions import Permission
from ..assignments import have_reviewed
from .assigned import assigned
from .challenged import to_challenges
from .deciding import to_decide
from .judged import judged
from .promises import promised
from .team import Team, Waiting, Work, in_a_line, team_of

SOURCES: list[Callable[[Project, date], Iterable[Waiting]]] = []
"""What else waits in a project: an app that this one may not know adds its part when it is made ready."""


def waiting_in(project: Project, today: date) -> list[Waiting]:
    """Everything that waits in a project for its people on this day.

    Answers are saved without a look at this: what stands still only once a round is submitted is not asked of
    anybody before.
    """
    return [*_in_rounds(project, today), *(item for source in SOURCES for item in source(project, today))]


def _in_rounds(project: Project, today: date) -> list[Waiting]:
    team, rounds = team_of(project), _rounds(project)
    if not rounds:
        return list(_to_start(project, team))
    latest, standing = rounds[0], _standing(rounds)
    items = list(_to_answer(latest, team)) if latest.is_editable else []
    items += _to_give_opinions(latest, team) if latest.is_open else []
    if standing:
        view = judged(standing, today)
        items += to_decide(view, team) if latest.is_judged else []
        items += promised(view, team)
    if latest.is_open and latest.submitted_at:
        items += to_challenges(latest, team)
    return items


def _rounds(project: Project) -> list[Assessment]:
    rounds = Assessment.objects.filter(project=project).exclude(state=State.WITHDRAWN)
    joined = rounds.select_related("project__initiative", "project__unit", "question_set")
    return list(joined.defer("question_set__content").order_by("-round"))


def _standing(rounds: list[Assessment]) -> Assessment | None:
    """The round to judge: the latest one whose answers stand still, if anything of it can still be asked."""
    standing = next((found for found in rounds if not found.is_editable), None)
    if standing and (standing.is_judged or standing.remedies.exists()):
        return standing
    return None


def _to_start(project: Project, team: Team) -> Iterator[Waiting]:
    address = reverse("assessment_create", args=[project.pk])
    yield from Work(WorkKind.START, _("Start the first round"), address).of(
        team.who_may(Permission.START_ASSESSMENT)
    )


def _to_answer(latest: Assessment, team: Team) -> Iterator[Waiting]:
    """One for the whole round: which sections are open changes with each answer, and is said by the list."""
    reviewed = have_reviewed(latest)
    address = reverse("assessment", args=[latest.pk])
    item = Work(*_asked(latest), address, latest.pk)
    for person in team.who_may(Permission.ANSWER, but=reviewed):
        yield Waiting(person, replace(item, subject=_sections(team.answers[person])))
    yield from Work(WorkKind.SUBMIT, _("Submit the round once it is answered"), address, latest.pk).of(
        person for person in team.who_may(Permission.SUBMIT) if person in reviewed
    )
    yield from assigned(latest, team, reviewed)


def _to_give_opinions(latest: Assessment, team: Team) -> Iterator[Waiting]:
    """Of each second respondent whose opinion is not complete, unless they have left."""
    open_ones = latest.second_opinions.filter(completed_at__isnull=True).order_by("pk")
    able = team.who_may(Permission.SECOND_OPINION)
    address = reverse("assessment", args=[latest.pk])
    item = Work(WorkKind.OPINION, _("Give your second opinion"), address, latest.pk)
    for person in open_ones.values_list("person", flat=True):
        if person in able:
            yield Waiting(person, replace(item, subject=_sections(team.answers[person])))


def _sections(own: Collection[str]) -> str:
    """The sections of who may not answer all of them; they tell the items of one round apart."""
    return "" if len(own) == len(SECTIONS) else " ".join(key for key in SECTIONS if key in own)


def _asked(latest: Assessment) -> tuple[WorkKind, str]:
    if latest.state == State.RETURNED:
        reason = in_a_line(latest.return_reason)
        return WorkKind.RETURNED, _("Change what was returned: “%(reason)s”") % {"reason": reason}
    if latest.answers.filter(carried_over=True).exists():
        return WorkKind.ANSWER, _("Confirm the last round’s answers, and answer what is open")
    return WorkKind.ANSWER, _("Answer the questions")
