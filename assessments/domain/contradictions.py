"""Pairs of answers that cannot both be true; each holds the verdict until someone settles it.

They look at the claimed levels of known answers only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .case import Case, How, Outcome, Pair, Settlement
from .language import gettext, gettext_noop
from .scoring import Scored


@dataclass(frozen=True)
class Contradiction:
    """A rule that the answers break: which questions, in words, and how it was settled (None while open)."""

    rule: str
    questions: tuple[str, ...]
    text: str
    settlement: Settlement | None = None


@dataclass(frozen=True)
class _Facts:
    """What the rules may ask: claimed level, coverage and numbers of the known answers, and the claim."""

    scored: Mapping[str, Scored]
    case: Case

    def level(self, key: str) -> int | None:
        return self.scored[key].claimed if key in self.scored else None

    def at(self, key: str, level: int) -> bool:
        return self.level(key) == level

    def covers_less(self, key: str, percent: int) -> bool:
        coverage = self.scored[key].coverage if key in self.scored else None
        return coverage is not None and coverage * 100 < percent

    def covers(self, key: str, percent: int) -> bool:
        coverage = self.scored[key].coverage if key in self.scored else None
        return coverage is not None and coverage * 100 >= percent

    def pair(self, key: str) -> Pair | None:
        """The numbers behind a known pair."""
        item = self.scored.get(key)
        if item is None or not item.known or item.answer is None or not isinstance(item.answer.said, Pair):
            return None
        return item.answer.said

    def pilot(self, key: str) -> Decimal | None:
        pair = self.pair(key)
        return pair.pilot if pair else None


@dataclass(frozen=True)
class _Rule:
    name: str
    questions: tuple[str, ...]
    broken: Callable[[_Facts], bool]
    text: str


FLATTERING = ("data.selection", "users.selection", "load.volume", "integration.critical", "support.provider")


def _nothing_connected(facts: _Facts) -> bool:
    systems = facts.pair("integration.systems")
    critical = facts.level("integration.critical")
    return (
        critical is not None
        and critical >= 3
        and systems is not None
        and systems.pilot == 0 != systems.production
    )


def _sample_exceeds_cases(facts: _Facts) -> bool:
    counts = [count for key in ("data.volume", "scope.sample") if (count := facts.pilot(key)) is not None]
    size = facts.case.claim.sample_size
    return bool(counts) and size is not None and size > max(counts)


def _more_at_once_than_people(facts: _Facts) -> bool:
    load, people = facts.pair("load.concurrency"), facts.pilot("users.count")
    if load is None or load.pilot is None or people is None:
        return False
    return load.how is How.LIVE and load.pilot > people


def _conditions_stated_but_missing(facts: _Facts) -> bool:
    met = facts.case.claim.result is Outcome.MET
    return facts.at("criteria.conditions", 4) and met and any(facts.at(key, 0) for key in FLATTERING)


RULES = (
    _Rule(
        "K1",
        ("data.selection", "data.cleaning"),
        lambda f: f.at("data.selection", 4) and f.at("data.cleaning", 0),
        gettext_noop(
            "The sample is said to be production data with its mess, yet all was corrected by hand first."
        ),
    ),
    _Rule(
        "K2",
        ("users.selection", "users.obligation"),
        lambda f: f.at("users.selection", 4) and f.at("users.obligation", 0),
        gettext_noop(
            "Whole units are said to have taken part, nobody chosen, yet everyone was free to stop."
        ),
    ),
    _Rule(
        "K3",
        ("load.stress_test", "load.concurrency"),
        lambda f: f.at("load.stress_test", 4) and f.covers_less("load.concurrency", 90),
        gettext_noop(
            "The stress test is said to have passed production's peak, yet users at once stayed under 90 %."
        ),
    ),
    _Rule(
        "K4",
        ("integration.critical", "integration.systems"),
        _nothing_connected,
        gettext_noop(
            "A critical production system is said to have been connected, yet no production system was."
        ),
    ),
    _Rule(
        "K5",
        ("support.provider", "support.custom_work"),
        lambda f: f.at("support.provider", 4) and f.at("support.custom_work", 0),
        gettext_noop(
            "Only the production team is said to have given support, "
            "yet the vendor made fixes outside contract."
        ),
    ),
    _Rule(
        "K6",
        ("scope.deferred", "scope.coverage"),
        lambda f: f.at("scope.deferred", 4) and f.covers_less("scope.coverage", 100),
        gettext_noop(
            "Nothing is said to have been left out, yet fewer kinds of case were handled than production has."
        ),
    ),
    _Rule(
        "K7",
        ("criteria.conditions", *FLATTERING),
        _conditions_stated_but_missing,
        gettext_noop(
            "The criterion demands all five production conditions and is said to be met, yet one was absent."
        ),
    ),
    _Rule(
        "K8",
        ("data.volume", "scope.sample"),
        _sample_exceeds_cases,
        gettext_noop("The claim rests on more cases than the pilot is said to have processed."),
    ),
    _Rule(
        "K9",
        ("load.concurrency", "users.count"),
        _more_at_once_than_people,
        gettext_noop("More people are said to have used it at once than took part at all."),
    ),
    _Rule(
        "K10",
        ("change.support", "change.training"),
        lambda f: f.at("change.support", 4) and f.covers_less("change.training", 50),
        gettext_noop(
            "Everyone is said to get the pilot's help, "
            "yet the rollout has less than half of its training hours."
        ),
    ),
    _Rule(
        "K11",
        ("support.response", "support.provider"),
        lambda f: f.at("support.response", 4) and f.at("support.provider", 0),
        gettext_noop(
            "Problems are said to be solved as in production, yet the vendor's engineers solved the pilot's."
        ),
    ),
    _Rule(
        "K12",
        ("users.count", "users.selection"),
        lambda f: f.covers("users.count", 90) and f.at("users.selection", 0),
        gettext_noop(
            "Nearly all of production's users are said to have taken part, yet as hand-picked volunteers."
        ),
    ),
)


def contradictions(case: Case, scored: Mapping[str, Scored]) -> tuple[Contradiction, ...]:
    """Every broken rule in the catalogue's order, settled ones with their settlement."""
    facts = _Facts(scored, case)
    settled = {settlement.rule: settlement for settlement in case.settled}
    return tuple(
        Contradiction(rule.name, _involved(rule, facts), gettext(rule.text), settled.get(rule.name))
        for rule in RULES
        if rule.broken(facts)
    )


def rule_names() -> tuple[str, ...]:
    """The names of all rules, in order: K1 to K12."""
    return tuple(rule.name for rule in RULES)


def _involved(rule: _Rule, facts: _Facts) -> tuple[str, ...]:
    """K7 and K8 name only the answers that are really in the way."""
    if rule.name == "K7":
        return (rule.questions[0], *(key for key in FLATTERING if facts.at(key, 0)))
    if rule.name == "K8":
        return tuple(key for key in rule.questions if facts.pilot(key) is not None)
    return rule.questions
