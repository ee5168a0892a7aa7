"""Questions that the way a round was answered gives reason to ask: never a score, never about a person.

Each rule looks at facts that whoever answers can see as well, and at none that would tell a level or finding
before the verdict: of a pair it asks whether there are two numbers, never what they come to. Adding evidence
never adds a question; a test tries it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from .case import Answer, Choice, Evidence, NotApplicable, Pair
from .follow_ups import reduced
from .language import gettext as _
from .language import gettext_noop, listed, ngettext
from .questionnaire import Question, Questionnaire, Section

HURRY: Final = timedelta(minutes=5)
"""A section asks five questions and more with five levels each: reading them aloud takes longer."""
ENOUGH_TO_HURRY: Final = 3
"""Two answers can honestly be given in a moment."""
ENOUGH_TO_BACK: Final = 10
"""With fewer facts stated the round has hardly begun, and evidence is usually added afterwards."""
OFTEN: Final = 3
"""The same words twice is a reason that holds for two neighbouring questions; three times is a habit."""
LONG: Final = 40
"""Characters: "see above" and "counted from the log" are short, and are no pasted text."""
BEST: Final = 4


class Rule(StrEnum):
    """What gives reason to ask."""

    HURRIED = "hurried"
    NO_EVIDENCE = "no_evidence"
    SAME_TEXT = "same_text"
    NOT_APPLICABLE = "not_applicable"
    AFTER_VERDICT = "after_verdict"


WHY: Final[Mapping[Rule, str]] = {
    Rule.HURRIED: gettext_noop(
        "Asked where every question of a section was answered one by one within five minutes, each choice "
        "with its last state. It can be right: then somebody else will say so quickly."
    ),
    Rule.NO_EVIDENCE: gettext_noop(
        "Asked where ten facts or more are stated and none names any evidence. Most pilots leave something "
        "written down."
    ),
    Rule.SAME_TEXT: gettext_noop(
        "Asked where the same words, forty characters or more, stand as the reason under three answers or "
        "more."
    ),
    Rule.NOT_APPLICABLE: gettext_noop(
        "Asked of every question that decides its section and is answered with “not applicable”."
    ),
    Rule.AFTER_VERDICT: gettext_noop(
        "Asked where anything was changed after the verdict on this round had been seen."
    ),
}
"""Each rule in the open, in words."""
MINUTES: Final = (
    gettext_noop("one minute"),
    gettext_noop("two minutes"),
    gettext_noop("three minutes"),
    gettext_noop("four minutes"),
    gettext_noop("five minutes"),
)


@dataclass(frozen=True)
class Given:
    """One answer of the team as it stands: when it was last given, and what was so when it was."""

    question: str
    answer: Answer
    at: datetime
    carried_over: bool = False
    after_verdict: bool = False


@dataclass(frozen=True)
class Prompt:
    """One question to the team and to whoever reviews, and why it is asked."""

    rule: Rule
    asks: str

    @property
    def why(self) -> str:
        """The rule, in words."""
        return _(WHY[self.rule])


def prompts(
    given: Sequence[Given], questionnaire: Questionnaire, *, claim_after_verdict: bool = False
) -> tuple[Prompt, ...]:
    """Everything that there is reason to ask, by rule and in catalogue order."""
    questionnaire = reduced(questionnaire, {item.question: item.answer for item in given})
    stands = {item.question: item for item in given if item.question in questionnaire.by_key}
    ordered = [stands[question.key] for question in questionnaire if question.key in stands]
    names = {question.key: question.name for question in questionnaire}
    return (
        *_hurried(stands, questionnaire),
        *_without_evidence(ordered),
        *_same_text(ordered, names),
        *_not_applicable(ordered, questionnaire.by_key),
        *_after_verdict(ordered, names, claim_changed=claim_after_verdict),
    )


def _hurried(stands: Mapping[str, Given], questionnaire: Questionnaire) -> Iterator[Prompt]:
    for section in questionnaire.sections:
        rows = [stands[question.key] for question in section.questions if question.key in stands]
        if _is_whole(section, rows) and all(_is_best(row) for row in rows):
            moments = [row.at for row in rows]
            took = max(moments) - min(moments)
            # One form or file brings several in at one moment, which says nothing about how long they took.
            if len(set(moments)) == len(moments) and took <= HURRY:
                yield Prompt(Rule.HURRIED, _hurry(len(rows), section.name, took))


def _hurry(answers: int, section: str, took: timedelta) -> str:
    return ngettext(
        "All %(count)s answers of %(section)s were given within %(minutes)s. Who else has looked at them?",
        "All %(count)s answers of %(section)s were given within %(minutes)s. Who else has looked at them?",
        answers,
    ) % {"count": answers, "section": section, "minutes": _minutes(took)}


def _is_whole(section: Section, rows: Sequence[Given]) -> bool:
    choices = any(isinstance(row.answer.said, Choice) for row in rows)
    return choices and len(rows) == len(section.questions) >= ENOUGH_TO_HURRY


def _is_best(row: Given) -> bool:
    """A choice's last state, or two numbers, whatever they come to; given in this round."""
    match row.answer.said:
        case Choice(level=level):
            return level == BEST and not row.carried_over
        case Pair(pilot=pilot, production=production):
            return None not in (pilot, production) and not row.carried_over
    return False


def _minutes(took: timedelta) -> str:
    return _(MINUTES[max(ceil(took / timedelta(minutes=1)), 1) - 1])


def _without_evidence(ordered: Iterable[Given]) -> Iterator[Prompt]:
    facts = [row.answer for row in ordered if isinstance(row.answer.said, Choice | Pair)]
    if len(facts) >= ENOUGH_TO_BACK and all(
        answer.evidence is Evidence.NONE and not answer.proof for answer in facts
    ):
        asks = ngettext(
            "Not one of the %(count)s facts stated names any evidence. "
            "What could somebody who was not there look at?",
            "Not one of the %(count)s facts stated names any evidence. "
            "What could somebody who was not there look at?",
            len(facts),
        )
        yield Prompt(Rule.NO_EVIDENCE, asks % {"count": len(facts)})


def _same_text(ordered: Iterable[Given], names: Mapping[str, str]) -> Iterator[Prompt]:
    under: dict[str, list[str]] = {}
    for row in ordered:
        text = " ".join(_reason(row.answer).casefold().split())
        if len(text) >= LONG:
            under.setdefault(text, []).append(names[row.question])
    for asked in under.values():
        if len(asked) >= OFTEN:
            asks = ngettext(
                "The same words are the reason for %(count)s answers: %(questions)s. "
                "What is the reason for each of them?",
                "The same words are the reason for %(count)s answers: %(questions)s. "
                "What is the reason for each of them?",
                len(asked),
            )
            yield Prompt(Rule.SAME_TEXT, asks % {"count": len(asked), "questions": listed(asked)})


def _reason(answer: Answer) -> str:
    return answer.said.reason if isinstance(answer.said, NotApplicable) else answer.rationale


def _not_applicable(ordered: Iterable[Given], questions: Mapping[str, Question]) -> Iterator[Prompt]:
    for row in ordered:
        question = questions[row.question]
        if question.critical and isinstance(row.answer.said, NotApplicable):
            asks = _(
                "“%(question)s” decides its section, and is answered with “not applicable”. "
                "What would have to be there for it to apply, and who can confirm that it is not?"
            )
            yield Prompt(
                Rule.NOT_APPLICABLE, asks % {"question": question.name[0].upper() + question.name[1:]}
            )


def _after_verdict(
    ordered: Iterable[Given], names: Mapping[str, str], *, claim_changed: bool
) -> Iterator[Prompt]:
    changed = [_("the pilot claim")] if claim_changed else []
    changed += [names[row.question] for row in ordered if row.after_verdict]
    if changed:
        asks = _("Changed after the verdict had been seen: %(what)s. What was learned in between?")
        yield Prompt(Rule.AFTER_VERDICT, asks % {"what": listed(changed)})
