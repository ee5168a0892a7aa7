"""What happened beside what was predicted, as its page shows it: numbers with units, and no judgement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import queries
from assessments.domain.case import OutcomeRecord
from assessments.domain.numbers import NO_BREAK, plain
from assessments.models import Project
from assessments.queries.question_sets import worded
from assessments.views.moments import day

from ..content.report import ReportContent, report_content
from ..models import MILESTONES, Record, Running
from ..queries import Happened, as_outcome

UNKNOWN = "–"


@dataclass(frozen=True)
class Milestone:
    """One column: a day after go-live; `note` says what is missing, `url` where it is recorded by who may."""

    days: int
    day: str
    note: str
    url: str
    recorded: str
    """On which day it was recorded; empty while it is not."""
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that is measured: what was claimed of it, and a cell for each milestone."""

    label: str
    claimed: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class HappenedPage:
    """The whole page; without a go-live or a record only what to do."""

    live: str
    """Since or from when, as a sentence; empty while no day is set."""
    reason: str
    content: ReportContent | None
    verdict_url: str
    milestones: tuple[Milestone, ...]
    lines: tuple[Line, ...]
    incidents: tuple[Line, ...]
    may_record: bool
    has_record: bool
    go_live_url: str


def happened_page(project: Project, found: Happened, today: date, *, may_record: bool) -> HappenedPage:
    """Put it side by side; one query more where no go-live is set."""
    record = found.record
    said = {days: as_outcome(outcome) for days, outcome in found.outcomes.items()}
    return HappenedPage(
        live=_live(found, today),
        reason=found.go_live.why if found.go_live else "",
        content=report_content(record.as_json, on=today) if record else None,
        verdict_url=reverse("verdict", args=[record.assessment_id]) if record else "",
        milestones=tuple(_milestones(project, found, today, may_record=may_record)),
        lines=tuple(_lines(record, said)) if record else (),
        incidents=tuple(_incidents(said)) if record else (),
        may_record=may_record,
        has_record=record is not None or project.records.standing().exists(),
        go_live_url=reverse("go_live", args=[project.pk]),
    )


def outcome_in_words(said: OutcomeRecord) -> str:
    """An outcome whole, a line for each part."""
    counts = [f"{name}: {text}" for name, text in _counts(said)]
    parts = (
        (_("Result"), _metric(said)),
        (_("Users"), _whole(said.users)),
        (_("Cost"), _cost(said)),
    )
    return "\n".join([_state(said), *(f"{label}: {text}" for label, text in parts), *counts, said.text])


def _live(found: Happened, today: date) -> str:
    if found.go_live is None:
        return ""
    began = _("In production since %(day)s.")
    begins = _("Goes into production on %(day)s.")
    return (began if found.go_live.day <= today else begins) % {"day": day(found.go_live.day)}


def _milestones(project: Project, found: Happened, today: date, *, may_record: bool) -> Iterator[Milestone]:
    if found.go_live is None:
        return
    for days in MILESTONES:
        outcome, on = found.outcomes.get(days), found.asked_on(days)
        url = reverse("outcome", args=[project.pk, days]) if may_record and on <= today else ""
        note = "" if outcome else _("not recorded") if on <= today else _("not yet")
        recorded = day(timezone.localdate(outcome.recorded_at)) if outcome else ""
        yield Milestone(days, day(on), note, url, recorded, outcome.note if outcome else "")


def _lines(record: Record, said: dict[int, OutcomeRecord]) -> Iterator[Line]:
    claim = queries.claim_of(record.assessment)
    value = "" if claim.value is None else f"{plain(claim.value)}{NO_BREAK}{claim.unit}".rstrip()
    yield Line(_("How it runs"), "", _cells(_state(one) if one else "" for one in _each(said)))
    metric = claim.metric or _("The claim’s metric")
    yield Line(metric, value, _cells(_metric(one) if one else "" for one in _each(said)))
    yield Line(_("Users"), "", _cells(_whole(one.users) if one else "" for one in _each(said)))
    yield Line(_("Cost since go-live"), "", _cells(_cost(one) if one else "" for one in _each(said)))


def _incidents(said: dict[int, OutcomeRecord]) -> Iterator[Line]:
    for section in worded().sections:
        cells = _cells(_whole(one.incidents.get(section.key)) if one else "" for one in _each(said))
        yield Line(section.name, "", cells)
    totals = _cells(_total(one) if one else "" for one in _each(said))
    yield Line(_("All incidents known of"), "", totals)


def _each(said: dict[int, OutcomeRecord]) -> Iterator[OutcomeRecord | None]:
    return (said.get(days) for days in MILESTONES)


def _cells(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(text or UNKNOWN for text in texts)


def _state(said: OutcomeRecord) -> str:
    return str(Running(said.state).label)


def _metric(said: OutcomeRecord) -> str:
    if said.value is None:
        return _("not known")
    return f"{plain(said.value)}{NO_BREAK}{said.unit}".rstrip()


def _cost(said: OutcomeRecord) -> str:
    return _("not known") if said.cost is None else f"{plain(said.cost)}{NO_BREAK}{said.currency}"


def _whole(number: int | None) -> str:
    return _("not known") if number is None else plain(number)


def _total(said: OutcomeRecord) -> str:
    return plain(sum(said.incidents.values())) if said.incidents else _("not known")


def _counts(said: OutcomeRecord) -> Iterator[tuple[str, str]]:
    for section in worded().sections:
        yield _("Incidents, %(section)s") % {"section": section.name}, _whole(said.incidents.get(section.key))
