"""What a case says, for people at a terminal."""

from assessments.domain.numbers import plain
from assessments.domain.verdict import Assessed

from .words import readiness_words, result_sentence, verdict_sentence


def as_text(assessed: Assessed) -> str:
    """The verdict, what holds it down, and what would change it, as lines of text."""
    return "\n".join([*_summary(assessed), "", *_sections(assessed), "", *_rest(assessed)]).rstrip()


def _summary(assessed: Assessed) -> list[str]:
    case = assessed.case
    return [
        f"{case.project}, round {case.round}",
        verdict_sentence(assessed.verdict.value),
        result_sentence(assessed.result.value, case.claim.criterion),
        f"{readiness_words(assessed.readiness.value, assessed.result.value)}.",
        "",
        f"Honest claim: {assessed.honest_claim}",
        f"A claim that would predict production: {assessed.predicting_claim}",
    ]


def _sections(assessed: Assessed) -> list[str]:
    names = {item.key: item.question.name for item in assessed.scored.values()}
    lines = []
    for result in assessed.sections.values():
        held = ", ".join(names[key] for key in result.held_down_by)
        reason = f"  held down by: {held}" if held else ""
        lines.append(f"{result.section.name:<26}{result.finding.value:<10}level {result.level} of 4{reason}")
    return lines


def _not_known(assessed: Assessed) -> str:
    unknown = sum(item.unknown and item.answer is not None for item in assessed.scored.values())
    return f", {unknown} of them not known" if unknown else ""


def _rest(assessed: Assessed) -> list[str]:
    lines = [f"{item.rule}: {item.text}" for item in assessed.contradictions if item.settlement is None]
    unseen = assessed.unseen
    if unseen.cases is not None and unseen.rate is not None:
        month = f", {plain(unseen.per_month)} a month" if unseen.per_month is not None else ""
        rate = f"in up to {plain(unseen.rate * 100)} % of cases{month}"
        least = " (at least; the sample was not random)" if unseen.at_least else ""
        lines.append(f"{plain(unseen.cases)} cases cannot show events that occur {rate}{least}.")
    if assessed.to_change_the_verdict:
        lines.append(f"To change the verdict: {', '.join(assessed.to_change_the_verdict)}")
    lines.append(
        f"Answered {assessed.answered} of {len(assessed.scored)}{_not_known(assessed)}."
        f" Index {plain(assessed.index)} of 100;"
        f" optimism {plain(assessed.optimism)} levels."
    )
    return lines
