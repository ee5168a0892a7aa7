"""The history as it may be read, newest first: of a round by its team, of people by their administrators."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import JSONField, Min, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from ..models import Assessment, EvidenceItem, HistoryEntry, Initiative, Invitation, Person, Unit
from ..permissions import Viewer, administers

AT_ONCE = 50
SAME_ACT = (
    Q(table="assessments_answerauthor")
    | Q(table="assessments_evidenceitem", op="insert")
    | Q(table="assessments_action", op="update", told__new__has_key="status")
)
"""Told by another entry of the same act: the answer itself, the proof under it, how far an action is."""

SHOWS_VERDICT = Q(table="assessments_assessment", told__new__has_key="verdict_seen_at")
PEOPLE = ("person_id", "user_id", "approver_id", "asked_by_id", "agreed_by_id", "by_id", "delegate_id")
STREAM_OF_PEOPLE = "people"

Place = Unit | Initiative


@dataclass(frozen=True)
class Change:
    """One entry; `place` is what the next page begins after, `role` the database's role that did it.

    `row` is the key of what was changed; of the columns `withheld` it is only told that they changed.
    """

    place: str
    table: str
    op: str
    by: str
    role: str
    at: str
    about: dict[str, Any]
    old: dict[str, Any]
    new: dict[str, Any]
    after_verdict: bool
    row: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def shows_verdict(self) -> bool:
        """Whether from here on the team had seen the verdict."""
        return self.table == "assessments_assessment" and bool(self.new.get("verdict_seen_at"))


@dataclass(frozen=True)
class History:
    """One page, with the people, the titles of proofs and the units and initiatives that it names by key.

    `actors` are all who ever changed something, by key; `invitations` are those that the page is about.
    """

    changes: list[Change]
    has_older: bool
    people: dict[str, Person]
    titles: dict[str, str]
    actors: list[str]
    places: dict[str, Place]
    invitations: dict[str, Invitation]


def history_of(
    assessment: Assessment, reader: Person, *, question: str = "", by: str = "", after: str = ""
) -> History:
    """A page of a round's history and of who took part in its project; four queries.

    What another's blind voice said is told once both sides are in. `after` is the place of the last change
    of the page before.
    """
    told = _told_to(assessment, reader)
    wanted = Q(told__about__question=question) if question else Q()
    return _page(told, wanted, by, after, _seen_at(assessment))


def history_of_people(reader: Viewer, *, by: str = "", after: str = "") -> History:
    """A page of what was changed about accounts, roles above projects, invitations and the organisation.

    For who administers everything, as the database's policy says too; empty for anybody else.
    """
    told = _entries([STREAM_OF_PEOPLE])
    if not isinstance(reader, Person) or not administers(reader):
        told = told.none()
    return _page(told, Q(), by, after, "")


def _page(told: QuerySet[Any], wanted: Q, by: str, after: str, seen_before: str) -> History:
    """One page of these entries; `seen_before` is when the verdict was seen, as far as is known besides."""
    seen_by_actor = dict(told.order_by().values_list("by").annotate(seen=Min("at", filter=SHOWS_VERDICT)))
    seen_at = min(filter(None, seen_by_actor.values()), default=seen_before)
    wanted &= Q(by=by) if by else Q()
    rows = list(told.filter(wanted & _older_than(after)).order_by("-at", "-seq", "-stream")[: AT_ONCE + 1])
    changes = [_change(row, seen_at) for row in rows[:AT_ONCE]]
    actors = sorted(actor for actor in seen_by_actor if actor)
    return History(
        changes,
        len(rows) > AT_ONCE,
        _people(changes, actors),
        _titles(changes),
        actors,
        _places(changes),
        _invitations(changes),
    )


def _told_to(assessment: Assessment, reader: Person) -> QuerySet[Any]:
    entries = _entries([f"assessment:{assessment.pk}", f"project:{assessment.project_id}"])
    opened = assessment.second_opinions.filter(opened_at__isnull=False)
    opened_voices = opened.annotate(key=Cast("person", TextField())).values("key")
    told = Q(voice__isnull=True) | Q(voice=str(reader.pk)) | Q(voice__in=opened_voices)
    return entries.filter(told).exclude(SAME_ACT)


def _entries(streams: list[str]) -> QuerySet[Any]:
    entries = HistoryEntry.objects.filter(stream__in=streams).annotate(told=Cast("entry", JSONField()))
    return entries.annotate(
        at=KT("told__at"),
        by=KT("told__by"),
        op=KT("told__op"),
        table=KT("told__table"),
        voice=KT("told__about__voice_id"),
    )


def _seen_at(assessment: Assessment) -> str:
    """When the verdict was first seen, where the history is younger than that."""
    seen = assessment.verdict_seen_at
    return f"{seen:%Y-%m-%dT%H:%M:%S.%fZ}" if seen else ""


def _older_than(place: str) -> Q:
    """What comes after a place in the list; everything, where that is no place."""
    match place.split("~"):
        case [at, seq, stream] if seq.isdecimal():
            same = Q(at=at)
            return Q(at__lt=at) | same & (Q(seq__lt=int(seq)) | Q(seq=int(seq), stream__lt=stream))
    return Q()


def _change(row: Any, seen_at: str) -> Change:
    told = row.told
    return Change(
        place=f"{row.at}~{row.seq}~{row.stream}",
        after_verdict=bool(seen_at) and row.at > seen_at,
        row=told.get("row", ""),
        withheld=tuple(told["withheld"]),
        **{name: told[name] for name in ("table", "op", "by", "role", "at", "about", "old", "new")},
    )


def _people(changes: Iterable[Change], actors: Iterable[str]) -> dict[str, Person]:
    keys = {*actors, *_values(changes, PEOPLE)}
    found = Person.objects.filter(pk__in=[key for key in keys if _is_key(key)])
    return {str(person.pk): person for person in found}


def _titles(changes: Iterable[Change]) -> dict[str, str]:
    items = EvidenceItem.objects.filter(pk__in=set(_values(changes, ["item_id"])))
    return {str(key): title for key, title in items.values_list("pk", "title")}


def _places(changes: Iterable[Change]) -> dict[str, Place]:
    """What roles above projects are over; no query where there are none."""
    above = [change for change in changes if change.table == "assessments_oversight"]
    found: dict[str, Place] = {}
    for unit in Unit.objects.filter(pk__in=set(_values(above, ["unit_id"]))):
        found[str(unit.pk)] = unit
    for initiative in Initiative.objects.filter(pk__in=set(_values(above, ["initiative_id"]))):
        found[str(initiative.pk)] = initiative
    return found


def _invitations(changes: Iterable[Change]) -> dict[str, Invitation]:
    keys = {change.row for change in changes if change.table == "assessments_invitation"}
    joined = Invitation.objects.filter(pk__in=keys).select_related("project", "unit", "initiative")
    return {str(invitation.pk): invitation for invitation in joined}


def _values(changes: Iterable[Change], columns: Iterable[str]) -> Iterator[str]:
    for change in changes:
        for column in columns:
            for part in (change.about, change.old, change.new):
                if part.get(column):
                    yield part[column]


def _is_key(actor: str) -> bool:
    try:
        UUID(actor)
    except ValueError:
        return False
    return True
