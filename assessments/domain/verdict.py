"""The two axes, readiness and what would change them: rules 4 to 7, from one case on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .case import Case, Disagreement, Outcome
from .claim import honest_claim, predicting_claim, sample_is_random
from .contradictions import Contradiction, contradictions
from .follow_ups import only_asked
from .language import gettext as _
from .levels import level_said
from .numbers import half_up
from .questionnaire import Questionnaire
from .remedies import Disposed, Disposition, dispositions
from .scoring import Finding, Scored, SectionResult, optimism, score, section_results
from .unseen import Unseen, unseen


class Verdict(StrEnum):
    """What the pilot says about production; the weakest link decides."""

    PREDICTIVE = "predictive"
    CONDITIONALLY_PREDICTIVE = "conditionally_predictive"
    NOT_PREDICTIVE = "not_predictive"


class Readiness(StrEnum):
    """What is left to do before anyone can decide."""

    READY = "ready"
    READY_ADJUSTED = "ready_with_adjusted_expectations"
    FIX_FIRST = "fix_first"
    UNDECIDED = "undecided"


class HoldKind(StrEnum):
    """Why a verdict cannot be better than conditionally predictive, whatever the sections say."""

    CONTRADICTION = "contradiction"
    DISAGREEMENT = "disagreement"
    CHALLENGE = "challenge"
    MISSING_PROOF = "missing_proof"


@dataclass(frozen=True)
class Hold:
    """One thing that holds the verdict: its kind, the questions it concerns, and why in words."""

    kind: HoldKind
    questions: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Assessed:
    """Everything that a case says, worked out: the one source of page, report, export and command line.

    `case` and `scored` are without what is not asked; `questionnaire` is the whole set, as it was pinned.
    `index` is 0-100 with one decimal, `optimism` in levels with two. `ready_until` is the first day on which
    an acknowledgement that the readiness rests on no longer holds.
    """

    case: Case
    questionnaire: Questionnaire
    as_of: date
    scored: Mapping[str, Scored]
    sections: Mapping[str, SectionResult]
    verdict: Verdict
    result: Outcome
    readiness: Readiness
    ready_until: date | None
    dispositions: Mapping[str, Disposed]
    contradictions: tuple[Contradiction, ...]
    holds: tuple[Hold, ...]
    honest_claim: str
    predicting_claim: str
    unseen: Unseen
    to_change_the_verdict: tuple[str, ...]
    index: Decimal
    optimism: Decimal

    @property
    def answered(self) -> int:
        """How many questions have any answer, "not known" and "not applicable" included."""
        return len(self.case.answers)


def assess(case: Case, questionnaire: Questionnaire, as_of: date) -> Assessed:
    """Judge one case by one question set on one day; `as_of` decides which acknowledgements have expired."""
    case = only_asked(case, questionnaire)
    scored = score(case, questionnaire)
    sections = section_results(scored, questionnaire)
    found = contradictions(case, scored)
    holds = _holds(case, questionnaire, scored, found)
    verdict = _verdict(sections, holds)
    disposed = dispositions(case, sections, as_of)
    readiness = _readiness(verdict, holds, disposed)
    return Assessed(
        case=case,
        questionnaire=questionnaire,
        as_of=as_of,
        scored=scored,
        sections=sections,
        verdict=verdict,
        result=case.claim.result,
        readiness=readiness,
        ready_until=_ready_until(readiness, disposed),
        dispositions=disposed,
        contradictions=found,
        holds=holds,
        honest_claim=honest_claim(case, scored),
        predicting_claim=predicting_claim(case, questionnaire),
        unseen=unseen(case, sample_is_random=sample_is_random(scored)),
        to_change_the_verdict=_to_change(sections),
        index=half_up(Fraction(sum(result.level for result in sections.values()) * 25, len(sections)), 1),
        optimism=half_up(optimism(scored.values()), 2),
    )


def disagrees(disagreement: Disagreement, case: Case, questionnaire: Questionnaire) -> bool:
    """Whether two voices differ by two claimed levels or more; an answer that states no level counts as 0."""
    question = questionnaire.by_key[disagreement.question]
    team = case.answers.get(disagreement.question)
    levels = [level_said(question, said) or 0 for said in (team.said if team else None, disagreement.second)]
    return abs(levels[0] - levels[1]) >= 2


def _holds(
    case: Case, questionnaire: Questionnaire, scored: Mapping[str, Scored], found: tuple[Contradiction, ...]
) -> tuple[Hold, ...]:
    names = {question.key: question.name for question in questionnaire}
    critical = {question.key for question in questionnaire if question.critical}
    return (
        *(
            Hold(HoldKind.CONTRADICTION, item.questions, item.text)
            for item in found
            if item.settlement is None
        ),
        *(
            Hold(
                HoldKind.DISAGREEMENT,
                (item.question,),
                _("Two voices differ on %(question)s.") % {"question": names[item.question]},
            )
            for item in case.disagreements
            if not item.settled and disagrees(item, case, questionnaire)
        ),
        *(
            Hold(HoldKind.CHALLENGE, (item.question,), item.text)
            for item in case.challenges
            if not item.settled and item.question in critical
        ),
        *(
            Hold(
                HoldKind.MISSING_PROOF,
                (item.key,),
                _("Nothing backs the answer on %(question)s.") % {"question": names[item.key]},
            )
            for item in scored.values()
            if item.lacks_proof
        ),
    )


def _verdict(sections: Mapping[str, SectionResult], holds: tuple[Hold, ...]) -> Verdict:
    findings = [result.finding for result in sections.values()]
    if any(finding.shows_nothing for finding in findings):
        return Verdict.NOT_PREDICTIVE
    if Finding.PARTIAL in findings or holds:
        return Verdict.CONDITIONALLY_PREDICTIVE
    return Verdict.PREDICTIVE


def _readiness(verdict: Verdict, holds: tuple[Hold, ...], disposed: Mapping[str, Disposed]) -> Readiness:
    if verdict is Verdict.PREDICTIVE:
        return Readiness.READY
    if holds or not all(item.state.valid for item in disposed.values()):
        return Readiness.UNDECIDED
    if any(item.state is Disposition.FIX for item in disposed.values()):
        return Readiness.FIX_FIRST
    return Readiness.READY_ADJUSTED


def _ready_until(readiness: Readiness, disposed: Mapping[str, Disposed]) -> date | None:
    if readiness in {Readiness.READY, Readiness.UNDECIDED}:
        return None
    return min((item.until for item in disposed.values() if item.until), default=None)


def _to_change(sections: Mapping[str, SectionResult]) -> tuple[str, ...]:
    nothing_shown = tuple(key for key, result in sections.items() if result.finding.shows_nothing)
    return nothing_shown or tuple(
        key for key, result in sections.items() if result.finding is Finding.PARTIAL
    )
