"""What was left out of the pilot, summed: how much of the volume and of the work is still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .case import DeferredCase
from .language import gettext as _
from .language import ngettext
from .numbers import NO_BREAK, plain

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Total:
    """Shares of one whole, added up: `share` in %, stated by `stated` of the `kinds` of case."""

    share: Decimal
    stated: int
    kinds: int

    @property
    def is_whole(self) -> bool:
        """Whether every kind of case states its share; else the sum is the least that it can be."""
        return self.stated == self.kinds

    @property
    def is_too_much(self) -> bool:
        """Whether parts are said to be more than the whole."""
        return self.share > WHOLE


@dataclass(frozen=True)
class Deferred:
    """A register's sums: of the volume of cases, and of the effort that all cases take."""

    volume: Total
    effort: Total

    @property
    def kinds(self) -> int:
        """How many kinds of case were left out."""
        return self.volume.kinds


def summed(register: Sequence[DeferredCase]) -> Deferred:
    """Add up what is stated; what is not adds nothing, and is counted as not stated."""
    return Deferred(
        _total([item.volume_share for item in register]), _total([item.effort_share for item in register])
    )


def _total(shares: Sequence[Decimal | None]) -> Total:
    known = [share for share in shares if share is not None]
    return Total(sum(known, Decimal(0)), len(known), len(shares))


def in_words(deferred: Deferred) -> str:
    """The sums as a sentence: "2 kinds of case are deferred: 40 % of volume, about 75 % of effort."."""
    kinds = ngettext(
        "%(count)s kind of case is deferred: %(volume)s, %(effort)s.",
        "%(count)s kinds of case are deferred: %(volume)s, %(effort)s.",
        deferred.kinds,
    )
    volume, effort = volume_in_words(deferred.volume), effort_in_words(deferred.effort)
    return kinds % {"count": plain(deferred.kinds), "volume": volume, "effort": effort}


def volume_in_words(total: Total) -> str:
    """How much of the volume of cases: "40 % of volume"."""
    if not total.stated:
        return _("an unknown share of volume")
    text = _("%(share)s of volume") if total.is_whole else _("at least %(share)s of volume")
    return text % {"share": percent(total.share)}


def effort_in_words(total: Total) -> str:
    """How much of the work, which can only be estimated: "about 75 % of effort"."""
    if not total.stated:
        return _("an unknown share of effort")
    text = _("about %(share)s of effort") if total.is_whole else _("at least about %(share)s of effort")
    return text % {"share": percent(total.share)}


def percent(share: Decimal) -> str:
    """A share with its sign: "12.5 %"."""
    return f"{plain(share)}{NO_BREAK}%"


def too_much(deferred: Deferred) -> dict[str, str]:
    """By the share's name, what is wrong where the parts are more than the whole."""
    volume = _("together these kinds of case would be %(share)s of volume, more than all of it")
    effort = _("together these kinds of case would be %(share)s of effort, more than all of it")
    checked: Iterable[tuple[str, Total, str]] = (
        ("volume_share", deferred.volume, volume),
        ("effort_share", deferred.effort, effort),
    )
    return {
        name: text % {"share": percent(total.share)} for name, total, text in checked if total.is_too_much
    }
