"""What waits for somebody, in the order in which a page shows it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.text import capfirst

from ..domain.questionnaire import Questionnaire
from ..models import Answer, Person, Said, WorkItem, WorkKind
from ..permissions import Viewer
from .answers import Outline
from .door import one
from .follow_ups import asked_by
from .progress import count
from .projects import visible_ids
from .question_sets import questionnaire_with

PAGE: Final = 50
AHEAD: Final = timedelta(days=30)
"""What has a day is shown from so long before it."""


@dataclass(frozen=True)
class ListedWork:
    """One line of the page; `round` is 0 and `questions` empty where it concerns no round."""

    id: UUID
    kind: str
    subject: str
    """For what is to be answered, the keys of the sections that are theirs, or none for all."""
    text: str
    address: str
    created_at: datetime
    due_on: date | None
    project: str
    assessment: UUID | None
    round: int | None
    questions: str | None
    """The digest of the round's question set."""


@dataclass(frozen=True)
class Left:
    """What is left to do in a round that is being answered, by section: its name, and how much to confirm."""

    open: Mapping[str, str]
    to_confirm: Mapping[str, int]

    def within(self, sections: Collection[str]) -> "Left":
        """The same for who answers these sections only, or all where none is named."""
        if not sections:
            return self
        return Left(
            {key: name for key, name in self.open.items() if key in sections},
            {key: count for key, count in self.to_confirm.items() if key in sections},
        )


def work_of(user: Viewer) -> QuerySet[WorkItem]:
    """What waits for somebody, done or not, in the projects that they may see."""
    if not isinstance(user, Person) or not user.is_active:
        return WorkItem.objects.none()
    return WorkItem.objects.filter(person=user, project__in=visible_ids(user))


def text_outside(kind: str, text: str) -> str:
    """What stands in a mail or a calendar: of an approval not the number that is to be approved."""
    return str(capfirst(WorkKind(kind).label)) if kind == WorkKind.APPROVE else text


def work_page(person: Person, today: date, *, after: UUID | str | None = None) -> list[ListedWork]:
    """What waits now, by its day where it has one, then newest first: a page, and one more if there are more.

    `after` is the last one of the page before; Http404 for one that is not theirs. One query, two with it.
    """
    items = work_of(person).filter(done_at__isnull=True)
    items = items.filter(Q(due_on__isnull=True) | Q(due_on__lte=today + AHEAD))
    if after:
        items = items.filter(_later_than(one(work_of(person), after)))
    listed = items.order_by("due_on", "-created_at", "-id").values_list(
        "id",
        "kind",
        "subject",
        "text",
        "address",
        "created_at",
        "due_on",
        "project__name",
        "assessment",
        "assessment__round",
        "assessment__question_set__digest",
    )
    return [ListedWork(*row) for row in listed[: PAGE + 1]]


def left_to_answer(
    rounds: Iterable[tuple[UUID, str]], apart: Collection[UUID] = (), *, voice: Person
) -> dict[UUID, Left]:
    """What is left in these rounds, each given with its question set's digest; one query at most.

    For the team, and in those of `apart` for this person's own voice. One query more where there are
    follow-ups: which of them are asked is not counted in the database.
    """
    asked = dict(rounds)
    if not asked:
        return {}
    for_the_team = Q(assessment__in=set(asked) - set(apart), voice__isnull=True)
    said = Answer.objects.filter(for_the_team | Q(assessment__in=apart, voice=voice)).exclude(said=Said.BLANK)
    section = Substr("question", 1, StrIndex("question", Value(".")) - 1)
    counted = said.order_by().annotate(section=section).values_list("assessment", "section")
    rows = counted.annotate(answered=Count("pk"), to_confirm=Count("pk", filter=Q(carried_over=True)))
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    for assessment, key, answered, to_confirm in rows:
        found.setdefault(assessment, {})[key] = (answered, to_confirm)
    following = {key: digest for key, digest in asked.items() if questionnaire_with(digest).follow_ups}
    left = {assessment: _left(digest, found.get(assessment, {})) for assessment, digest in asked.items()}
    return left | _left_with_follow_ups(following, said)


def _left_with_follow_ups(rounds: dict[UUID, str], said: QuerySet[Answer]) -> dict[UUID, Left]:
    """The same from the answers one by one."""
    if not rounds:
        return {}
    outlines: dict[UUID, dict[str, Outline]] = {assessment: {} for assessment in rounds}
    rows = said.filter(assessment__in=rounds).values_list("assessment", "question", *Outline._fields)
    for assessment, question, *row in rows:
        outlines[assessment][question] = Outline(*row)
    return {
        assessment: _left_of(asked_by(outlines[assessment], questionnaire_with(digest)), outlines[assessment])
        for assessment, digest in rounds.items()
    }


def _left_of(asked: Questionnaire, outline: dict[str, Outline]) -> Left:
    counted = {section.key: count(section.questions, outline) for section in asked.sections}
    return Left(
        open={section.key: section.name for section in asked.sections if not counted[section.key].complete},
        to_confirm={key: done.to_confirm for key, done in counted.items()},
    )


def _left(digest: str, counts: dict[str, tuple[int, int]]) -> Left:
    none = (0, 0)
    sections = questionnaire_with(digest).sections
    return Left(
        open={
            section.key: section.name
            for section in sections
            if counts.get(section.key, none) != (len(section.questions), 0)
        },
        to_confirm={key: to_confirm for key, (_, to_confirm) in counts.items()},
    )


def _later_than(last: WorkItem) -> Q:
    """What comes after this one in the order of the page."""
    older = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.pk)
    if last.due_on is None:
        return Q(due_on__isnull=True) & older
    return Q(due_on__isnull=True) | Q(due_on__gt=last.due_on) | (Q(due_on=last.due_on) & older)
