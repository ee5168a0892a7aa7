"""What stood in a row before and after a change, column by column."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.language import enumerated
from assessments.domain.numbers import plain
from assessments.forms.roles import NAMES
from assessments.queries import Change
from assessments.queries.history import PEOPLE

from .moments import day

LABELS = {
    "said": gettext_noop("Answer"),
    "level": gettext_noop("Level"),
    "pilot": gettext_noop("Pilot"),
    "production": gettext_noop("Production"),
    "how": gettext_noop("How the number is known"),
    "reason": gettext_noop("Why it does not apply"),
    "evidence": gettext_noop("Evidence"),
    "rationale": gettext_noop("Rationale"),
    "verified_by": gettext_noop("Verified by"),
    "agreed_by_id": gettext_noop("Agreed by"),
    "claim_metric": gettext_noop("Metric"),
    "claim_value": gettext_noop("Value"),
    "claim_unit": gettext_noop("Unit"),
    "claim_sample_size": gettext_noop("Sample size"),
    "claim_proportion": gettext_noop("Is a proportion"),
    "claim_criterion": gettext_noop("Criterion"),
    "claim_result": gettext_noop("Criterion met"),
    "claim_period": gettext_noop("Period"),
    "claim_baseline": gettext_noop("Today’s process"),
    "return_reason": gettext_noop("Reason"),
    "taken_back_reason": gettext_noop("Reason"),
    "withdraw_reason": gettext_noop("Reason"),
    "accept_reason": gettext_noop("Accepted although something is open, because"),
    "name": gettext_noop("Name"),
    "description": gettext_noop("Description"),
    "source": gettext_noop("Source"),
    "kind": gettext_noop("Move"),
    "expectation": gettext_noop("Expectation"),
    "adjusted_value": gettext_noop("Adjusted value"),
    "adjusted_to": gettext_noop("Up to"),
    "adjusted_unit": gettext_noop("Unit"),
    "effect": gettext_noop("Cost or time"),
    "asked_by_id": gettext_noop("Asked by"),
    "approver_id": gettext_noop("To be approved by"),
    "expires_on": gettext_noop("Expires on"),
    "what": gettext_noop("Step"),
    "owner": gettext_noop("Owner"),
    "due_on": gettext_noop("Due on"),
    "cost": gettext_noop("Cost"),
    "shown_by": gettext_noop("Shown by"),
    "done": gettext_noop("Done"),
    "dropped_because": gettext_noop("Reason"),
    "remark": gettext_noop("Note"),
    "volume_share": gettext_noop("Share of volume, %"),
    "effort_share": gettext_noop("Share of effort, %"),
    "plan": gettext_noop("Plan"),
    "why": gettext_noop("Explanation"),
    "text": gettext_noop("Comment"),
    "reply": gettext_noop("Reply"),
    "note": gettext_noop("A word to them"),
    "title": gettext_noop("Title"),
    "link": gettext_noop("Link"),
    "dated": gettext_noop("Dated"),
    "sha256": gettext_noop("SHA-256"),
    "error": gettext_noop("Reason"),
    "day": gettext_noop("Day of go-live"),
    "running": gettext_noop("How it runs"),
    "metric_value": gettext_noop("Result"),
    "metric_unit": gettext_noop("Unit"),
    "data_incidents": gettext_noop("Incidents, data quality"),
    "users_incidents": gettext_noop("Incidents, user capability"),
    "load_incidents": gettext_noop("Incidents, infrastructure load"),
    "integration_incidents": gettext_noop("Incidents, integration"),
    "change_incidents": gettext_noop("Incidents, change management"),
    "support_incidents": gettext_noop("Incidents, support"),
    "scope_incidents": gettext_noop("Incidents, scope"),
    "criteria_incidents": gettext_noop("Incidents, success criteria"),
    "users": gettext_noop("Users"),
    "currency": gettext_noop("Currency"),
    "decision": gettext_noop("Decision"),
    "conditions": gettext_noop("Conditions"),
    "dissent": gettext_noop("What they see otherwise"),
    "delegation_reason": gettext_noop("Reason"),
}
"""What columns are called on pages, in this order; one that is not here is the machine's own affair."""

OTHERWISE: Mapping[str, Mapping[str, str]] = {"reports_signoff": {"reason": gettext_noop("Reason")}}
"""What a table's columns are called that mean something else in another."""

SAID = {
    "": gettext_noop("not answered"),
    "level": gettext_noop("a level"),
    "pair": gettext_noop("numbers"),
    "not_known": gettext_noop("not known"),
    "not_applicable": gettext_noop("not applicable"),
}
SIDES = {"pilot": gettext_noop("pilot %(number)s"), "production": gettext_noop("production %(number)s")}
CODES: Mapping[str, Mapping[str, str]] = {
    "said": SAID,
    "how": {"live": gettext_noop("seen in operation"), "load_test": gettext_noop("from a load test")},
    "claim_result": {
        "met": gettext_noop("yes"),
        "not_met": gettext_noop("no"),
        "none": gettext_noop("no criterion was set"),
    },
    "role": NAMES,
    "evidence": {
        "none": gettext_noop("none"),
        "documented": gettext_noop("documented"),
        "measured": gettext_noop("measured"),
        "verified": gettext_noop("verified"),
    },
    "running": {
        "as_expected": gettext_noop("running as expected"),
        "below": gettext_noop("running below expectation"),
        "rolled_back": gettext_noop("rolled back"),
    },
    "kind": {"fix": gettext_noop("fix"), "acknowledge": gettext_noop("acknowledge")},
    "decision": {
        "proceed": gettext_noop("proceed"),
        "proceed_adjusted": gettext_noop("proceed with adjusted expectations"),
        "fix_first": gettext_noop("fix first"),
        "stop": gettext_noop("stop"),
    },
}

DAYS = ("expires_on", "due_on", "day")

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


def sides_of(change: Change) -> tuple[str, str]:
    """What was answered before and after, "level 3" and "level 2"; both empty where that was not changed."""
    old, new = _said(change.old), _said(change.new)
    if change.op == "insert":
        return "", new
    blank = _(SAID[""])
    return (old or blank, new or blank) if old != new else ("", "")


def _all(change: Change, name_of: NameOf) -> Iterator[Detail]:
    for column, label in LABELS.items():
        if column not in change.about and not (column == "said" and change.op == "insert"):
            old, new = (_text(column, side.get(column), name_of) for side in (change.old, change.new))
            yield Detail(_(OTHERWISE.get(change.table, {}).get(column, label)), old, new)


def _text(column: str, value: Any, name_of: NameOf) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return plain(Decimal(str(value)))
    if column in PEOPLE:
        return name_of(value)
    if column in DAYS:
        return day(date.fromisoformat(value))
    known = CODES.get(column, {}).get(value)
    return _(known) if known else str(value)


def _said(columns: Mapping[str, Any]) -> str:
    """What an answer says, as far as these columns tell."""
    if columns.get("level") is not None:
        return _("level %(level)s") % {"level": columns["level"]}
    numbers = [
        _(text) % {"number": plain(Decimal(str(columns[name])))}
        for name, text in SIDES.items()
        if columns.get(name) is not None
    ]
    said = SAID.get(columns.get("said", "?"))
    return enumerated(numbers) or (_(said) if said else "")
