"""What a question set demands of the answers, beyond their shape."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..case import Answer, Choice, DeferredCase, NotApplicable, NotKnown, Pair
from ..contradictions import rule_names
from ..follow_ups import not_asked
from ..language import enumerated, gettext_noop
from ..language import gettext as _
from ..questionnaire import SECTIONS, Kind, Measure, Question, Questionnaire, ZeroProduction
from ..scope import WHOLE, summed, too_much
from .values import is_number

OTHER_FORM = {
    Kind.CHOICE: gettext_noop("is answered with a level from 0 to 4"),
    Kind.PAIR: gettext_noop("is answered with pilot and production"),
}
"""What is said of an answer in a form that is not the question's."""


def answer_errors(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[str]:
    """What the questions find wrong with the answers, as far as these can be read."""
    parts = _given(raw)
    answers = _readable(parts)
    for key, part in parts.items():
        question = questionnaire.by_key.get(key)
        if question is None:
            yield f"answers.{key}: {_no_question_of(questionnaire)}"
        elif key in answers:
            how_given = part.get("how") is not None
            errors = question_errors(question, answers[key], answers, how_given)
            yield from (f"answers.{key}{error}" for error in errors)


def follow_up_errors(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[str]:
    """Whatever the file says about follow-ups that its own answers do not ask."""
    parts = _given(raw)
    answers = _readable(parts)
    told = {
        key: _not_asked(question)
        for key in not_asked(questionnaire, answers)
        # Where the answer above it cannot be read, that is the error.
        if (question := questionnaire.by_key[key]).follows in answers or question.follows not in parts
    }
    yield from (f"answers.{key}: {told[key]}" for key in parts if key in told)
    for part in ("challenges", "rulings", "disagreements"):
        for path, entry in _entries(raw, part):
            if (key := entry.get("question")) in told:
                yield f"{path}.question: {told[key]}"
    for path, key in _evidence_questions(raw):
        if key in told:
            yield f"{path}: {told[key]}"


def _not_asked(question: Question) -> str:
    when = question.asked_when
    if when is None or when.at_most is None:
        return _("is not asked: it follows %(question)s only where that is not known") % {
            "question": question.follows
        }
    text = _("is not asked: it follows %(question)s only at level %(level)s or below")
    if when.not_known:
        text = _("is not asked: it follows %(question)s only at level %(level)s or below, or not known")
    return text % {"question": question.follows, "level": when.at_most}


def _given(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    given = raw.get("answers")
    return given if isinstance(given, Mapping) else {}


def _readable(parts: Mapping[str, Any]) -> dict[str, Answer]:
    return {key: answer for key, part in parts.items() if (answer := _as_far_as_readable(part))}


def _as_far_as_readable(part: object) -> Answer | None:
    """What an answer says, whatever else is wrong with it."""
    if not isinstance(part, Mapping):
        return None
    level, reason = part.get("level"), part.get("not_applicable")
    if isinstance(level, int):
        return Answer(Choice(level))
    if part.get("pilot") is not None or part.get("production") is not None:
        return Answer(Pair(_side(part, "pilot"), _side(part, "production")))
    if part.get("not_known") is True:
        return Answer(NotKnown())
    return Answer(NotApplicable(reason)) if isinstance(reason, str) else None


def _side(part: Mapping[str, Any], name: str) -> Decimal | None:
    value = part.get(name)
    return Decimal(value) if value is not None and is_number(value) else None


def question_errors(
    question: Question, answer: Answer, answers: Mapping[str, Answer], how_given: bool = False
) -> Iterator[str]:
    """What is wrong with an answer to this question, each as ".field: message" or ": message"."""
    match answer.said:
        case Choice() if question.kind is Kind.PAIR:
            yield f": {_(OTHER_FORM[Kind.PAIR])}"
        case Pair() if question.kind is Kind.CHOICE:
            yield f": {_(OTHER_FORM[Kind.CHOICE])}"
        case Pair() as pair if question.measure:
            yield from _pair_errors(pair, question.measure)
            if how_given and not question.measure.asks_how:
                yield ".how: " + _("is not asked here")
        case NotApplicable() if question.critical:
            yield from _not_applicable_errors(question, answers)


def _pair_errors(pair: Pair, measure: Measure) -> Iterator[str]:
    for side, number in (("pilot", pair.pilot), ("production", pair.production)):
        if measure.share and number is not None and number > Decimal(100):
            yield f".{side}: " + _("a share cannot be above 100 %")
    if pair.production == 0 and measure.zero_production is ZeroProduction.ERROR:
        yield ".production: " + _("must be above 0: what production will have in its first year")


def _not_applicable_errors(question: Question, answers: Mapping[str, Answer]) -> Iterator[str]:
    other = question.not_applicable_when_none
    if other is None:
        yield ".not_applicable: " + _("a critical question cannot be not applicable; say not_known instead")
        return
    answer = answers.get(other)
    if answer is None or not isinstance(answer.said, Pair) or answer.said.production != 0:
        told = _("possible only when %(question)s has a production of 0") % {"question": other}
        yield f".not_applicable: {told}"


def reference_errors(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[str]:
    """Names of sections, rules and questions elsewhere in the file that do not exist."""
    remedies = raw.get("remedies")
    for key in remedies if isinstance(remedies, dict) else ():
        if key not in SECTIONS:
            told = _("is not a section; the sections are %(sections)s") % {"sections": enumerated(SECTIONS)}
            yield f"remedies.{key}: {told}"
    no_rule = _("is not a contradiction's rule: K1 to K12")
    yield from _unknown(raw, "settled", "rule", rule_names(), no_rule)
    for part in ("challenges", "rulings", "disagreements"):
        yield from _unknown(raw, part, "question", questionnaire.by_key, _no_question_of(questionnaire))
    yield from _unknown_evidence(raw, questionnaire)


def register_errors(raw: Mapping[str, Any]) -> Iterator[str]:
    """Parts of the register that together are more than the whole, as far as their shares can be read."""
    entries = [entry for _path, entry in _entries(raw, "scope_register")]
    register = [
        DeferredCase("", _share(entry, "volume_share"), _share(entry, "effort_share")) for entry in entries
    ]
    yield from (f"scope_register: {told}" for told in too_much(summed(register)).values())


def _share(entry: Mapping[str, Any], name: str) -> Decimal | None:
    """A share as far as it is one: what is out of its range is told by itself."""
    share = _side(entry, name)
    return share if share is not None and 0 <= share <= WHOLE else None


def _no_question_of(questionnaire: Questionnaire) -> str:
    return _("is not a question of %(question_set)s") % {"question_set": questionnaire.id}


def _entries(raw: Mapping[str, Any], part: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = raw.get(part)
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield f"{part}.{place}", entry


def _unknown(raw: Mapping[str, Any], part: str, field: str, known: Any, message: str) -> Iterator[str]:
    for path, entry in _entries(raw, part):
        name = entry.get(field)
        if isinstance(name, str) and name and name not in known:
            yield f"{path}.{field}: {message}"


def _unknown_evidence(raw: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[str]:
    for path, key in _evidence_questions(raw):
        if key and key not in questionnaire.by_key:
            yield f"{path}: {_no_question_of(questionnaire)}"


def _evidence_questions(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path, entry in _entries(raw, "evidence"):
        questions = entry.get("questions")
        for place, key in enumerate(questions if isinstance(questions, list) else ()):
            if isinstance(key, str):
                yield f"{path}.questions.{place}", key
