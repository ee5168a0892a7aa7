"""One section's questions as one form: shown from what is stored, or bound to a post of all of them."""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from assessments.domain.follow_ups import not_asked
from assessments.domain.questionnaire import Question, Section

from .answers import AnswerForm
from .cards import Stored, stored_card, typed_card
from .layout import QuestionCard, SectionLayout, TalkLine


class SectionForm(forms.Form):
    """The questions of one section of one assessment.

    `stored` maps the section's question keys to what is stored (a missing key is a blank question);
    `droppable` are the questions that may be answered with "not applicable". With `data`, `changed()` gives
    the answers to save and refuses nothing: what was typed wrongly stays on its card with an error, and
    whatever is right can be saved.
    """

    def __init__(
        self,
        section: Section,
        *,
        save_url: Callable[[str], str],
        stored: Mapping[str, Stored],
        droppable: Container[str],
        number: int = 1,
        data: Any = None,
        talk: Callable[[Question], TalkLine | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.section = section
        self.save_url = save_url
        self.stored = dict(stored)
        self.droppable = droppable
        self.number = number
        self.talk = talk
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(SectionLayout())
        self.stale: set[str] = set()
        self.refusal: Exception | None = None
        self.refused: set[str] = set()
        bound = [] if data is None else [self._bind(question, data) for question in section.questions]
        self.posted = {form.question.key: form for form in bound if form.was_posted}

    def changed(self) -> list[AnswerForm]:
        """The questions whose posted answer is right and differs from what their page had shown."""
        return [form for form in self.posted.values() if form.is_valid() and form.changed]

    def mark_saved(self, key: str, stored: Stored) -> None:
        """Show from now on what is stored."""
        self.stored[key] = stored

    def mark_stale(self, key: str, stored: Stored) -> None:
        """Show both texts: someone else saved this question since the page was opened."""
        self.stored[key] = stored
        self.stale.add(key)

    def mark_refused(self, keys: Iterable[str], refusal: Exception) -> None:
        """Show as they were typed what could not be saved at all, and why."""
        self.refusal = refusal
        self.refused.update(keys)

    @property
    def wrong(self) -> bool:
        """Whether anything was typed that cannot be taken."""
        return any(not form.is_valid() and not form.takes_theirs for form in self.posted.values())

    @property
    def all_kept(self) -> bool:
        """Whether every posted answer is stored, or was given up for somebody else's."""
        return not self.stale and not self.wrong and self.refusal is None

    @property
    def unseen(self) -> list[Question]:
        """The follow-ups that the answers ask as they stand now, and that were not on the posted page."""
        hidden = self._hidden()
        following = [one for follow_ups in self.section.follow_ups.values() for one in follow_ups]
        return [one for one in following if one.key not in hidden and one.key not in self.posted]

    def cards(self) -> list[QuestionCard]:
        """The questions that are asked, in their order, ready for the template.

        And any other that is not stored as it was typed: nobody loses that by answering the one above it.
        """
        hidden = self._hidden()
        shown = (one for one in self.section.questions if one.key not in hidden or not self._is_kept(one.key))
        return [self.card(question) for question in shown]

    def _hidden(self) -> frozenset[str]:
        answers = {key: stored.answer for key, stored in self.stored.items() if stored.answer}
        return not_asked(self.section, answers)

    def card(self, question: Question) -> QuestionCard:
        """One question: as it was typed if that is not stored, else as it is stored."""
        options: dict[str, Any] = {
            "number": f"{self.number}.{self.section.numbers[question.key]}",
            "save_url": self.save_url(question.key),
            "na_allowed": question.key in self.droppable,
            "talk": self.talk(question),
        }
        stored = self.stored.get(question.key, Stored())
        if self._is_kept(question.key):
            return stored_card(question, stored, **options)
        form = self.posted[question.key]
        return typed_card(form, stored, stale=question.key in self.stale, **options)

    def _is_kept(self, key: str) -> bool:
        """Whether nothing was typed that is not stored, but what was given up for somebody else's."""
        form = self.posted.get(key)
        if form is None or form.takes_theirs:
            return True
        return form.is_valid() and key not in self.stale | self.refused

    def _bind(self, question: Question, data: Any) -> AnswerForm:
        return AnswerForm(question, data, lambda: self.stored.get(question.key, Stored()).answer)
