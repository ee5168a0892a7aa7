"""Saving answers, all of a section's or one, and saying truthfully what became of each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments import actions, queries
from assessments.domain.case import Answer as Stated
from assessments.domain.case import Case
from assessments.domain.follow_ups import is_asked
from assessments.domain.questionnaire import SECTIONS, Question, Section
from assessments.domain.scoring import may_be_dropped
from assessments.forms.answers import AnswerForm, fingerprint, prefix_of
from assessments.forms.cards import Stored, clash
from assessments.forms.layout import TalkLine, card_context, not_saved
from assessments.forms.sections import SectionForm
from assessments.models import Answer, Assessment, Person

from .addresses import addresses
from .answers import anchor_of, stored
from .evidence_rows import shown_proofs
from .moments import saved_at
from .talk_rows import talk_lines
from .tasks import Task, own_tasks, tasks


@dataclass(frozen=True)
class SectionPage:
    """A section's page: its form, the list of sections beside it, and where it goes on."""

    assessment: Assessment
    form: SectionForm
    tasks: list[Task]
    back_url: str = ""
    """Where somebody came from who wanted to change one answer only."""
    back: str = ""
    """The same as the address of this page has it."""

    @property
    def status(self) -> int:
        """200 for a page that was asked for, else what speaks against saving it.

        403 where this person may not, 409 where nobody can or two answers clash, 422 where one is wrong.
        """
        if isinstance(self.form.refusal, actions.NotAllowed):
            return 403
        if self.form.refusal or self.form.stale:
            return 409
        return 422 if self.form.wrong else 200

    @property
    def next_url(self) -> str:
        """Back where they came from; else the next section that is theirs, or after the last all answers.

        First of all to what the answers have brought up.
        """
        if unseen := self.form.unseen:
            prefix = prefix_of(unseen[0].key)
            query = f"?back={self.back}" if self.back else ""
            return f"{reverse('section', args=[self.assessment.pk, self.form.section.key])}{query}#{prefix}"
        if self.back_url:
            return self.back_url
        if following := self._following:
            return reverse("section", args=[self.assessment.pk, following[0]])
        return reverse("check_answers", args=[self.assessment.pk])

    @property
    def _following(self) -> list[str]:
        own = self.assessment.reader_sections
        return [key for key in SECTIONS[SECTIONS.index(self.form.section.key) + 1 :] if key in own]

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {
            "assessment": self.assessment,
            "project": self.assessment.project,
            "section": self.form.section,
            "form": self.form,
            "tasks": self.tasks,
            "last": not self._following,
            "back_url": self.back_url,
            "presence_url": reverse("presence", args=[self.assessment.pk, self.form.section.key]),
            "error_summary": not self.form.all_kept,
        }


@dataclass(frozen=True)
class Saved:
    """What became of one answer, ready to be rendered."""

    template: str
    context: dict[str, Any]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def section_page(
    assessment: Assessment, section: str, now: datetime, posted: Any = None, *, back: str = ""
) -> SectionPage:
    """Read a section's answers and make its page, bound to what was posted if anything was.

    `back` is the question, as field names begin, that somebody came to change from the page of all answers.
    """
    questionnaire = queries.questionnaire_of(assessment)
    shown = questionnaire.by_section[section]
    lines = talk_lines(assessment, queries.beside_questions(assessment, section), timezone.localdate(now))
    form = _form(assessment, shown, queries.answers_in(assessment, shown), now, posted, lines.of)
    progress = queries.progress(assessment, queries.outline_of(assessment), questionnaire)
    came_for = [question.key for question in shown.questions if prefix_of(question.key) == back]
    check = reverse("check_answers", args=[assessment.pk])
    back_url = f"{check}#{anchor_of(came_for[0])}" if came_for else ""
    listed = own_tasks(assessment, tasks(assessment, questionnaire, progress))
    return SectionPage(assessment, form, listed, back_url, back if came_for else "")


def section_forms(
    assessment: Assessment, questions: Iterable[str], now: datetime, posted: Mapping[str, str]
) -> Iterator[SectionForm]:
    """The forms of the sections that these questions stand in, bound to what was posted for them."""
    keys = set(questions)
    for section in queries.questionnaire_of(assessment).sections:
        if any(question.key in keys for question in section.questions):
            yield _form(assessment, section, queries.answers_in(assessment, section), now, posted)


def save_changed(form: SectionForm, assessment: Assessment, *, by: Person, at: datetime) -> None:
    """Save each changed answer by itself, so that neither a wrong one nor a clash costs another.

    What is refused is tried once more after the rest, for one answer may rest on another. Where nothing can
    be saved any more, what is left stays as it was typed.
    """
    waiting = {changed.question.key: changed for changed in form.changed()}
    try:
        _save_each(form, waiting, assessment, by, at)
        wrong = _save_each(form, waiting, assessment, by, at)
    except actions.Refused as refusal:
        form.mark_refused(waiting, refusal)
        return
    for key, errors in wrong.items():
        waiting[key].refuse(errors)


def _save_each(
    form: SectionForm, waiting: dict[str, AnswerForm], assessment: Assessment, by: Person, at: datetime
) -> dict[str, Mapping[str, str]]:
    """Save these answers; those that are wrong go on waiting, and what is wrong is returned by field."""
    wrong: dict[str, Mapping[str, str]] = {}
    for key, changed in list(waiting.items()):
        try:
            form.mark_saved(key, _save(changed, assessment, by=by, at=at))
        except actions.StaleAnswer as stale:
            form.mark_stale(key, stored(stale.current, at))
        except actions.InvalidAnswer as invalid:
            wrong[key] = invalid.errors
            continue
        del waiting[key]
    return wrong


def save_one(assessment: Assessment, question: Question, posted: Any, *, by: Person, at: datetime) -> Saved:
    """Save one answer while somebody types."""

    def row() -> Answer | None:
        return queries.answer_to(assessment, question.key)

    form = AnswerForm(question, posted, lambda: queries.as_answer(row()))
    if form.takes_theirs:
        return _card(assessment, question, at)
    if not form.is_valid():
        return _not_saved(form)
    if form.changed:
        return _saved_or_why(form, assessment, by, at)
    kept = stored(row(), at)
    # A page that shows an older answer would overwrite this one unseen if it got its version alone.
    if kept.version != form.seen_version:
        return _card(assessment, question, at)
    return _done(assessment, question, kept)


def _saved_or_why(form: AnswerForm, assessment: Assessment, by: Person, at: datetime) -> Saved:
    try:
        kept = _save(form, assessment, by=by, at=at)
        if form.keeps_both:
            return _card(assessment, form.question, at)
        return _done(assessment, form.question, kept)
    except actions.StaleAnswer as stale:
        both = clash(form.question, stored(stale.current, at), form.answer)
        return _state(form, {"clash": both}, 409)
    except actions.InvalidAnswer as invalid:
        form.refuse(invalid.errors)
    except actions.Refused as refused:
        return _state(form, {"refusal": not_saved(refused)}, 409)
    return _not_saved(form)


def _save(form: AnswerForm, assessment: Assessment, *, by: Person, at: datetime) -> Stored:
    row = actions.save_answer(
        assessment=assessment,
        question=form.question.key,
        answer=form.answer,
        seen_version=form.seen_version,
        by=by,
        at=at,
    )
    proofs = shown_proofs(row, timezone.localdate(at))
    return Stored(form.answer, row.version, saved_at(at, at), str(by), proofs=proofs)


def _form(
    assessment: Assessment,
    section: Section,
    rows: Mapping[str, Answer],
    now: datetime,
    posted: Any = None,
    talk: Callable[[Question], TalkLine | None] = lambda _: None,
) -> SectionForm:
    return SectionForm(
        section,
        save_url=addresses("answer_save", assessment.pk),
        number=SECTIONS.index(section.key) + 1,
        stored={question.key: stored(rows.get(question.key), now) for question in section.questions},
        droppable=_droppable(section, rows),
        data=posted,
        talk=talk,
    )


def _droppable(section: Section, rows: Mapping[str, Answer]) -> frozenset[str]:
    """The questions that "not applicable" is open to, as the round's answers stand."""
    others = {key for question in section.questions if (key := question.not_applicable_when_none)}
    answers = {key: answer for key in others if (answer := queries.as_answer(rows.get(key)))}
    case = Case("", "", answers=answers)
    return frozenset(question.key for question in section.questions if may_be_dropped(question, case))


def _done(assessment: Assessment, question: Question, kept: Stored) -> Saved:
    context = {
        "prefix": prefix_of(question.key),
        "version": kept.version,
        "shown": fingerprint(kept.answer),
        "saved_text": kept.saved_text,
    }
    return Saved("components/save_state.html", context, headers=_asks(assessment, question, kept.answer))


def _asks(assessment: Assessment, question: Question, answer: Stated | None) -> dict[str, str]:
    """Tell the page which follow-ups the answer asks, where there are any; it fetches what it lacks."""
    following = queries.questionnaire_of(assessment).follow_ups.get(question.key)
    if not following:
        return {}
    asked = [prefix_of(one.key) for one in following if is_asked(one, question, answer)]
    told = {"question": prefix_of(question.key), "asked": asked}
    return {"HX-Trigger-After-Swap": json.dumps({"followups": told})}


def _not_saved(form: AnswerForm) -> Saved:
    texts = [str(text) for errors in form.errors.values() for text in errors]
    return _state(form, {"not_saved": texts}, 422)


def _state(form: AnswerForm, context: dict[str, Any], status: int) -> Saved:
    """What was posted about the stored answer stands: nothing was saved."""
    seen = {name: form[name].data or "" for name in ("version", "shown")}
    return Saved("components/save_state.html", {"prefix": form.prefix, **seen, **context}, status)


def _card(assessment: Assessment, question: Question, now: datetime) -> Saved:
    """The whole question as it is stored, in place of what was typed."""
    section = queries.questionnaire_of(assessment).by_section[question.section]
    form = _form(assessment, section, queries.answers_in(assessment, section), now)
    card, asks = form.card(question), _asks(assessment, question, form.stored[question.key].answer)
    headers = {"HX-Retarget": f"#{prefix_of(question.key)}", "HX-Reswap": "outerHTML", **asks}
    return Saved(
        "components/question.html", card_context(card, settings.EVIDENCE_FILE_BYTES), headers=headers
    )
