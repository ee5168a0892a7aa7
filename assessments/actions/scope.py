"""What the pilot left out: registered, corrected and taken out again while the round is being filled in.

An entry is no answer: it changes no finding. Whoever answers the section on scope keeps the register.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ..domain import case
from ..domain.casefile.schema import DeferredCasePart
from ..domain.scope import summed, too_much
from ..models import EDITABLE, Assessment, DeferredCase, Person
from ..permissions import Permission
from ..queries import as_deferred, deferred_case_for, deferred_cases_of
from .answers import check_section
from .refusal import InvalidInput, Refused, shape_errors
from .working import working_on

SECTION: Final = "scope"
MOST: Final = 200
"""Kinds of case in one register."""


class InvalidDeferredCase(InvalidInput):
    """The entry cannot be stored. Errors by field: kind, volume_share, effort_share, plan, due."""


class StaleDeferredCase(Refused):
    """Somebody else changed the entry since it was read; `current` is how it stands now."""

    def __init__(self, current: DeferredCase) -> None:
        super().__init__(_("Somebody else changed this since you opened the page."))
        self.current = current


def defer_case(
    *, assessment: Assessment, deferred: case.DeferredCase, by: Person, at: datetime
) -> DeferredCase:
    """Register a kind of case that the pilot left out; the same entry sent twice stands once."""
    _check_shape(deferred)
    with _keeping_register(assessment, by):
        rows = list(deferred_cases_of(assessment))
        named = next((row for row in rows if row.kind_of_case == deferred.kind), None)
        if named and as_deferred(named) == deferred:
            return named
        if named:
            raise InvalidDeferredCase({"kind": _("stands in the register already: change it there")})
        if len(rows) >= MOST:
            told = _("is one too many: a register holds %(count)s kinds of case") % {"count": MOST}
            raise InvalidDeferredCase({"kind": told})
        _check_day(deferred, None, at)
        _check_sums([*map(as_deferred, rows), deferred])
        return _stated(DeferredCase(assessment=assessment), deferred, by, at)


def change_deferred_case(
    *,
    assessment: Assessment,
    deferred_id: UUID | str,
    deferred: case.DeferredCase,
    seen_version: int,
    by: Person,
    at: datetime,
) -> DeferredCase:
    """State an entry anew, unless somebody did since `seen_version`; the same makes no new version."""
    _check_shape(deferred)
    with _keeping_register(assessment, by):
        row = deferred_case_for(assessment, deferred_id)
        if as_deferred(row) == deferred:
            return row
        _check_version(row, seen_version)
        others = list(deferred_cases_of(assessment).exclude(pk=row.pk))
        if any(other.kind_of_case == deferred.kind for other in others):
            raise InvalidDeferredCase({"kind": _("stands in the register already: change it there")})
        _check_day(deferred, row, at)
        _check_sums([*map(as_deferred, others), deferred])
        row.version += 1
        return _stated(row, deferred, by, at)


def remove_deferred_case(
    *,
    assessment: Assessment,
    deferred_id: UUID | str,
    seen_version: int,
    by: Person,
    at: datetime,  # noqa: ARG001 - every action says when
) -> None:
    """Take an entry out, unless somebody changed it since `seen_version`; what was submitted keeps it."""
    with _keeping_register(assessment, by):
        row = deferred_case_for(assessment, deferred_id)
        _check_version(row, seen_version)
        row.delete()


def carry_register(previous: Assessment, assessment: Assessment) -> None:
    """Let the next round begin with the last one's register, by whom it was stated."""
    kept = ("kind_of_case", "volume_share", "effort_share", "plan", "due_on", "stated_by_id", "stated_at")
    DeferredCase.objects.bulk_create(
        DeferredCase(assessment=assessment, **{name: getattr(row, name) for name in kept})
        for row in deferred_cases_of(previous)
    )


def import_register(
    assessment: Assessment, register: Iterable[case.DeferredCase], by: Person, at: datetime
) -> None:
    """Store the register of a case file, whose shape and sums are checked, and none `given_twice`."""
    DeferredCase.objects.bulk_create(
        DeferredCase(assessment=assessment, stated_by=by, stated_at=at, **columns_of(entry))
        for entry in register
    )


def given_twice(register: Collection[case.DeferredCase]) -> Iterator[int]:
    """The places of kinds of case that stand in it before."""
    kinds = [entry.kind.strip() for entry in register]
    return (place for place, kind in enumerate(kinds) if kind in kinds[:place])


def columns_of(deferred: case.DeferredCase) -> dict[str, Any]:
    """An entry's columns."""
    return {
        "kind_of_case": deferred.kind.strip(),
        "volume_share": deferred.volume_share,
        "effort_share": deferred.effort_share,
        "plan": deferred.plan.strip(),
        "due_on": deferred.due,
    }


@contextmanager
def _keeping_register(assessment: Assessment, by: Person) -> Iterator[None]:
    with working_on(assessment, by=by, permission=Permission.ANSWER, states=EDITABLE):
        check_section(assessment, SECTION)
        yield


def _stated(row: DeferredCase, deferred: case.DeferredCase, by: Person, at: datetime) -> DeferredCase:
    for name, value in columns_of(deferred).items():
        setattr(row, name, value)
    row.stated_by, row.stated_at = by, at
    row.save()
    return row


def _check_shape(deferred: case.DeferredCase) -> None:
    part = asdict(deferred) | {"due": deferred.due.isoformat() if deferred.due else None}
    _refuse(shape_errors(DeferredCasePart, part, "kind"))


def _check_version(row: DeferredCase, seen_version: int) -> None:
    if row.version != seen_version:
        raise StaleDeferredCase(row)


def _check_day(deferred: case.DeferredCase, row: DeferredCase | None, at: datetime) -> None:
    """A day that is over promises nothing; one that was set before may stay."""
    if deferred.due and deferred.due <= timezone.localdate(at) and not (row and row.due_on == deferred.due):
        _refuse({"due": _("must be after today")})


def _check_sums(register: list[case.DeferredCase]) -> None:
    _refuse(too_much(summed(register)))


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise InvalidDeferredCase(errors)
