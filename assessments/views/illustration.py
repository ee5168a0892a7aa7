"""The worked example of the front page: one invented pilot's claim, as it was made and as it was shown."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.case import Answer, Case, Choice, Claim, Pair
from assessments.domain.claim import headline, honest_claim
from assessments.domain.scoring import score
from assessments.queries.question_sets import worded

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


def claim() -> Claim:
    """What the invented pilot reports."""
    return Claim(_("accuracy"), Decimal(95), "%", sample_size=500)


@dataclass(frozen=True)
class Illustration:
    """The two quotations of a claim pair."""

    claimed: str
    shown: str


def illustration(question_set: str) -> Illustration:
    """Restate the example's claim by the rules that restate every project's, in the reader's language."""
    return _illustration(question_set, get_language() or "")


@cache
def _illustration(question_set: str, _language: str) -> Illustration:
    questionnaire = worded(question_set)
    case = Case(questionnaire.id, _("An invented pilot"), claim=claim(), answers=FLATTERED)
    claimed = _("%(claim)s.") % {"claim": headline(case.claim)}
    return Illustration(claimed, honest_claim(case, score(case, questionnaire)))
