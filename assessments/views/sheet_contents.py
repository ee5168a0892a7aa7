"""What a round's workbook tells."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from assessments import queries
from assessments.domain.questionnaire import Question
from assessments.models import Answer, Assessment, Person
from assessments.permissions import Permission, granted_to
from assessments.spreadsheet import Contents

from .answers import given_by, note_of
from .moments import moment
from .rows import claim_in_words, result_in_words, state_in_words
from .scope_rows import register_of

FILLING_IN = gettext_noop(
    "One sheet a section, one line a question. Type in the framed cells only; the others are for reading. "
    "Leave a line as it is where you do not know better."
)
ANSWERING = gettext_noop(
    "Choose the line that says what was done. Where two numbers are asked for, type them instead, in any "
    "common way of writing; one of the two alone is better than none. “Not known” is an honest answer."
)
BACKING = gettext_noop(
    "Say how strong it is, and name the proof with its web address. A formula is never calculated: type its "
    "result."
)
BRINGING_BACK = gettext_noop(
    "Open the round, choose “Fill in as a spreadsheet”, and pick this file. You then see each change "
    "beside what is saved, and choose what is taken. Nothing is stored before that, and what others have "
    "changed since is never overwritten unseen."
)
HOW_TO = (
    (gettext_noop("How to fill it in"), FILLING_IN),
    (gettext_noop("The answer"), ANSWERING),
    (gettext_noop("Evidence"), BACKING),
    (gettext_noop("Bringing it back"), BRINGING_BACK),
)


def contents_of(assessment: Assessment, reader: Person, now: datetime) -> Contents:
    """Everything answered, and said about it; to fill in what the reader may answer while that may change.

    Four queries at most.
    """
    rows, questionnaire = queries.answers_of(assessment), queries.questionnaire_of(assessment)
    asked, register = queries.asked_by(rows, questionnaire).by_key, register_of(assessment)
    title = _("%(project)s, round %(number)s")
    how_to = [(_(heading), _(text)) for heading, text in HOW_TO]
    return Contents(
        round_id=str(assessment.pk),
        title=title % {"project": assessment.project.name, "number": assessment.round},
        about=(*_about(assessment, reader, now), *(how_to if assessment.is_editable else ())),
        questionnaire=questionnaire,
        answers={key: answer for key, row in rows.items() if (answer := queries.as_answer(row))},
        versions={key: row.version for key, row in rows.items()},
        given={key: "\n".join(_course(row)) for key, row in rows.items()},
        answerable=assessment.reader_sections if assessment.is_editable else frozenset(),
        left_out=tuple((row.kind, row.volume, row.effort, row.plan, row.due) for row in register.rows),
        talks=tuple(_talks(assessment, asked))
        if Permission.TALK in granted_to(assessment.reader_roles)
        else (),
    )


def _course(row: Answer) -> Iterator[str]:
    """How an answer came about, as the page of all answers tells it."""
    agreed = _("Agreed not applicable by %(person)s") % {"person": row.agreed_by} if row.agreed_by else ""
    yield from filter(None, (given_by(row), agreed, note_of(row)))


def _talks(assessment: Assessment, asked: Mapping[str, Question]) -> Iterator[tuple[str, str, str, str, str]]:
    """What was said, in the order of the questions; of what was withdrawn only that it was said."""
    order = {key: place for place, key in enumerate(asked)}
    said = [comment for comment in queries.comments_in(assessment) if comment.thread.question in asked]
    for comment in sorted(said, key=lambda one: order[one.thread.question]):
        thread = comment.thread
        text = pgettext("instead of a comment", "Withdrawn") if comment.withdrawn_at else comment.text
        resolved = _("Resolved by %(person)s") % {"person": thread.resolved_by}
        became = resolved if thread.resolved_by else pgettext("state of a talk", "Open")
        yield asked[thread.question].text, str(comment.by), moment(comment.at), text, became


def _about(assessment: Assessment, reader: Person, now: datetime) -> Iterator[tuple[str, str]]:
    claim = queries.claim_of(assessment)
    draft = _("Draft: these answers are not submitted and may change.") if assessment.is_editable else ""
    yield _("State"), draft or state_in_words(assessment.state)
    yield _("Downloaded"), _("%(moment)s, by %(person)s") % {"moment": moment(now), "person": reader}
    yield _("Pilot claim"), claim_in_words(claim)
    for heading, text in (
        (_("Criterion"), claim.criterion),
        (_("Was it met?"), result_in_words(claim.result)),
        (_("Period"), claim.period),
        (_("Today’s process"), claim.baseline),
    ):
        if text:
            yield heading, text
