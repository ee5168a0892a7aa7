"""What a round's workbook tells."""

from collections.abc import Iterator
from datetime import datetime

from assessments import queries
from assessments.models import Answer, Assessment, Person, State
from assessments.spreadsheet import Contents

from .answers import given_by, note_of
from .moments import moment
from .rows import RESULTS, STATES, claim_in_words

FILLING_IN = (
    "One sheet a section, one line a question. Type in the framed cells only; the others are for reading. "
    "Leave a line as it is where you do not know better."
)
ANSWERING = (
    "Choose the line that says what was done. Where two numbers are asked for, type them instead, in any "
    "common way of writing; one of the two alone is better than none. “Not known” is an honest answer."
)
BACKING = (
    "Say how strong it is, and name the proof with its web address. A formula is never calculated: type its "
    "result."
)
BRINGING_BACK = (
    "Open the round, choose “Bring a filled-in sheet back”, and pick this file. You then see each change "
    "beside what is saved, and choose what is taken. Nothing is stored before that, and what others have "
    "changed since is never overwritten unseen."
)
HOW_TO = (
    ("How to fill it in", FILLING_IN),
    ("The answer", ANSWERING),
    ("Evidence", BACKING),
    ("Bringing it back", BRINGING_BACK),
)


def contents_of(assessment: Assessment, reader: Person, now: datetime) -> Contents:
    """Everything answered; to fill in what the reader may answer while that can be changed; two queries."""
    rows = queries.answers_of(assessment)
    return Contents(
        round_id=str(assessment.pk),
        title=f"{assessment.project.name}, round {assessment.round}",
        about=(*_about(assessment, reader, now), *(HOW_TO if assessment.is_editable else ())),
        questionnaire=queries.questionnaire_of(assessment),
        answers={key: answer for key, row in rows.items() if (answer := queries.as_answer(row))},
        versions={key: row.version for key, row in rows.items()},
        given={key: "\n".join(_course(row)) for key, row in rows.items()},
        answerable=assessment.reader_sections if assessment.is_editable else frozenset(),
    )


def _course(row: Answer) -> Iterator[str]:
    """How an answer came about, as the page of all answers tells it."""
    agreed = f"Agreed not applicable by {row.agreed_by}" if row.agreed_by else ""
    yield from filter(None, (given_by(row), agreed, note_of(row)))


def _about(assessment: Assessment, reader: Person, now: datetime) -> Iterator[tuple[str, str]]:
    claim = queries.claim_of(assessment)
    draft = "Draft: these answers are not submitted and may change." if assessment.is_editable else ""
    yield "State", draft or STATES[State(assessment.state)]
    yield "Downloaded", f"{moment(now)}, by {reader}"
    yield "Pilot claim", claim_in_words(claim)
    for heading, text in (
        ("Criterion", claim.criterion),
        ("Was it met?", RESULTS[claim.result]),
        ("Period", claim.period),
        ("Today’s process", claim.baseline),
    ):
        if text:
            yield heading, text
