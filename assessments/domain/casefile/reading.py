"""From JSON text to a case: all errors at once, each with its path, and nothing in between."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from .. import case
from ..questionnaire import Questionnaire
from . import schema
from .checks import answer_errors, reference_errors

MOST_BYTES = 5_000_000

T = TypeVar("T")

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_type": "must be a text",
    "string_unicode": "must not contain control characters",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dict_type": "must be an object",
    "tuple_type": "must be a list",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "needs at least {min_length}",
    "too_long": "must have at most {max_length} entries",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be 64 hexadecimal digits in lower case",
}
"""What each kind of error is called in a message."""


class CaseFileErrors(ValueError):  # noqa: N818 - one exception carries many errors
    """A file that is no case: every error as "path: what is wrong"; nothing was taken from it."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys were given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.twice = sorted({key for key in keys if keys.count(key) > 1}) if len(self) < len(pairs) else []


class _Errors:
    """Collects errors while part after part is read."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def part(self, path: str, adapter: TypeAdapter[T], value: object) -> T | None:
        """The part, checked; None, with its errors noted, where it is wrong."""
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            self.found += (_message(path, details) for details in error.errors(include_url=False))
            return None


def parse(text: str | bytes, load: Callable[[str], Questionnaire]) -> case.Case:
    """Read a case file; `load` finds a question set by its id (ValueError if there is none).

    Raises CaseFileErrors with every error of the file.
    """
    raw = _decode(text)
    errors = _Errors()
    errors.found += _given_twice(raw)
    whole = errors.part("", TypeAdapter(schema.CaseFile), _without_parts(raw))
    answers = _parts(errors, raw, "answers", TypeAdapter(schema.AnswerPart))
    remedies = _parts(errors, raw, "remedies", TypeAdapter(schema.RemedyPart))
    questionnaire = _questionnaire(errors, raw, load)
    if questionnaire is not None:
        errors.found += answer_errors(answers, _keys(raw, "answers"), questionnaire)
        errors.found += reference_errors(raw, questionnaire)
    if errors.found or whole is None:
        raise CaseFileErrors(tuple(dict.fromkeys(errors.found)))
    return _case(whole, answers, remedies)


def _decode(text: str | bytes) -> Mapping[str, Any]:
    if len(text) > MOST_BYTES:
        raise CaseFileErrors((f"file: must be at most {MOST_BYTES:,} bytes",))
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        raw = json.loads(decoded, object_pairs_hook=_Object, parse_float=Decimal, parse_constant=_NotJson)
    except json.JSONDecodeError as error:
        raise CaseFileErrors(
            (f"file: is not JSON: line {error.lineno}, column {error.colno}: {error.msg}",)
        ) from None
    except UnicodeDecodeError:
        raise CaseFileErrors(("file: is not UTF-8 text",)) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise CaseFileErrors(
            ("file: is not JSON that can be read: a number is too long or lists nest too deep",)
        ) from None
    if not isinstance(raw, dict):
        raise CaseFileErrors(("file: must be an object",))
    return raw


class _NotJson:
    """NaN or an infinity; no field takes it."""

    def __init__(self, name: str) -> None:
        self.name = name


def _given_twice(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, _Object):
        yield from (f"{_join(path, key)}: is given twice" for key in value.twice)
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


def _keys(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    parts = raw.get(key)
    return tuple(parts) if isinstance(parts, dict) else ()


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


def _message(path: str, details: Any) -> str:
    place = ".".join([path, *map(str, details["loc"])] if path else map(str, details["loc"])) or "file"
    words = WORDS.get(details["type"])
    if words is None:
        return f"{place}: {details['msg']}"
    return f"{place}: {words.format(**details.get('ctx', {}))}"


def _case(
    whole: schema.CaseFile,
    answers: Mapping[str, schema.AnswerPart],
    remedies: Mapping[str, schema.RemedyPart],
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
        lowered_grades=tuple(part.lowered() for part in whole.rulings if not part.agreed_not_applicable),
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
