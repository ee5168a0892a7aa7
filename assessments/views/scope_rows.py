"""The register of what was left out, as pages show it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import queries
from assessments.domain.case import DeferredCase
from assessments.domain.scope import in_words, percent, summed
from assessments.models import Assessment

from .moments import day


@dataclass(frozen=True)
class DeferredRow:
    """One kind of case in words; `url` is where it is stated."""

    kind: str
    volume: str
    effort: str
    plan: str
    due: str
    url: str


@dataclass(frozen=True)
class ShownRegister:
    """A round's register with its sums as a sentence, empty where nothing is registered."""

    rows: tuple[DeferredRow, ...]
    sums: str


def register_of(assessment: Assessment) -> ShownRegister:
    """The register as it stands; one query."""
    stored = list(queries.deferred_cases_of(assessment))
    entries = [queries.as_deferred(row) for row in stored]
    rows = tuple(
        _row(entry, reverse("deferred_case", args=[assessment.pk, row.pk]))
        for entry, row in zip(entries, stored, strict=True)
    )
    return ShownRegister(rows, in_words(summed(entries)) if rows else "")


def entry_in_words(entry: DeferredCase) -> str:
    """An entry whole, a line for each part."""
    row = _row(entry, "")
    told = {"volume": row.volume, "effort": row.effort, "plan": row.plan, "due": row.due}
    lines = (
        _("Share of volume: %(volume)s"),
        _("Share of effort: %(effort)s"),
        _("Plan: %(plan)s"),
        _("Until: %(due)s"),
    )
    return "\n".join([row.kind, *(line % told for line in lines)])


def _row(entry: DeferredCase, url: str) -> DeferredRow:
    return DeferredRow(
        kind=entry.kind,
        volume=_("not known") if entry.volume_share is None else percent(entry.volume_share),
        effort=_("not known") if entry.effort_share is None else percent(entry.effort_share),
        plan=entry.plan or _("no plan stated"),
        due=day(entry.due) if entry.due else _("no day"),
        url=url,
    )
