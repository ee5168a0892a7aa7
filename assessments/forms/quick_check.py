"""The three honest questions that anyone may ask of a pilot, and what their answers say in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.case import Answer, Choice, NotKnown, Pair
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.domain.quick_check import QuickState, QuickVerdict

from .answers import prefix_of
from .errors import told
from .fields import NumberField
from .words import said_in_words

CHOICES = ("data.selection", "users.resistant")
PAIRS = ("load.volume", "load.concurrency")
HONEST_QUESTIONS = {
    "data.selection": gettext_noop("Was the data representative?"),
    "users.resistant": gettext_noop("Were people included who did not want it?"),
    "load.volume": gettext_noop("Was production’s load handled?"),
    "load.concurrency": gettext_noop("Was production’s busiest moment handled?"),
}
NOT_KNOWN = "not_known"


class QuickCheckForm(forms.Form):
    """Two choices and two pairs, all of which may be left open; what is left open counts as not known."""

    def __init__(self, questionnaire: Questionnaire, data: Any = None) -> None:
        super().__init__(data)
        self.questions = {key: questionnaire.by_key[key] for key in (*CHOICES, *PAIRS)}
        for key in CHOICES:
            levels = [(str(level), state.text) for level, state in enumerate(self.questions[key].levels)]
            choices = [*levels, (NOT_KNOWN, _("Nobody knows"))]
            self.fields[prefix_of(key)] = forms.ChoiceField(
                choices=choices,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose an answer.")),
            )
        for key in PAIRS:
            for side in ("pilot", "production"):
                self.fields[f"{prefix_of(key)}-{side}"] = NumberField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a production of nothing: no ratio can be built on it."""
        cleaned = super().clean() or self.cleaned_data
        for key in PAIRS:
            if cleaned.get(f"{prefix_of(key)}-production") == 0:
                message = _("Type what production expects: a number above 0.")
                self.add_error(f"{prefix_of(key)}-production", message)
        return cleaned

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What was answered, as the rules know it; only once valid."""
        return {key: Answer(self._chosen(key)) for key in CHOICES} | {
            key: Answer(pair) for key in PAIRS if (pair := self._pair(key))
        }

    def parts(self) -> list[dict[str, Any]]:
        """The questions as the page shows them, with what was typed and what is wrong."""
        return [self._choice_part(key) for key in CHOICES] + [self._pair_part(key) for key in PAIRS]

    def summary(self) -> list[tuple[str, str]]:
        """Every error with the anchor of its field."""
        return [
            (f"id_{name}", told(self._heading(name), " ".join(map(str, texts))))
            for name, texts in self.errors.items()
        ]

    def _heading(self, field: str) -> str:
        return next(_(text) for key, text in HONEST_QUESTIONS.items() if field.startswith(prefix_of(key)))

    def _chosen(self, key: str) -> Choice | NotKnown:
        chosen = self.cleaned_data[prefix_of(key)]
        return NotKnown() if chosen == NOT_KNOWN else Choice(int(chosen))

    def _pair(self, key: str) -> Pair | None:
        pilot, production = (
            self.cleaned_data[f"{prefix_of(key)}-{side}"] for side in ("pilot", "production")
        )
        return None if pilot is None and production is None else Pair(pilot, production)

    def _choice_part(self, key: str) -> dict[str, Any]:
        bound = self[prefix_of(key)]
        field = self.fields[prefix_of(key)]
        levels = [(value, text, str(bound.value()) == value) for value, text in field.choices]  # type: ignore[attr-defined]
        return self._part(key) | {
            "levels": levels[:-1],
            "not_known": levels[-1][2],
            "error": " ".join(map(str, bound.errors)),
        }

    def _pair_part(self, key: str) -> dict[str, Any]:
        sides = {side: self[f"{prefix_of(key)}-{side}"] for side in ("pilot", "production")}
        measure = self.questions[key].measure
        return self._part(key) | {
            "measure": measure,
            **{side: bound.value() or "" for side, bound in sides.items()},
            **{f"{side}_error": " ".join(map(str, bound.errors)) for side, bound in sides.items()},
        }

    def _part(self, key: str) -> dict[str, Any]:
        question: Question = self.questions[key]
        same = key == PAIRS[1]
        heading = "" if same else _(HONEST_QUESTIONS[key])
        return {"prefix": prefix_of(key), "heading": heading, "same": same, "text": question.text}


@dataclass(frozen=True)
class Weak:
    """A question that the verdict hangs on; `level` is None where nobody knows, `typed` echoes a pair."""

    question: str
    level: int | None
    typed: str


@dataclass(frozen=True)
class QuickWords:
    """A quick verdict for a page: a sentence, why, and what it hangs on."""

    sentence: str
    reason: str
    weakest: tuple[Weak, ...]


SENTENCES = {
    QuickState.NOT_PREDICTIVE: (
        gettext_noop("This result is no evidence for production."),
        gettext_noop(
            "In at least one of the three the pilot differed substantially from production, or nobody can "
            "say that it did not. The system may still work: this pilot cannot tell."
        ),
    ),
    QuickState.CONDITIONAL: (
        gettext_noop("This result predicts production only in part."),
        gettext_noop(
            "None of the three was the opposite of production, yet at least one was not close to it. The "
            "result holds only as far as those conditions do."
        ),
    ),
    QuickState.NOTHING_AGAINST: (
        gettext_noop("Nothing in these three speaks against it."),
        gettext_noop(
            "That is no verdict yet: the other questions and all the evidence are still open, and a pilot is "
            "only as predictive as its weakest condition."
        ),
    ),
}


def in_words(verdict: QuickVerdict, form: QuickCheckForm) -> QuickWords:
    """Say a quick verdict in plain words; never "predictive"."""
    sentence, reason = SENTENCES[verdict.state]
    return QuickWords(_(sentence), _(reason), tuple(_weak(key, verdict, form) for key in verdict.weakest))


def _weak(key: str, verdict: QuickVerdict, form: QuickCheckForm) -> Weak:
    answer = form.answers.get(key)
    typed = said_in_words(form.questions[key], answer) if answer and isinstance(answer.said, Pair) else ""
    return Weak(_(HONEST_QUESTIONS[key]), None if key in verdict.missing else verdict.level, typed)
