"""What the pilot could not have seen: how frequent may an event be that n cases never showed?"""

from dataclasses import dataclass
from decimal import Decimal
from math import expm1, log

from .case import Case, Pair
from .numbers import significant

RULE_OF_THREE = 3
CHANCE = 0.05
"""One minus the confidence of 95 %."""


@dataclass(frozen=True)
class Unseen:
    """`cases` seen; `rate` of cases in which an unseen event may still occur (95 %); `per_month` such events.

    All None where the number of cases is not known. `at_least` where the sample was not shown to be random.
    """

    cases: Decimal | None
    rate: Decimal | None
    per_month: Decimal | None
    at_least: bool


def unseen(case: Case, *, sample_is_random: bool) -> Unseen:
    """Work out the exact bound 1 - 0.05^(1/n), with 3 significant digits, from scope.sample or the claim."""
    answer = case.answers.get("scope.sample")
    pair = answer.said if answer and isinstance(answer.said, Pair) else Pair(None, None)
    cases = pair.pilot or (Decimal(case.claim.sample_size) if case.claim.sample_size else None)
    if not cases:
        return Unseen(None, None, None, at_least=not sample_is_random)
    exact = -expm1(log(CHANCE) / float(cases))  # 1 - 0.05^(1/n), also where n is very large
    per_month = None if pair.production is None else significant(exact * float(pair.production), 3)
    return Unseen(cases, significant(exact, 3), per_month, at_least=not sample_is_random)


def rule_of_three(cases: Decimal) -> Decimal:
    """The rate that can be worked out in one's head: about 3/n, at most 1."""
    return min(significant(RULE_OF_THREE / cases, 3), Decimal(1))
