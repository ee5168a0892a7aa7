"""From a case to its file; reading it back gives an equal case."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ..case import (
    Action,
    Answer,
    Case,
    Choice,
    Disagreement,
    EvidenceEntry,
    Fix,
    How,
    LoweredGrade,
    NotApplicable,
    NotKnown,
    OutcomeRecord,
    Pair,
    Progress,
    Refusal,
    Remedy,
    Said,
)
from .schema import FORMAT


def to_text(case: Case) -> str:
    """The case file as canonical JSON text: sorted keys, no idle spaces, one line."""
    return json.dumps(to_json(case), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(case: Case) -> dict[str, Any]:
    """The case file as plain JSON types; what is empty or default is left out."""
    claim = _plain(case.claim)
    if not case.claim.proportion:
        claim["proportion"] = False
    document: dict[str, Any] = {
        "format": FORMAT,
        "questionnaire": case.questionnaire,
        "project": _filled({"name": case.project, "initiative": case.initiative, "unit": case.unit}),
        "round": case.round,
        "claim": claim,
        "answers": {key: _answer(answer) for key, answer in case.answers.items()},
    }
    return document | _filled(
        {
            "remedies": {key: _remedy(remedy) for key, remedy in case.remedies.items()},
            "challenges": [_plain(item) for item in case.challenges],
            "settled": [_plain(item) for item in case.settled],
            "rulings": [*map(_ruling, case.lowered_grades), *map(_refusal, case.refused)],
            "disagreements": [_disagreement(item) for item in case.disagreements],
            "scope_register": [_plain(item) for item in case.scope_register],
            "evidence": [_entry(item) for item in case.evidence],
            "notes": case.notes,
            "decision": _plain(case.decision) if case.decision else None,
            "outcomes": outcomes_to_json(case.outcomes),
        }
    )


def outcomes_to_json(outcomes: Iterable[OutcomeRecord]) -> list[dict[str, Any]]:
    """What happened, as the file has it; also for a case that was frozen before."""
    return [_plain(item) for item in outcomes]


def _filled(parts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value not in (None, "", [], {}, ())}


def number(value: Decimal) -> int | float:
    """A JSON number that reads back as the same decimal; safe within the format's 15 digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _plain(item: Any) -> dict[str, Any]:
    """A flat value's fields, without those that are empty or false; a number 0 is said."""
    parts = {field.name: _value(getattr(item, field.name)) for field in fields(item)}
    return {key: value for key, value in parts.items() if value or (value == 0 and value is not False)}


def _said(said: Said) -> dict[str, Any]:
    match said:
        case Choice(level=level):
            return {"level": level}
        case NotKnown():
            return {"not_known": True}
        case NotApplicable(reason=reason, agreed_by=agreed_by):
            return _filled({"not_applicable": reason, "agreed_by": agreed_by})
        case pair:
            return _pair(pair)


def _pair(pair: Pair) -> dict[str, Any]:
    sides = {"pilot": pair.pilot, "production": pair.production}
    known = {side: number(value) for side, value in sides.items() if value is not None}
    return known | ({"how": pair.how.value} if pair.how is not How.LIVE else {})


def _answer(answer: Answer) -> dict[str, Any]:
    backing = {
        "evidence": answer.evidence.value,
        "rationale": answer.rationale,
        "proof": [_plain(proof) for proof in answer.proof],
        "verified_by": answer.verified_by,
    }
    return _said(answer.said) | _filled(backing)


def _remedy(remedy: Remedy) -> dict[str, Any]:
    if isinstance(remedy, Fix):
        return {"fix": {"actions": [_action(action) for action in remedy.actions]}}
    texts = {
        "expectation": remedy.expectation,
        "asked_by": remedy.asked_by,
        "approver": remedy.approver,
        "expires": remedy.expires.isoformat(),
        "effect": remedy.effect,
    }
    adjusted = remedy.adjusted
    quantity = {"value": number(adjusted.value), "unit": adjusted.unit}
    if adjusted.to is not None:
        quantity["to"] = number(adjusted.to)
    return {"acknowledge": {"adjusted": quantity} | _filled(texts)}


def _action(action: Action) -> dict[str, Any]:
    """A done one has the mark that readers of the first files know; an open one says nothing."""
    parts = _plain(replace(action, proof=()))
    del parts["status"]
    if action.status is Progress.DONE:
        parts["done"] = True
    elif action.status is not Progress.OPEN:
        parts["status"] = action.status.value
    return parts | _filled({"proof": [_plain(proof) for proof in action.proof]})


def _ruling(ruling: LoweredGrade) -> dict[str, Any]:
    parts = {
        "question": ruling.question,
        "lowered_grade": ruling.evidence.value,
        "by": ruling.by,
        "why": ruling.why,
    }
    return _filled(parts)


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {"refused_not_applicable": True} | _plain(refusal)


def _disagreement(item: Disagreement) -> dict[str, Any]:
    parts = {"question": item.question, "second": _said(item.second), "rationale": item.rationale}
    parts |= {"by": item.by, "why": item.why}
    return _filled(parts) | ({"settled": True} if item.settled else {})


def _entry(entry: EvidenceEntry) -> dict[str, Any]:
    names = {"dated": "date", "expires": "expiry"}
    return {names.get(key, key): value for key, value in _plain(entry).items()}
