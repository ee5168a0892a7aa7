"""From JSON text to a case: all errors at once, each with its path, and nothing in between."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from .. import case
from ..language import gettext as _
from ..language import ngettext
from ..numbers import plain
from ..questionnaire import Questionnaire
from . import schema
from .checks import answer_errors, follow_up_errors, reference_errors, register_errors
from .messages import messages, of_file
from .remedies import RemedyPart

MOST_BYTES = 5_000_000
MOST_ERRORS = 500

T = TypeVar("T")


class CaseFileErrors(ValueError):  # noqa: N818 - one exception carries many errors
    """A file that is no case: every error as "path: what is wrong"; nothing was taken from it."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys were given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, value in pairs]
        self.twice = sorted(key for key, count in Counter(keys).items() if count > 1)


class _Errors:
    """Collects errors while part after part is read."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def part(self, path: str, adapter: TypeAdapter[T], value: object) -> T | None:
        """The part, checked; None, with its errors noted, where it is wrong."""
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            self.found += messages(error, path)
            return None


def parse(text: str | bytes, load: Callable[[str], Questionnaire]) -> case.Case:
    """Read a case file; `load` finds a question set by its id (ValueError if there is none).

    Raises CaseFileErrors with every error of the file.
    """
    raw = _decode(text)
    errors = _Errors()
    errors.found += _given_twice(raw)
    errors.found += register_errors(raw)
    whole = errors.part("", TypeAdapter(schema.CaseFile), _without_parts(raw))
    answers = _parts(errors, raw, "answers", TypeAdapter(schema.AnswerPart))
    remedies = _parts(errors, raw, "remedies", TypeAdapter(RemedyPart))
    questionnaire = _questionnaire(errors, raw, load)
    if questionnaire is not None:
        errors.found += answer_errors(raw, questionnaire)
        errors.found += reference_errors(raw, questionnaire)
        errors.found += follow_up_errors(raw, questionnaire)
    if errors.found or whole is None:
        raise CaseFileErrors(_told_at_once(errors.found))
    return _case(whole, answers, remedies)


def _told_at_once(found: Iterable[str]) -> tuple[str, ...]:
    """Each error once; past a few hundred, nobody reads on."""
    errors = tuple(dict.fromkeys(found))
    more = len(errors) - MOST_ERRORS
    if more <= 0:
        return errors
    told = ngettext("and %(count)s errors more", "and %(count)s errors more", more) % {"count": plain(more)}
    return (*errors[:MOST_ERRORS], of_file(told))


def _decode(text: str | bytes) -> Mapping[str, Any]:
    if len(text) > MOST_BYTES:
        too_long = _("must be at most %(limit)s bytes") % {"limit": plain(MOST_BYTES)}
        raise CaseFileErrors((of_file(too_long),))
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        raw = json.loads(decoded, object_pairs_hook=_Object, parse_float=Decimal, parse_constant=_NotJson)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "error": error.msg}
        told = _("is not JSON: line %(line)s, column %(column)s: %(error)s") % place
        raise CaseFileErrors((of_file(told),)) from None
    except UnicodeDecodeError:
        raise CaseFileErrors((of_file(_("is not UTF-8 text")),)) from None
    except (ValueError, ArithmeticError, RecursionError):
        told = _("is not JSON that can be read: a number is too long or lists nest too deep")
        raise CaseFileErrors((of_file(told),)) from None
    if not isinstance(raw, dict):
        raise CaseFileErrors((of_file(_("must be an object")),))
    return raw


class _NotJson:
    """NaN or an infinity; no field takes it."""

    def __init__(self, name: str) -> None:
        self.name = name


def _given_twice(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, _Object):
        twice = _("is given twice")
        yield from (f"{_join(path, key)}: {twice}" for key in value.twice)
        for key, inner in value.items():
            yield from _given_twice(inner, _join(path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _given_twice(inner, _join(path, str(place)))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _without_parts(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The file without the parts that are read one by one, so that no error there hides another."""
    return {
        key: {} if key in {"answers", "remedies"} and isinstance(value, dict) else value
        for key, value in raw.items()
    }


def _parts(errors: _Errors, raw: Mapping[str, Any], key: str, adapter: TypeAdapter[T]) -> dict[str, T]:
    parts = raw.get(key)
    if not isinstance(parts, dict):
        return {}
    read = {name: errors.part(f"{key}.{name}", adapter, value) for name, value in parts.items()}
    return {name: part for name, part in read.items() if part is not None}


def _questionnaire(
    errors: _Errors, raw: Mapping[str, Any], load: Callable[[str], Questionnaire]
) -> Questionnaire | None:
    identifier = raw.get("questionnaire")
    if not isinstance(identifier, str) or not identifier:
        return None
    try:
        return load(identifier)
    except ValueError as error:
        errors.found.append(f"questionnaire: {error}")
        return None


def _case(
    whole: schema.CaseFile,
    answers: Mapping[str, schema.AnswerPart],
    remedies: Mapping[str, RemedyPart],
) -> case.Case:
    agreed = {part.question: part.by for part in whole.rulings if part.agreed_not_applicable}
    return case.Case(
        questionnaire=whole.questionnaire,
        project=whole.project.name,
        initiative=whole.project.initiative,
        unit=whole.project.unit,
        round=whole.round,
        claim=whole.claim.stated(),
        answers={key: _agreed(part.value(), agreed.get(key)) for key, part in answers.items()},
        remedies={key: remedy for key, part in remedies.items() if (remedy := part.value())},
        challenges=tuple(part.value() for part in whole.challenges),
        settled=tuple(part.value() for part in whole.settled),
        lowered_grades=tuple(part.lowered() for part in whole.rulings if part.lowered_grade),
        refused=tuple(
            case.Refusal(part.question, part.by, part.why)
            for part in whole.rulings
            if part.refused_not_applicable
        ),
        disagreements=tuple(part.value() for part in whole.disagreements),
        scope_register=tuple(part.value() for part in whole.scope_register),
        evidence=tuple(part.value() for part in whole.evidence),
        notes=whole.notes,
        decision=whole.decision.value() if whole.decision else None,
        outcomes=tuple(part.outcome() for part in whole.outcomes),
    )


def _agreed(answer: case.Answer, agreed_by: str | None) -> case.Answer:
    if agreed_by is None or not isinstance(answer.said, case.NotApplicable):
        return answer
    said = case.NotApplicable(answer.said.reason, answer.said.agreed_by or agreed_by)
    return case.Answer(said, answer.evidence, answer.rationale, answer.proof, answer.verified_by)
