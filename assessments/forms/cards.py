"""Question cards: what a section page shows of each question, stored or as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.case import Answer
from assessments.domain.questionnaire import Kind, Question

from .answers import AnswerForm, fingerprint, prefix_of, shown
from .layout import QuestionCard
from .proofs import ShownProof
from .words import answer_in_words

TYPED = (
    *("pilot", "production", "how", "na_reason", "rationale"),
    *("proof_title", "proof_link", "verified_by"),
)
MEASURED = ("unit", "pilot_label", "production_label", "asks_how")


@dataclass(frozen=True)
class Stored:
    """One question's stored answer, its version, and the line that says when and by whom it was saved."""

    answer: Answer | None = None
    version: int = 0
    saved_text: str = ""
    by: str = ""
    to_confirm: bool = False
    proofs: tuple[ShownProof, ...] = ()


def stored_card(question: Question, stored: Stored, **options: Any) -> QuestionCard:
    """Show a question as it is stored."""
    return _card(
        question,
        shown(stored.answer),
        version=stored.version,
        shown=fingerprint(stored.answer),
        proofs=stored.proofs,
        saved_text=stored.saved_text,
        to_confirm=stored.to_confirm,
        **options,
    )


def typed_card(form: AnswerForm, stored: Stored, *, stale: bool, **options: Any) -> QuestionCard:
    """Show a question as it was typed: with what is wrong, or beside the answer saved meanwhile."""
    errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    return _card(
        form.question,
        form.typed(),
        version=form["version"].data or 0,
        shown=form["shown"].data or "",
        proofs=stored.proofs,
        to_confirm=stored.to_confirm,
        errors={"keep": [_("Choose which of the two answers to keep.")]} if stale else errors,
        clash=clash(form.question, stored, form.answer) if stale else None,
        **options,
    )


def clash(question: Question, stored: Stored, mine: Answer | None) -> dict[str, Any]:
    """Put two people's answers side by side; what backs them is no matter of choice: all of it stays."""
    theirs, yours = (answer and replace(answer, proof=()) for answer in (stored.answer, mine))
    return {
        "their_name": stored.by,
        "theirs": answer_in_words(question, theirs),
        "yours": answer_in_words(question, yours),
        "version": stored.version,
    }


def _card(question: Question, values: Mapping[str, str], **options: Any) -> QuestionCard:
    measure = question.measure
    given: dict[str, Any] = {name: values[name] for name in TYPED} | options
    if measure:
        given |= {name: getattr(measure, name) for name in MEASURED}
    return QuestionCard(
        key=question.key,
        name=question.name,
        text=question.text,
        why=question.why,
        evidence=question.evidence,
        example=question.example,
        sources=question.sources,
        kind="pair" if question.kind is Kind.PAIR else "level",
        critical=question.critical,
        follows=prefix_of(question.follows),
        levels=tuple(
            (str(level), state.text, values["said"] == str(level))
            for level, state in enumerate(question.levels)
        ),
        not_known=values["said"] == "not_known",
        not_applicable=values["said"] == "not_applicable",
        evidence_grade=values["evidence"],
        **given,
    )
