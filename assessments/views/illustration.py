"""The worked example of the front page: one invented pilot's claim, as it was made and as it was shown."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assessments.domain.case import Answer, Case, Choice, Claim, Pair
from assessments.domain.claim import headline, honest_claim
from assessments.domain.scoring import score
from assessments.questionnaires import load

CLAIM = Claim("accuracy", Decimal(95), "%", sample_size=500)
FLATTERED = {
    "data.selection": Answer(Choice(0)),
    "data.cleaning": Answer(Choice(0)),
    "users.selection": Answer(Choice(0)),
    "users.resistant": Answer(Choice(0)),
    "load.volume": Answer(Pair(Decimal(50), Decimal(5_000))),
    "load.concurrency": Answer(Pair(Decimal(5), Decimal(300))),
    "integration.systems": Answer(Pair(Decimal(0), Decimal(4))),
    "support.provider": Answer(Choice(0)),
    "scope.coverage": Answer(Pair(Decimal(8), Decimal(40))),
    "change.support": Answer(Choice(0)),
}
"""A pilot that had every condition in its favour; admissions need no evidence to be said."""


@dataclass(frozen=True)
class Illustration:
    """The two quotations of a claim pair."""

    claimed: str
    shown: str


@cache
def illustration(question_set: str) -> Illustration:
    """Restate the example's claim by the rules that restate every project's."""
    questionnaire = load(question_set)
    case = Case(questionnaire.id, "An invented pilot", claim=CLAIM, answers=FLATTERED)
    return Illustration(f"{headline(CLAIM)}.", honest_claim(case, score(case, questionnaire)))
