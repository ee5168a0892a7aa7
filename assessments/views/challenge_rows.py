"""Challenges in words: what was objected, replied and settled, and who is to say something now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import queries
from assessments.forms.words import answer_in_words
from assessments.markdown import to_plain
from assessments.models import OPEN, Assessment, Challenge, Judgement, Person, State
from assessments.permissions import Permission, permissions_in

from .moments import day, moment

STATES = {
    "raised": gettext_noop("Waits for the team’s reply"),
    "replied": gettext_noop("Replied to; a reviewer settles it"),
    "contested": gettext_noop("Contested by the team; the PMO settles it"),
    "upheld": gettext_noop("Upheld: it goes on holding the verdict"),
    "changed": gettext_noop("Upheld, and the answer was changed since: a reviewer settles it anew"),
    "dropped": gettext_noop("Dropped: the answer may stand"),
}
"""Where a challenge stands, in English; `state_of` says which."""


@dataclass(frozen=True)
class Statement:
    """One side's words: whose they are, when, and the text."""

    whose: str
    text: str


@dataclass(frozen=True)
class ChallengeRow:
    """One challenge in a list."""

    name: str
    text: str
    url: str
    state: str
    due: str
    """By when a reply is due; empty once there is one."""
    is_overdue: bool
    is_settled: bool


@dataclass(frozen=True)
class ChallengePage:
    """One challenge with everything that was said, and what its reader may do."""

    assessment: Assessment
    question: str
    answer: str
    row: ChallengeRow
    statements: tuple[Statement, ...]
    may_reply: bool
    may_settle: bool
    waits: str
    """For whom it waits, where its reader is not one of them."""


def state_of(found: Challenge, version: int) -> str:
    """A key of STATES; `version` is that of the answer as it stands."""
    if found.judgement == Judgement.DROPPED:
        return "dropped"
    if found.judgement:
        return "upheld" if found.version == version else "changed"
    if found.waits_for_reply:
        return "raised"
    return "contested" if found.contested else "replied"


def challenge_rows(assessment: Assessment) -> list[ChallengeRow]:
    """Every challenge of the round, open ones first; two queries."""
    versions = dict(assessment.answers.filter(voice__isnull=True).values_list("question", "version"))
    rows = [
        _row(assessment, found, versions.get(found.question, 0))
        for found in queries.challenges_of(assessment)
    ]
    return sorted(rows, key=lambda row: row.is_settled)


def challenge_page(assessment: Assessment, found: Challenge, reader: Person) -> ChallengePage:
    """One challenge, for this reader."""
    question = queries.questionnaire_of(assessment).by_key[found.question]
    stored = queries.answer_to(assessment, found.question)
    state = state_of(found, queries.version_of(stored))
    is_author = bool(queries.questions_answered_by(assessment, reader))
    granted = permissions_in(assessment.project, reader)
    may_reply = (
        not found.judgement
        and assessment.state in OPEN
        and Permission.ANSWER in granted
        and question.section in assessment.reader_sections
    )
    return ChallengePage(
        assessment=assessment,
        question=question.text,
        answer=answer_in_words(question, queries.as_answer(stored), to_plain),
        row=_row(assessment, found, queries.version_of(stored)),
        statements=tuple(_statements(found)),
        may_reply=may_reply,
        may_settle=not is_author
        and not reader.is_same(found.replied_by)
        and _settles(assessment, state, granted),
        waits=_(STATES[state]),
    )


def _settles(assessment: Assessment, state: str, granted: frozenset[Permission]) -> bool:
    if state == "contested":
        return assessment.state in OPEN and Permission.SETTLE_CONTESTED in granted
    return (
        state in {"replied", "changed"}
        and assessment.state == State.IN_REVIEW
        and Permission.REVIEW in granted
    )


def _statements(found: Challenge) -> list[Statement]:
    said = [
        Statement(_by(_("Objection by %(person)s, %(moment)s"), found.raised_by, found.raised_at), found.text)
    ]
    if found.replied_by and found.replied_at:
        whose = (
            _("Contested by %(person)s, %(moment)s")
            if found.contested
            else _("Reply by %(person)s, %(moment)s")
        )
        said.append(Statement(_by(whose, found.replied_by, found.replied_at), found.reply))
    if found.settled_by and found.settled_at:
        dropped = found.judgement == Judgement.DROPPED
        whose = _("Dropped by %(person)s, %(moment)s") if dropped else _("Upheld by %(person)s, %(moment)s")
        said.append(Statement(_by(whose, found.settled_by, found.settled_at), found.why))
    return said


def _by(text: str, person: Person, at: object) -> str:
    return text % {"person": person, "moment": moment(at)}  # type: ignore[arg-type]  # a datetime


def _row(assessment: Assessment, found: Challenge, version: int) -> ChallengeRow:
    question = queries.questionnaire_of(assessment).by_key[found.question]
    return ChallengeRow(
        name=question.name,
        text=found.text,
        url=reverse("challenge", args=[assessment.pk, found.pk]),
        state=_(STATES[state_of(found, version)]),
        due=day(found.due_on) if found.waits_for_reply else "",
        is_overdue=found.waits_for_reply and found.due_on < timezone.localdate(),
        is_settled=found.is_settled,
    )
