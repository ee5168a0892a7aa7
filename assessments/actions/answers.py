"""One answer: saved with the version that its author saw, so that nobody overwrites what they never read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..domain.case import Answer as Content
from ..domain.case import Choice, Evidence, How, NotApplicable, NotKnown, Pair, Said
from ..domain.casefile.checks import question_errors
from ..domain.casefile.schema import AnswerPart
from ..domain.questionnaire import SECTIONS, Question
from ..models import EDITABLE, Answer, Assessment, OpinionState, Person, State
from ..models import Said as Form
from ..permissions import Permission
from ..queries import answer_to, as_answer, questionnaire_of, said_in
from .asked import end_answered
from .authors import authors_of, is_verified_by_one_of, keep_author
from .proofs import add_proofs, proofs_of
from .reconsidering import after_answer, after_confirmation
from .refusal import InvalidInput, NotAllowed, Refused, WrongState, shape_errors
from .working import speaking_apart, working_on

BLANK: dict[str, Any] = {
    "said": Form.BLANK, "level": None, "pilot": None, "production": None, "how": "", "reason": "",
    "evidence": Evidence.NONE.value, "rationale": "", "verified_by": "",
}  # fmt: skip
"""An answer's columns where nothing is said."""


class InvalidAnswer(InvalidInput):
    """The answer cannot be stored.

    Errors by field: said, level, pilot, production, how, reason, evidence, proof, verified_by, rationale.
    """


class StaleAnswer(Refused):
    """The stored answer is not the one that was seen; `current` is what stands now, None if nothing."""

    def __init__(self, current: Answer | None) -> None:
        super().__init__(_("Someone else changed this answer while you were typing."))
        self.current = current


def save_answer(
    *,
    assessment: Assessment,
    question: str,
    answer: Content | None,
    seen_version: int,
    by: Person,
    at: datetime,
) -> Answer:
    """Store the voice's answer to one question; None blanks it. `seen_version` is 0 where nothing was stored.

    Its proofs come to those that stand, and none goes: that is `detach_evidence`'s to do. The same content
    again makes no new version, but confirms an answer carried over from the last round. Blanking what was
    never answered stores nothing and returns a row of version 0. An agreement to "not applicable" is given by
    its own action; it stands while the reason stays.
    """
    with answering(assessment, by):
        check_section(assessment, question)
        row = answer_to(assessment, question)
        stored, content = as_answer(row), with_proofs_of(row, without_agreement(answer))
        unchanged = without_agreement(stored) == content
        if unchanged and not (row and row.carried_over):
            return row or unanswered(assessment, question, by)
        if (row.version if row else 0) != seen_version:
            raise StaleAnswer(row)
        _check(assessment, question, content, by)
        row = row or unanswered(assessment, question)
        row.after_verdict = row.after_verdict or (
            assessment.shows_verdict and assessment.voice is None and not unchanged
        )
        keep_author(row, by)
        _store(row, content, by, at)
        if assessment.voice is None and assessment.state == State.RETURNED:
            _reconsider(assessment, question, by, unchanged=unchanged)
        if assessment.voice is None and assessment.asked_for:
            end_answered(assessment, row, at=at)
    return row


@contextmanager
def answering(assessment: Assessment, by: Person) -> Iterator[None]:
    """For the team while the round is being filled in; apart until one's own opinion is complete."""
    if assessment.voice is None:
        with working_on(assessment, by=by, permission=Permission.ANSWER, states=EDITABLE):
            yield
        return
    with speaking_apart(assessment, by=by):
        if assessment.opinion != OpinionState.ASKED:
            raise WrongState(
                _("You have said that your answers are complete. Take that back first, as long as it can be.")
            )
        yield


def _reconsider(assessment: Assessment, question: str, by: Person, *, unchanged: bool) -> None:
    if unchanged:
        after_confirmation(assessment, question, by)
    else:
        after_answer(assessment, question)


def unanswered(assessment: Assessment, question: str, by: Person | None = None) -> Answer:
    """The row of a question that nobody answered, not stored yet."""
    row = Answer(assessment=assessment, question=question, voice=assessment.voice, version=0, answered_by=by)
    row.links = []
    return row


def with_proofs_of(row: Answer | None, content: Content | None) -> Content | None:
    """The answer with all that backs it, what stands first."""
    if row is None or content is None:
        return content
    return replace(content, proof=tuple(dict.fromkeys((*proofs_of(row), *content.proof))))


def check_section(assessment: Assessment, key: str) -> None:
    """A respondent may be limited to sections; `working_on` has just read to which."""
    section = key.partition(".")[0]
    if section in SECTIONS and section not in assessment.reader_sections:
        raise NotAllowed(_("This section is somebody else’s to answer. Ask the lead to add it to yours."))


def without_agreement(answer: Content | None) -> Content | None:
    """What the author decides about an answer: not who agreed to it, and a verifier only where verified."""
    if answer is None:
        return None
    said = NotApplicable(answer.said.reason) if isinstance(answer.said, NotApplicable) else answer.said
    verified_by = answer.verified_by if answer.evidence is Evidence.VERIFIED else ""
    return replace(answer, said=said, proof=tuple(dict.fromkeys(answer.proof)), verified_by=verified_by)


def _store(row: Answer, content: Content | None, by: Person, at: datetime) -> None:
    columns = BLANK if content is None else BLANK | columns_of(content)
    if columns["reason"] != row.reason:
        row.agreed_by = row.agreed_at = None
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    row.carried_over = False
    row.answered_by, row.answered_at = by, at
    row.save()
    add_proofs(row, content.proof if content else (), by=by, at=at)


def columns_of(content: Content) -> dict[str, Any]:
    """An answer as its row's columns; those that do not fit its form are left out."""
    return _said_columns(content.said) | {
        "evidence": content.evidence.value,
        "rationale": content.rationale,
        "verified_by": content.verified_by,
    }


def _said_columns(said: Said) -> dict[str, Any]:
    match said:
        case Choice(level=level):
            return {"said": Form.LEVEL, "level": level}
        case Pair(pilot=pilot, production=production, how=how):
            return {"said": Form.PAIR, "pilot": pilot, "production": production, "how": how.value}
        case NotApplicable(reason=reason):
            return {"said": Form.NOT_APPLICABLE, "reason": reason}
    return {"said": Form.NOT_KNOWN}


def _check(assessment: Assessment, key: str, content: Content | None, by: Person) -> None:
    question = questionnaire_of(assessment).by_key.get(key)
    if question is None:
        raise InvalidAnswer({"said": _("%(key)s is not a question of this round") % {"key": key}})
    errors = _content_errors(assessment, question, content, by) if content else {}
    if errors := errors or _ground_errors(assessment, question, content):
        raise InvalidAnswer(errors)


def _content_errors(
    assessment: Assessment, question: Question, content: Content, by: Person
) -> dict[str, str]:
    return (
        _backing_errors(content)
        or _shape_errors(content)
        or _question_errors(assessment, question, content)
        or _verifier_errors(assessment, content, by)
    )


def _as_part(content: Content) -> dict[str, Any]:
    """The answer as the case file writes it, so that one set of rules judges both."""
    columns = columns_of(content)
    part = {name: columns[name] for name in ("evidence", "rationale", "verified_by")}
    part["proof"] = [asdict(proof) for proof in content.proof]
    match content.said:
        case NotApplicable(reason=reason):
            return part | {"not_applicable": reason.strip()}
        case NotKnown():
            return part | {"not_known": True}
    return part | {name: columns[name] for name in ("level", "pilot", "production", "how") if name in columns}


def _backing_errors(content: Content) -> dict[str, str]:
    """What a grade needs, told at the field that is missing."""
    errors = {}
    if content.evidence is not Evidence.NONE and not content.proof:
        errors["proof"] = _("add what backs this, a link or a file, or choose no evidence")
    if content.evidence is Evidence.VERIFIED and not content.verified_by.strip():
        errors["verified_by"] = _("say who verified it: someone who answered nothing here")
    return errors


FIELDS = {"": "said", "not_applicable": "reason"}
"""Where the case file's names of fields differ from the columns'."""


def _shape_errors(content: Content) -> dict[str, str]:
    columns = columns_of(content)
    sides = {side: columns[side] for side in ("pilot", "production") if columns.get(side) is not None}
    if infinite := [side for side, number in sides.items() if not number.is_finite()]:
        return dict.fromkeys(infinite, _("must be a number"))
    errors = shape_errors(AnswerPart, _as_part(content), "said")
    return {FIELDS.get(field, field): message for field, message in errors.items()}


def _question_errors(assessment: Assessment, question: Question, content: Content) -> dict[str, str]:
    others = {}
    other = question.not_applicable_when_none
    if other and isinstance(content.said, NotApplicable):
        stored = as_answer(answer_to(assessment, other))
        others = {other: stored} if stored else {}
    how_given = isinstance(content.said, Pair) and content.said.how is not How.LIVE
    errors = (error.split(": ", 1) for error in question_errors(question, content, others, how_given))
    return {FIELDS.get(path.lstrip("."), path.lstrip(".")): message for path, message in errors}


def _verifier_errors(assessment: Assessment, content: Content, by: Person) -> dict[str, str]:
    """Verified means independently: the named one answered nothing here."""
    if content.evidence is Evidence.VERIFIED and is_verified_by_one_of(authors_of(assessment, by), content):
        return {"verified_by": _("must be someone who answered nothing in this round")}
    return {}


def _ground_errors(assessment: Assessment, question: Question, content: Content | None) -> dict[str, str]:
    """A production of 0 here may be what lets another question be not applicable: then it stays 0."""
    said = content.said if content else None
    if isinstance(said, Pair) and said.production == 0:
        return {}
    resting = {
        other.key: other.name
        for other in questionnaire_of(assessment)
        if other.critical and other.not_applicable_when_none == question.key
    }
    if not resting:
        return {}
    row = said_in(assessment).filter(question__in=resting, said=Form.NOT_APPLICABLE).first()
    if row is None:
        return {}
    text = _(
        "must have a production of 0 while the answer on %(question)s is “not applicable”: "
        "change that answer first"
    )
    field = "production" if isinstance(said, Pair) else "said"
    return {field: text % {"question": resting[row.question]}}
