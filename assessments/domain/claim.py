"""The honest claim: the pilot's headline restated with the conditions it really held under.

HEAD (n = N[, 95 % interval a-b %[ for cases like these]]) DATA, USERS, LOAD, INTEGRATION, SUPPORT, SCOPE,
HELP, then what was load-tested apart, what was said but not shown, and what is not known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from .case import Case, Claim, Evidence, How, Pair
from .language import enumerated, gettext_noop, ngettext, pgettext
from .language import gettext as _
from .numbers import fixed, half_up, plain, whole_percent
from .questionnaire import Questionnaire
from .scoring import Scored

Z = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""

LOADS = ("load.volume", "load.concurrency")
FULL = {
    LOADS: gettext_noop("full production load"),
    LOADS[:1]: gettext_noop("full production transactions"),
    LOADS[1:]: gettext_noop("full production concurrent users"),
}
PARTLY = {
    LOADS: gettext_noop("%(percent)s of production load"),
    LOADS[:1]: gettext_noop("%(percent)s of production transactions"),
    LOADS[1:]: gettext_noop("%(percent)s of production concurrent users"),
}
"""How a load is said, by the questions that speak of it."""


@dataclass(frozen=True)
class _Phrases:
    """What one part of the claim contributes, sorted by what backs it; `main` is the part's finished text."""

    main: str = ""
    apart: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()


def wilson_interval(successes: Fraction, cases: int) -> tuple[float, float]:
    """The 95 % score interval for a proportion (Wilson 1927), both ends between 0 and 1."""
    share = float(successes / cases)
    spread = Z**2 / cases
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / cases + spread / (4 * cases)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def sample_is_random(scored: Mapping[str, Scored]) -> bool:
    """Whether the sample was shown to be random: data.selection at 3 or more, with evidence."""
    selection = scored.get("data.selection")
    if selection is None or selection.claimed is None:
        return False
    return selection.claimed >= 3 and selection.grade is not Evidence.NONE


def honest_claim(case: Case, scored: Mapping[str, Scored]) -> str:
    """Restate the claim with the conditions that the answers say, show and leave open."""
    parts = [
        _worded(scored, ("data.selection", "data.cleaning"), _join_data),
        _worded(scored, ("users.selection", "users.resistant"), _join_with),
        _load(scored),
        _counted(scored, "integration.systems", _("with %(what)s"), _systems),
        _worded(scored, ("support.provider",), lambda said: " ".join(said.values())),
        _counted(scored, "scope.coverage", _("for %(what)s"), _kinds_of_case),
        _worded(scored, ("change.support",), _join_with),
    ]
    apart = [text for part in parts for text in part.apart]
    not_shown = [text for part in parts for text in part.not_shown]
    not_known = [text for part in parts for text in part.not_known]
    return _sentence(
        _head(case.claim, scored),
        [part.main for part in parts if part.main],
        _tail(_("; load-tested apart from this result: %(what)s"), apart),
        _tail(_("; said but not shown: %(what)s"), not_shown),
        _tail(_("; not known: %(what)s"), not_known),
    )


def _sentence(head: str, conditions: Sequence[str], *tails: str) -> str:
    parts = {"claim": head, "conditions": enumerated(conditions), "open": "".join(tails)}
    if not conditions:
        # Translators: the honest claim where no condition is known; "open" begins with its own separator.
        return _("%(claim)s%(open)s.") % parts
    # Translators: the honest claim: "95 % accuracy (n = 500) on ..., with ...; not known: ...".
    return _("%(claim)s %(conditions)s%(open)s.") % parts


def predicting_claim(case: Case, questionnaire: Questionnaire) -> str:
    """The claim that would predict production: the same headline under the conditions of level 4."""

    def best(key: str) -> str:
        return questionnaire.by_key[key].levels[4].claim

    conditions = (
        _join_data({"data.selection": best("data.selection"), "data.cleaning": best("data.cleaning")}),
        _join_with({key: best(key) for key in ("users.selection", "users.resistant")}),
        _("at %(load)s") % {"load": _(FULL[LOADS])},
        _("with %(what)s")
        % {"what": _all_of(case, "integration.systems", _systems, _("all production systems integrated"))},
        best("support.provider"),
        _("for %(what)s") % {"what": _all_of(case, "scope.coverage", _kinds_of_case, _("all kinds of case"))},
        _("with %(what)s") % {"what": best("change.support")},
    )
    return _sentence(headline(case.claim), conditions)


def _head(claim: Claim, scored: Mapping[str, Scored]) -> str:
    if not claim.sample_size:
        return headline(claim)
    ends = _interval(claim)
    parts = {"claim": headline(claim), "cases": plain(claim.sample_size)}
    if not ends:
        return _("%(claim)s (n = %(cases)s)") % parts
    parts |= {"low": ends[0], "high": ends[1]}
    if sample_is_random(scored):
        return _("%(claim)s (n = %(cases)s, 95 %% interval %(low)s-%(high)s %%)") % parts
    return _("%(claim)s (n = %(cases)s, 95 %% interval %(low)s-%(high)s %% for cases like these)") % parts


def headline(claim: Claim) -> str:
    """The claim as it is made, without a condition: "95 % accuracy"."""
    if claim.value is None:
        return _("No result stated")
    parts = {"value": plain(claim.value), "metric": claim.metric, "unit": claim.unit}
    if claim.unit == "%":
        return (_("%(value)s %% %(metric)s") % parts).rstrip()
    return (_("%(metric)s %(value)s %(unit)s") % parts).strip()


def _interval(claim: Claim) -> tuple[str, str] | None:
    """Its ends in %, only for a share of cases between 0 and 100 %."""
    if claim.value is None or claim.unit != "%" or not claim.proportion or not claim.sample_size:
        return None
    if not 0 <= claim.value <= 100:
        return None
    low, high = wilson_interval(Fraction(claim.value) / 100 * claim.sample_size, claim.sample_size)
    return _one_place(low), _one_place(high)


def _one_place(share: float) -> str:
    """One decimal at either end, also where it is a zero: "97.0"."""
    return fixed(half_up(Decimal(repr(share * 100)), 1), 1)


def _tail(form: str, texts: Sequence[str]) -> str:
    return form % {"what": enumerated(texts)} if texts else ""


def _shown(item: Scored) -> bool:
    """An admission (level 0 or 1) needs no proof; anything better needs evidence."""
    return item.claimed is not None and (item.claimed <= 1 or item.grade is not Evidence.NONE)


def _worded(
    scored: Mapping[str, Scored], keys: Sequence[str], join: Callable[[dict[str, str]], str]
) -> _Phrases:
    main: dict[str, str] = {}
    not_shown: list[str] = []
    not_known: list[str] = []
    for item in (scored[key] for key in keys):
        if item.unknown:
            not_known.append(item.question.name)
        elif item.claimed is not None:
            phrase = item.question.levels[item.claimed].claim
            if _shown(item):
                main[item.key] = phrase
            else:
                not_shown.append(_standing_alone(item.key, phrase))
    return _Phrases(join(main) if main else "", not_shown=tuple(not_shown), not_known=tuple(not_known))


def _standing_alone(key: str, phrase: str) -> str:
    # Translators: with how cases were chosen, as in "randomly sampled data".
    return _("%(chosen)s data") % {"chosen": phrase} if key == "data.selection" else phrase


def _join_with(said: dict[str, str]) -> str:
    if len(said) == 1:
        return _("with %(what)s") % {"what": next(iter(said.values()))}
    return _("with %(people)s and %(others)s") % dict(zip(("people", "others"), said.values(), strict=True))


def _join_data(said: dict[str, str]) -> str:
    selection, cleaning = said.get("data.selection"), said.get("data.cleaning")
    if not selection or not cleaning:
        return _("on %(data)s") % {"data": cleaning or _standing_alone("data.selection", selection or "")}
    # Translators: how those phrases on cleaning begin in the question set that can follow "randomly sampled".
    goes_on = cleaning.startswith(pgettext("the beginning of a phrase", "data"))
    form = _("on %(chosen)s %(data)s") if goes_on else _("on %(chosen)s, %(data)s")
    return form % {"chosen": selection, "data": cleaning}


def _load(scored: Mapping[str, Scored]) -> _Phrases:
    items = [scored[key] for key in LOADS]
    known = [item for item in items if item.known]
    live = [item for item in known if _how(item) is How.LIVE]
    tested = [item for item in known if _how(item) is How.LOAD_TEST]
    not_known = tuple(item.question.name for item in items if item.unknown)
    main, not_shown = _load_phrase(live)
    apart, test_not_shown = _load_phrase(tested)
    if test_not_shown:
        test_not_shown = _("a load test at %(load)s") % {"load": test_not_shown}
    return _Phrases(
        _("at %(load)s") % {"load": main} if main else "",
        apart=(apart,) if apart else (),
        not_shown=tuple(text for text in (not_shown, test_not_shown) if text),
        not_known=not_known,
    )


def _how(item: Scored) -> How:
    return item.answer.said.how if item.answer and isinstance(item.answer.said, Pair) else How.LIVE


def _load_phrase(items: Sequence[Scored]) -> tuple[str, str]:
    """The text of the lower coverage, as (shown, not shown)."""
    if not items:
        return "", ""
    lowest = min(items, key=_coverage)
    what = LOADS if len(items) == len(LOADS) else (lowest.key,)
    coverage = _coverage(lowest)
    text = _(FULL[what]) if coverage >= 1 else _(PARTLY[what]) % {"percent": _load_percent(coverage)}
    return (text, "") if _shown(lowest) else ("", text)


def _load_percent(coverage: Fraction) -> str:
    return _("under 1 %") if coverage * 100 < 1 else whole_percent(coverage)


def _coverage(item: Scored) -> Fraction:
    return item.coverage if item.coverage is not None else Fraction(0)


def _counted(scored: Mapping[str, Scored], key: str, form: str, count: Callable[[Pair], str]) -> _Phrases:
    item = scored[key]
    if item.unknown:
        return _Phrases(not_known=(item.question.name,))
    if item.answer is None or not isinstance(item.answer.said, Pair):
        return _Phrases()
    text = count(item.answer.said)
    return _Phrases(form % {"what": text}) if _shown(item) else _Phrases(not_shown=(text,))


def _systems(pair: Pair) -> str:
    if not pair.production:
        return _("no system to integrate")
    pilot, whole = pair.pilot or Decimal(0), pair.production
    number = _number_of(whole)
    if pilot >= whole:
        form = ngettext("the %(whole)s system integrated", "all %(whole)s systems integrated", number)
    elif pilot:
        form = ngettext(
            "%(part)s of %(whole)s system integrated", "%(part)s of %(whole)s systems integrated", number
        )
    else:
        form = ngettext("none of %(whole)s system integrated", "none of %(whole)s systems integrated", number)
    return form % {"part": plain(pilot), "whole": plain(whole)}


def _kinds_of_case(pair: Pair) -> str:
    pilot, whole = pair.pilot or Decimal(0), pair.production or Decimal(0)
    number = _number_of(whole)
    if pilot >= whole:
        form = ngettext("the %(whole)s kind of case", "all %(whole)s kinds of case", number)
    else:
        form = ngettext("%(part)s of %(whole)s kind of case", "%(part)s of %(whole)s kinds of case", number)
    return form % {"part": plain(pilot), "whole": plain(whole)}


def _number_of(whole: Decimal) -> int:
    """The number that grammar goes by: any fraction is more than one."""
    return int(whole) if whole == int(whole) else 2


def _all_of(case: Case, key: str, count: Callable[[Pair], str], unknown: str) -> str:
    """Production's whole number in words, where it is known."""
    answer = case.answers.get(key)
    if answer is None or not isinstance(answer.said, Pair) or answer.said.production is None:
        return unknown
    return count(Pair(answer.said.production, answer.said.production))
