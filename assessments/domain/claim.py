"""The honest claim: the pilot's headline restated with the conditions it really held under.

HEAD (n = N[, 95 % interval a-b %[ for cases like these]]) DATA, USERS, LOAD, INTEGRATION, SUPPORT, SCOPE,
HELP, then what was load-tested apart, what was said but not shown, and what is not known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from .case import Case, Claim, Evidence, How, Pair
from .numbers import half_up, plain, whole_percent
from .questionnaire import Questionnaire
from .scoring import Scored

Z = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""

LOADS = {"load.volume": "transactions", "load.concurrency": "concurrent users"}


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
        _worded(
            scored, ("users.selection", "users.resistant"), lambda said: "with " + " and ".join(said.values())
        ),
        _load(scored),
        _counted(scored, "integration.systems", "with {}", _systems),
        _worded(scored, ("support.provider",), lambda said: " ".join(said.values())),
        _counted(scored, "scope.coverage", "for {}", _kinds_of_case),
        _worded(scored, ("change.support",), lambda said: "with " + " ".join(said.values())),
    ]
    main = ", ".join(part.main for part in parts if part.main)
    sentence = _head(case.claim, scored) + (f" {main}" if main else "")
    sentence += _tail("load-tested apart from this result", (text for part in parts for text in part.apart))
    sentence += _tail("said but not shown", (text for part in parts for text in part.not_shown))
    sentence += _tail("not known", (text for part in parts for text in part.not_known))
    return sentence + "."


def predicting_claim(case: Case, questionnaire: Questionnaire) -> str:
    """The claim that would predict production: the same headline under the conditions of level 4."""

    def best(key: str) -> str:
        return questionnaire.by_key[key].levels[4].claim

    conditions = (
        _join_data({"data.selection": best("data.selection"), "data.cleaning": best("data.cleaning")}),
        f"with {best('users.selection')} and {best('users.resistant')}",
        "at full production load",
        f"with {_all_of(case, 'integration.systems', _systems, 'all production systems integrated')}",
        best("support.provider"),
        f"for {_all_of(case, 'scope.coverage', _kinds_of_case, 'all kinds of case')}",
        f"with {best('change.support')}",
    )
    return f"{headline(case.claim)} {', '.join(conditions)}."


def _head(claim: Claim, scored: Mapping[str, Scored]) -> str:
    if not claim.sample_size:
        return headline(claim)
    interval = _interval(claim)
    if not interval:
        return f"{headline(claim)} (n = {plain(claim.sample_size)})"
    like_these = "" if sample_is_random(scored) else " for cases like these"
    return f"{headline(claim)} (n = {plain(claim.sample_size)}, {interval}{like_these})"


def headline(claim: Claim) -> str:
    """The claim as it is made, without a condition: "95 % accuracy"."""
    if claim.value is None:
        return "No result stated"
    if claim.unit == "%":
        return f"{plain(claim.value)} % {claim.metric}".rstrip()
    return f"{claim.metric} {plain(claim.value)} {claim.unit}".strip()


def _interval(claim: Claim) -> str:
    """Only for a share of cases between 0 and 100 %."""
    if claim.value is None or claim.unit != "%" or not claim.proportion or not claim.sample_size:
        return ""
    if not 0 <= claim.value <= 100:
        return ""
    low, high = wilson_interval(Fraction(claim.value) / 100 * claim.sample_size, claim.sample_size)
    return f"95 % interval {_one_place(low)}-{_one_place(high)} %"


def _one_place(share: float) -> str:
    """One decimal at either end, also where it is a zero: "97.0"."""
    return str(half_up(Decimal(repr(share * 100)), 1))


def _tail(title: str, texts: Iterable[str]) -> str:
    joined = ", ".join(texts)
    return f"; {title}: {joined}" if joined else ""


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
    return f"{phrase} data" if key == "data.selection" else phrase


def _join_data(said: dict[str, str]) -> str:
    selection, cleaning = said.get("data.selection"), said.get("data.cleaning")
    if selection and cleaning:
        return f"on {selection} {cleaning}" if cleaning.startswith("data") else f"on {selection}, {cleaning}"
    return f"on {cleaning or _standing_alone('data.selection', selection or '')}"


def _load(scored: Mapping[str, Scored]) -> _Phrases:
    items = [scored[key] for key in LOADS]
    known = [item for item in items if item.known]
    live = [item for item in known if _how(item) is How.LIVE]
    tested = [item for item in known if _how(item) is How.LOAD_TEST]
    not_known = tuple(item.question.name for item in items if item.unknown)
    main, not_shown = _load_phrase(live, "at {}")
    apart, test_not_shown = _load_phrase(tested, "{}")
    if test_not_shown:
        test_not_shown = f"a load test at {test_not_shown}"
    return _Phrases(
        main,
        apart=(apart,) if apart else (),
        not_shown=tuple(text for text in (not_shown, test_not_shown) if text),
        not_known=not_known,
    )


def _how(item: Scored) -> How:
    return item.answer.said.how if item.answer and isinstance(item.answer.said, Pair) else How.LIVE


def _load_phrase(items: Sequence[Scored], form: str) -> tuple[str, str]:
    """The text of the lower coverage, as (shown, not shown)."""
    if not items:
        return "", ""
    lowest = min(items, key=_coverage)
    what = "load" if len(items) == len(LOADS) else LOADS[lowest.key]
    coverage = _coverage(lowest)
    text = f"full production {what}" if coverage >= 1 else f"{_load_percent(coverage)} of production {what}"
    return (form.format(text), "") if _shown(lowest) else ("", text)


def _load_percent(coverage: Fraction) -> str:
    return "under 1 %" if coverage * 100 < 1 else whole_percent(coverage)


def _coverage(item: Scored) -> Fraction:
    return item.coverage if item.coverage is not None else Fraction(0)


def _counted(scored: Mapping[str, Scored], key: str, form: str, count: Callable[[Pair], str]) -> _Phrases:
    item = scored[key]
    if item.unknown:
        return _Phrases(not_known=(item.question.name,))
    if item.answer is None or not isinstance(item.answer.said, Pair):
        return _Phrases()
    text = count(item.answer.said)
    return _Phrases(form.format(text)) if _shown(item) else _Phrases(not_shown=(text,))


def _systems(pair: Pair) -> str:
    if not pair.production:
        return "no system to integrate"
    systems = "system" if pair.production == 1 else "systems"
    return f"{_so_many(pair.pilot or Decimal(0), pair.production, nothing='none')} {systems} integrated"


def _kinds_of_case(pair: Pair) -> str:
    production = pair.production or Decimal(0)
    kinds = "kind" if production == 1 else "kinds"
    return f"{_so_many(pair.pilot or Decimal(0), production, nothing='0')} {kinds} of case"


def _so_many(part: Decimal, whole: Decimal, nothing: str) -> str:
    """ "2 of 4", "none of 4", "all 4", "the 1"."""
    if part >= whole:
        return f"{'the' if whole == 1 else 'all'} {plain(whole)}"
    return f"{plain(part) if part else nothing} of {plain(whole)}"


def _all_of(case: Case, key: str, count: Callable[[Pair], str], unknown: str) -> str:
    """Production's whole number in words, where it is known."""
    answer = case.answers.get(key)
    if answer is None or not isinstance(answer.said, Pair) or answer.said.production is None:
        return unknown
    return count(Pair(answer.said.production, answer.said.production))
