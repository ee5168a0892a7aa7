"""What a sheet that came back would change: old beside new, and what of it cannot be taken."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import queries
from assessments.domain.case import Answer as Stated
from assessments.domain.case import Evidence, How, Pair
from assessments.domain.casefile.checks import question_errors
from assessments.domain.follow_ups import reduced
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.forms.answers import AnswerForm, fingerprint, prefix_of
from assessments.forms.sentences import as_sentence
from assessments.forms.words import answer_in_words
from assessments.models import Answer, Assessment
from assessments.spreadsheet import CellError, SheetRow

from .answers import given_by

MOST_POSTED = 1_800_000
"""Bytes of changes on one page, so that the form that saves them is taken."""

Posted = Mapping[str, str]
"""One question's fields, as its form takes them, without prefix."""


@dataclass(frozen=True)
class Change:
    """One answer that the sheet says differently; `fields` save it over the version of `now`."""

    question: Question
    now: str
    new: str
    fields: Posted
    conflict: str = ""
    """Who changed the answer since the sheet was downloaded, and when; empty where nobody did."""
    empties: bool = False
    """Whether the sheet leaves empty what is answered."""
    errors: tuple[str, ...] = ()

    @property
    def ticked(self) -> bool:
        """Whether it is chosen unless somebody says otherwise: not where others, or a slip, may be lost."""
        return not self.conflict and not self.empties and not self.errors

    @property
    def posted(self) -> str:
        """The fields as one hidden field holds them."""
        return json.dumps(dict(self.fields), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Diff:
    """All changes of a sheet, its wrong cells, and the sheets of it that are not its reader's to answer."""

    changes: tuple[Change, ...]
    wrong: tuple[CellError, ...] = ()
    not_theirs: tuple[str, ...] = ()
    later: int = 0
    """Changes that do not fit on the page; they come when the sheet is brought once more."""

    @property
    def conflicts(self) -> int:
        """How many answers somebody else changed meanwhile."""
        return sum(bool(change.conflict) for change in self.changes)


def diff_of(assessment: Assessment, rows: Iterable[SheetRow]) -> Diff:
    """Hold a sheet's rows against the answers as they stand now; two queries."""
    questionnaire, stored = queries.questionnaire_of(assessment), queries.answers_of(assessment)
    touched = [row for row in rows if not row.untouched]
    own = [row for row in touched if questionnaire.by_key[row.question].section in assessment.reader_sections]
    read = [_Read.of(row, questionnaire, stored.get(row.question)) for row in own]
    said = _all_said(stored, read)
    asked = reduced(questionnaire, said)
    wrong = [error for each in read for error in each.errors(said, asked)]
    differing = [each.change() for each in read if each.differs and not any(each.errors(said, asked))]
    changes = tuple(_fitting(differing))
    return Diff(
        changes,
        tuple(wrong),
        tuple(dict.fromkeys(row.sheet for row in touched if row not in own)),
        later=len(differing) - len(changes),
    )


def posted_as_form(question: str, fields: Posted) -> dict[str, str]:
    """A question's fields under the names that its form has on a page."""
    return {f"{prefix_of(question)}-{name}": value for name, value in fields.items()}


def changed_again(
    assessment: Assessment, chosen: Mapping[str, Posted], errors: Mapping[str, list[str]]
) -> Diff:
    """Those changes once more that could not be saved, beside what stands now."""
    questionnaire, stored = queries.questionnaire_of(assessment), queries.answers_of(assessment)
    return Diff(
        tuple(
            _again(questionnaire.by_key[key], fields, stored.get(key), tuple(errors.get(key, ())))
            for key, fields in chosen.items()
        )
    )


def _again(question: Question, fields: Posted, row: Answer | None, errors: tuple[str, ...]) -> Change:
    answer = queries.as_answer(row)
    form = _form(question, fields, answer)
    form.is_valid()
    return Change(
        question=question,
        now=_told(question, answer),
        new=_told(question, _with_proofs(form.answer, answer)),
        fields={**fields, "version": str(row.version if row else 0)},
        conflict="" if errors else _who(row),
        errors=errors,
    )


@dataclass(frozen=True)
class _Read:
    """One row that somebody touched, with the answer that its form made of it."""

    row: SheetRow
    question: Question
    stored: Answer | None
    before: Stated | None
    form: AnswerForm

    @classmethod
    def of(cls, row: SheetRow, questionnaire: Questionnaire, stored: Answer | None) -> "_Read":
        question, before = questionnaire.by_key[row.question], queries.as_answer(stored)
        form = _form(question, _bound(row.fields, stored), before)
        form.is_valid()
        return cls(row, question, stored, before, form)

    @property
    def differs(self) -> bool:
        return fingerprint(self.form.answer) != fingerprint(self.before) or (
            self.new is not None and self.before is not None and self.new.proof != self.before.proof
        )

    @property
    def new(self) -> Stated | None:
        """The answer that the row makes, with what backs it already: a sheet takes no proof away."""
        return _with_proofs(self.form.answer, self.before)

    def errors(self, said: Mapping[str, Stated], asked: Questionnaire) -> Iterator[CellError]:
        """What is wrong, each with its cell: as a cell, as an answer, as an answer to this question."""
        yield from self.row.wrong
        if self.row.wrong:
            return
        for name, texts in self.form.errors.items():
            yield from (self.row.error(name, str(text)) for text in texts)
        answer = self.new
        if answer is not None:
            if self.question.key not in asked.by_key:
                above = asked.by_key[self.question.follows].text
                yield self.row.error("said", _(NOT_ASKED) % {"question": above})
            if answer.evidence is not Evidence.NONE and not answer.proof:
                yield self.row.error("proof_title", _(NO_PROOF))
            how_given = isinstance(answer.said, Pair) and answer.said.how is not How.LIVE
            for error in question_errors(self.question, answer, said, how_given):
                path, text = error.partition(": ")[::2]
                yield self.row.error(PLACES.get(path, path.lstrip(".")), as_sentence(text))

    def change(self) -> Change:
        seen = self.stored.version if self.stored else 0
        return Change(
            question=self.question,
            now=_told(self.question, self.before),
            new=_told(self.question, self.new),
            fields=_bound(self.row.fields, self.stored),
            conflict=_who(self.stored) if seen != self.row.version else "",
            empties=self.form.answer is None,
        )


NO_PROOF = gettext_noop("Name the proof and say where it is kept, or choose “None”.")

NOT_ASKED = gettext_noop(
    "As “%(question)s” is answered, this is not asked. Empty this line, or change that answer."
)

PLACES = {"": "said", ".not_applicable": "said"}
"""Where the case file's names of fields are not the form's."""


def _told(question: Question, answer: Stated | None) -> str:
    """An answer whole, its proofs' addresses included: they may be all that differs."""
    links = [proof.link for proof in answer.proof if proof.link] if answer else []
    return "\n".join([answer_in_words(question, answer), *links])


def _form(question: Question, fields: Posted, before: Stated | None) -> AnswerForm:
    return AnswerForm(question, posted_as_form(question.key, fields), lambda: before)


def _bound(fields: Posted, stored: Answer | None) -> dict[str, str]:
    """A row's fields, to be saved over the answer that stands now."""
    return {**fields, "version": str(stored.version if stored else 0)}


def _with_proofs(new: Stated | None, before: Stated | None) -> Stated | None:
    if new is None or before is None:
        return new
    return replace(new, proof=tuple(dict.fromkeys((*before.proof, *new.proof))))


def _who(row: Answer | None) -> str:
    return given_by(row) or _("somebody who took it back")


def _all_said(stored: Mapping[str, Answer], read: Iterable[_Read]) -> dict[str, Stated]:
    """The round's answers as they would stand with the sheet's."""
    said = {key: queries.as_answer(row) for key, row in stored.items()}
    said |= {each.row.question: each.new for each in read if not each.row.wrong}
    return {key: answer for key, answer in said.items() if answer}


def _fitting(changes: Iterable[Change]) -> Iterator[Change]:
    room = MOST_POSTED
    for change in changes:
        room -= len(change.posted.encode())
        if room < 0:
            return
        yield change
