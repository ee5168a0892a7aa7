"""What stood in a row before and after a change, column by column."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.domain.numbers import plain
from assessments.forms.roles import NAMES
from assessments.queries import Change
from assessments.queries.history import PEOPLE

from .moments import day

LABELS = {
    "said": "Answer",
    "level": "Level",
    "pilot": "Pilot",
    "production": "Production",
    "how": "How the number is known",
    "reason": "Why it does not apply",
    "evidence": "Evidence",
    "rationale": "Rationale",
    "verified_by": "Verified by",
    "agreed_by_id": "Agreed by",
    "claim_metric": "Metric",
    "claim_value": "Value",
    "claim_unit": "Unit",
    "claim_sample_size": "Sample size",
    "claim_proportion": "Is a proportion",
    "claim_criterion": "Criterion",
    "claim_result": "Criterion met",
    "claim_period": "Period",
    "claim_baseline": "Today’s process",
    "return_reason": "Reason",
    "withdraw_reason": "Reason",
    "name": "Name",
    "description": "Description",
    "source": "Source",
    "kind": "Move",
    "expectation": "Expectation",
    "adjusted_value": "Adjusted value",
    "adjusted_unit": "Unit",
    "asked_by_id": "Asked by",
    "approver_id": "To be approved by",
    "expires_on": "Expires on",
    "what": "Step",
    "owner": "Owner",
    "due_on": "Due on",
    "done": "Done",
    "why": "Explanation",
    "text": "Comment",
    "note": "A word to them",
    "title": "Title",
    "link": "Link",
    "dated": "Dated",
    "sha256": "SHA-256",
    "error": "Reason",
}
"""What columns are called on pages, in this order; one that is not here is the machine's own affair."""

SAID = {
    "": "not answered",
    "level": "a level",
    "pair": "numbers",
    "not_known": "not known",
    "not_applicable": "not applicable",
}
CODES: Mapping[str, Mapping[str, str]] = {
    "said": SAID,
    "how": {"live": "seen in operation", "load_test": "from a load test"},
    "claim_result": {"met": "yes", "not_met": "no", "none": "no criterion was set"},
    "role": NAMES,
}

DAYS = ("expires_on", "due_on")

NameOf = Callable[[str], str]
"""What a person is called, by key."""


@dataclass(frozen=True)
class Detail:
    """One column's text before and after; empty where there was none."""

    label: str
    old: str
    new: str


def details_of(change: Change, name_of: NameOf) -> list[Detail]:
    """The columns that people fill in and that were changed, in their order on pages."""
    return [detail for detail in _all(change, name_of) if detail.old or detail.new]


def sides_of(change: Change) -> str:
    """Say what was answered, ": level 3" for the first time, then " from level 3 to level 2"; or nothing."""
    old, new = _said(change.old), _said(change.new)
    if change.op == "insert":
        return f": {new}" if new else ""
    return f" from {old or SAID['']} to {new or SAID['']}" if old != new else ""


def _all(change: Change, name_of: NameOf) -> Iterator[Detail]:
    for column, label in LABELS.items():
        if column not in change.about and not (column == "said" and change.op == "insert"):
            old, new = (_text(column, side.get(column), name_of) for side in (change.old, change.new))
            yield Detail(label, old, new)


def _text(column: str, value: Any, name_of: NameOf) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return plain(Decimal(str(value)))
    if column in PEOPLE:
        return name_of(value)
    if column in DAYS:
        return day(date.fromisoformat(value))
    return CODES.get(column, {}).get(value, value)


def _said(columns: Mapping[str, Any]) -> str:
    """What an answer says, as far as these columns tell."""
    if columns.get("level") is not None:
        return f"level {columns['level']}"
    numbers = [
        f"{name} {plain(Decimal(str(columns[name])))}"
        for name in ("pilot", "production")
        if columns.get(name) is not None
    ]
    return ", ".join(numbers) or SAID.get(columns.get("said", "?"), "")
