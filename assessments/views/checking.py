"""What a round says as a whole before it is submitted: how much, what lacks proof, what cannot both be true.

Levels and findings stay out of it: they are shown once the round is submitted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import queries
from assessments.domain.case import Case, Evidence, NotApplicable, NotKnown, Pair
from assessments.domain.contradictions import contradictions
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.scoring import Scored, score
from assessments.models import Answer, Assessment

from .answers import AnswerRow, CheckedSection

UNKNOWN = {
    "blank": gettext_noop("Not answered"),
    "not_known": gettext_noop("Answered with “not known”"),
    "half": gettext_noop("One of the two numbers is missing"),
    "waiting": gettext_noop("Said to be not applicable, and no reviewer has agreed yet"),
    "nothing": gettext_noop("Production is said to have none, which counts once it is measured or verified"),
}
"""Why a question stays unknown, in the order in which the page lists them."""


@dataclass(frozen=True)
class Summary:
    """How much of a round is said, counted in questions."""

    total: int
    answered: int
    not_known: int
    with_evidence: int
    to_confirm: int

    @property
    def open(self) -> int:
        """Those without any answer."""
        return self.total - self.answered

    @property
    def text(self) -> str:
        """All of it in one line."""
        text = _(
            "%(answered)s of %(total)s answered, %(not_known)s not known, %(with_evidence)s with evidence"
        )
        return text % vars(self)


@dataclass(frozen=True)
class Pointer:
    """One question: its short name, what was answered, and where that can be changed or at least read."""

    name: str
    said: str
    url: str


@dataclass(frozen=True)
class Opposed:
    """Answers that cannot all be true; `settled` says how somebody explained them."""

    text: str
    answers: tuple[Pointer, ...]
    settled: str


@dataclass(frozen=True)
class Unknown:
    """Why some questions stay unknown, and which."""

    text: str
    questions: tuple[Pointer, ...]


@dataclass(frozen=True)
class Standing:
    """A round as a whole: its counts, what lacks proof, what cannot be, what stays unknown."""

    summary: Summary
    unproved: tuple[Pointer, ...]
    """Critical answers that nothing backs: each holds the result back."""
    weak: tuple[Pointer, ...]
    """The other answers without evidence."""
    opposed: tuple[Opposed, ...]
    unknown: tuple[Unknown, ...]

    @property
    def unsettled(self) -> int:
        """How many contradictions nobody has explained."""
        return sum(not each.settled for each in self.opposed)


def summary_of(assessment: Assessment, rows: Mapping[str, Answer], questionnaire: Questionnaire) -> Summary:
    """Count a round's answers; no query."""
    parts = queries.progress(assessment, rows, questionnaire).values()
    names = ("total", "answered", "not_known", "with_evidence", "to_confirm")
    return Summary(**{name: sum(getattr(part, name) for part in parts) for name in names})


def standing_of(
    assessment: Assessment, rows: Mapping[str, Answer], sections: Iterable[CheckedSection]
) -> Standing:
    """Judge the answers at hand; one query, for explained contradictions, once a verdict was seen."""
    questionnaire = queries.asked_by(rows, queries.questionnaire_of(assessment))
    case = _case(assessment, rows, questionnaire)
    scored = score(case, questionnaire)
    point = _pointing({row.key: row for section in sections for row in section.rows})
    bare = [item for item in scored.values() if item.known and item.grade is Evidence.NONE]
    return Standing(
        summary=summary_of(assessment, rows, questionnaire),
        unproved=tuple(point(item.key) for item in scored.values() if item.lacks_proof),
        weak=tuple(point(item.key) for item in bare if not item.lacks_proof),
        opposed=tuple(
            Opposed(
                found.text,
                tuple(point(key) for key in found.questions),
                _("%(why)s (%(person)s)") % {"why": found.settlement.why, "person": found.settlement.by}
                if found.settlement
                else "",
            )
            for found in contradictions(case, scored)
        ),
        unknown=tuple(_unknown(scored.values(), point)),
    )


def _case(assessment: Assessment, rows: Mapping[str, Answer], questionnaire: Questionnaire) -> Case:
    said = {question.key: queries.as_answer(rows.get(question.key)) for question in questionnaire}
    answers = {key: answer for key, answer in said.items() if answer is not None}
    case = Case(
        questionnaire.id, assessment.project.name, claim=queries.claim_of(assessment), answers=answers
    )
    if not assessment.shows_verdict:
        return case
    return replace(case, settled=queries.as_settled(assessment))


def _pointing(rows: Mapping[str, AnswerRow]) -> Callable[[str], Pointer]:
    def point(key: str) -> Pointer:
        row = rows[key]
        return Pointer(row.name, row.said, row.change_url or f"#{row.anchor}")

    return point


def _unknown(scored: Iterable[Scored], point: Callable[[str], Pointer]) -> Iterable[Unknown]:
    found: dict[str, list[Pointer]] = {why: [] for why in UNKNOWN}
    for item in scored:
        if item.unknown:
            found[_why(item)].append(point(item.key))
    return (Unknown(_(UNKNOWN[why]), tuple(questions)) for why, questions in found.items() if questions)


def _why(item: Scored) -> str:
    match item.answer.said if item.answer else None:
        case None:
            return "blank"
        case NotKnown():
            return "not_known"
        case NotApplicable():
            return "waiting"
        case Pair(pilot=pilot, production=production) if pilot is None or production is None:
            return "half"
    return "nothing"
