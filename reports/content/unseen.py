"""What the pilot could not have seen, in sentences that can be checked by hand."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop
from assessments.domain.numbers import plain

from .parts import Unseen

CAUTION = gettext_noop(
    "At least: the sample was not shown to be random, so unseen events may be more frequent still."
)


def unseen(frozen: Mapping[str, Any]) -> Unseen:
    """The bound on events that never occurred in the pilot, from the frozen numbers."""
    if frozen["cases"] is None:
        sentence = _(
            "How many cases the pilot processed is not known, so nothing can be said about rare events."
        )
        return Unseen(False, sentence, "", "", "", "", "", "", None, None, None, None)
    cases, rate = Decimal(frozen["cases"]), Decimal(frozen["rate"])
    per_month = None if frozen["per_month"] is None else Decimal(frozen["per_month"])
    return Unseen(
        known=True,
        sentence=_sentence(cases, rate, per_month, frozen),
        by_hand=_("By hand: 3 ÷ %(cases)s = %(rate)s.")
        % {"cases": plain(cases), "rate": _percent(Decimal(frozen["rule_of_three"]))},
        caution=_(CAUTION) if frozen["at_least"] else "",
        cases_text=plain(cases),
        rate_text=_percent(rate),
        month_text="" if frozen["month"] is None else plain(Decimal(frozen["month"])),
        per_month_text="" if per_month is None else plain(per_month),
        cases=cases,
        rate=rate,
        month=None if frozen["month"] is None else Decimal(frozen["month"]),
        per_month=per_month,
    )


def _sentence(cases: Decimal, rate: Decimal, per_month: Decimal | None, frozen: Mapping[str, Any]) -> str:
    numbers = {"cases": plain(cases), "rate": _percent(rate)}
    if per_month is None:
        text = _(
            "In %(cases)s cases, a kind of event that never occurred may still occur in up to %(rate)s of "
            "cases (95 %% confidence). Production's cases a month are not known."
        )
        return text % numbers
    text = _(
        "In %(cases)s cases, a kind of event that never occurred may still occur in up to %(rate)s of "
        "cases (95 %% confidence): up to %(events)s such events a month at production's %(month)s cases."
    )
    return text % {**numbers, "events": plain(per_month), "month": plain(Decimal(frozen["month"]))}


def _percent(rate: Decimal) -> str:
    return f"{plain(rate * 100)} %"
