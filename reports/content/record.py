"""The record: one assessment, frozen whole; whatever reads it computes nothing again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments import questionnaires
from assessments.domain import casefile
from assessments.domain.candour import Prompt
from assessments.domain.case import (
    Acknowledgement,
    Action,
    Case,
    Choice,
    Fix,
    NotApplicable,
    NotKnown,
    Pair,
    Progress,
    Proof,
    Remedy,
    Said,
)
from assessments.domain.numbers import bare, half_up
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.domain.result import as_result
from assessments.domain.scoring import RULES_VERSION, Scored, SectionResult, may_be_dropped
from assessments.domain.unseen import rule_of_three
from assessments.domain.verdict import Assessed, disagrees

FORMAT = "honest-pilot-record/1"

Record = dict[str, Any]
"""JSON types only; decimals are texts, dates ISO 8601, ratios [numerator, denominator]."""


@dataclass(frozen=True)
class HistoryMark:
    """An entry of a history by its chain, number and hash: whoever has it can tell a chain that was cut.

    `anchor` is the last entry, by number and hash, of the chain that names the ends of all others.
    """

    stream: str
    seq: int
    hash: str
    anchor: tuple[int, str] | None = None


@dataclass(frozen=True)
class Provenance:
    """Where a record comes from: who concluded it when, on which submission, after which earlier record.

    Not `registered`: made on the command line, known to no deployment. `source` names the public source of a
    documented case. `previous` is the record of the round before. `history` is the last entry of the round's
    history before the record itself.
    """

    concluded_by: str = ""
    concluded_at: datetime | None = None
    submission_sha256: str = ""
    registered: bool = False
    source: str = ""
    previous: Mapping[str, Any] | None = None
    history: HistoryMark | None = None


@dataclass(frozen=True)
class Course:
    """How a round went beside its answers: second opinions asked for and given, and what there was to ask."""

    opinions_asked: int = 0
    opinions_given: int = 0
    prompts: tuple[Prompt, ...] = ()
    looked_at: int | None = None
    """How many answers a reviewer looked at as they stand; None where there is no review, as in a file."""
    accepted_because: str = ""
    """Why it was accepted although something was open."""


def freeze(assessed: Assessed, *, provenance: Provenance, course: Course = Course()) -> Record:
    """Write down everything that was answered, found and said, in JSON types."""
    return {
        "format": FORMAT,
        "as_of": assessed.as_of.isoformat(),
        "rules": RULES_VERSION,
        "questionnaire": _questionnaire(assessed.questionnaire),
        "provenance": _provenance(provenance),
        "history": _history(provenance.history),
        "case": casefile.to_json(assessed.case),
        "result": as_result(assessed),
        "ready_until": _day(assessed.ready_until),
        "sections": [_section(assessed, result) for result in assessed.sections.values()],
        "contradictions": [
            {
                "rule": item.rule,
                "questions": list(item.questions),
                "text": item.text,
                "settlement": asdict(item.settlement) if item.settlement else None,
            }
            for item in assessed.contradictions
        ],
        "holds": [
            {"kind": hold.kind.value, "questions": list(hold.questions), "text": hold.text}
            for hold in assessed.holds
        ],
        "disagreements": _disagreements(assessed),
        "second_opinions": {"asked": course.opinions_asked, "given": course.opinions_given},
        "prompts": [
            {"rule": prompt.rule.value, "asks": prompt.asks, "why": prompt.why} for prompt in course.prompts
        ],
        "review": {"looked_at": course.looked_at, "accepted_because": course.accepted_because},
        "predicting_claim": assessed.predicting_claim,
        "unseen": _unseen(assessed),
        "scope_register": _scope_register(assessed.case),
        "evidence": _evidence(assessed.case),
        "previous": _previous(provenance.previous),
    }


def canonical(record: Mapping[str, Any]) -> str:
    """The one spelling that the digest is taken of: sorted keys, no spaces, UTF-8 characters as they are."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(record: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(record).encode()).hexdigest()


def attachments(record: Mapping[str, Any]) -> dict[str, str]:
    """The data that travels inside the report, by file name; record.json is what the digest is taken of."""
    return {
        "case.json": json.dumps(record["case"], indent=1, sort_keys=True, ensure_ascii=False),
        "result.json": json.dumps(record["result"], indent=1, sort_keys=True, ensure_ascii=False),
        "record.json": canonical(record),
    }


def _questionnaire(questions: Questionnaire) -> Record:
    return {"id": questions.id, "title": questions.title, "digest": questionnaires.digest(questions)}


def _provenance(provenance: Provenance) -> Record:
    return {
        "concluded_by": provenance.concluded_by,
        "concluded_at": provenance.concluded_at.isoformat() if provenance.concluded_at else "",
        "submission_sha256": provenance.submission_sha256,
        "registered": provenance.registered,
        "source": provenance.source,
    }


def _history(mark: HistoryMark | None) -> Record | None:
    if mark is None:
        return None
    anchor = {"seq": mark.anchor[0], "hash": mark.anchor[1]} if mark.anchor else None
    return {"stream": mark.stream, "seq": mark.seq, "hash": mark.hash, "anchor": anchor}


def _section(assessed: Assessed, result: SectionResult) -> Record:
    disposed = assessed.dispositions[result.section.key]
    return {
        "key": result.section.key,
        "name": result.section.name,
        "kind": result.section.kind,
        "source": result.section.source,
        "intro": result.section.intro,
        "finding": result.finding.value,
        "level": result.level,
        "claimed": result.claimed,
        "optimism": bare(half_up(result.optimism, 2)),
        "held_down_by": list(result.held_down_by),
        "disposition": {
            "state": disposed.state.value,
            "reason": disposed.reason,
            "until": _day(disposed.until),
            "remedy": _remedy(assessed.case.remedies.get(result.section.key)),
        },
        "questions": [_question(assessed, scored) for scored in result.questions],
    }


def _question(assessed: Assessed, scored: Scored) -> Record:
    return {**_wording(scored.question), **_answer(assessed, scored)}


def _wording(question: Question) -> Record:
    """The question as it was shown; a later version of the set may word it differently."""
    measure = question.measure
    return {
        "key": question.key,
        "name": question.name,
        "kind": question.kind.value,
        "critical": question.critical,
        "text": question.text,
        "sources": list(question.sources),
        "levels": [level.text for level in question.levels],
        "measure": measure.model_dump(mode="json") if measure else None,
        **({"follows": question.follows} if question.follows else {}),
    }


def _answer(assessed: Assessed, scored: Scored) -> Record:
    answer = scored.answer
    return {
        "said": _said(answer.said, assessed, scored.question) if answer else None,
        "claimed": scored.claimed,
        "evidenced": scored.evidenced,
        "dropped": scored.dropped,
        "coverage": _ratio(scored.coverage),
        "grade": scored.grade.value,
        "stated_grade": answer.evidence.value if answer else "none",
        "ruling": _ruling(assessed.case, scored),
        "verified_by": answer.verified_by if answer else "",
        "rationale": answer.rationale if answer else "",
        "proof": [_proof(proof) for proof in answer.proof] if answer else [],
        "remarks": list(scored.remarks),
        "just_over_line": scored.just_over_line,
    }


def _said(said: Said, assessed: Assessed, question: Question) -> Record:
    match said:
        case Choice(level=level):
            return {"level": level}
        case Pair(pilot=pilot, production=production, how=how):
            return {"pilot": _number(pilot), "production": _number(production), "how": how.value}
        case NotApplicable(reason=reason, agreed_by=agreed_by):
            allowed = may_be_dropped(question, assessed.case)
            return {"not_applicable": reason, "agreed_by": agreed_by, "allowed": allowed}
        case NotKnown():
            return {"not_known": True}


def _disagreements(assessed: Assessed) -> list[Record]:
    return [
        {
            "question": item.question,
            "second": _said(item.second, assessed, assessed.questionnaire.by_key[item.question]),
            "rationale": item.rationale,
            "settlement": {"by": item.by, "why": item.why} if item.settled else None,
        }
        for item in assessed.case.disagreements
        if disagrees(item, assessed.case, assessed.questionnaire)
    ]


def _ruling(case: Case, scored: Scored) -> Record | None:
    """The ruling that gave the grade in force, if one did."""
    for ruling in case.lowered_grades:
        if (ruling.question, ruling.evidence) == (scored.key, scored.grade):
            return {"by": ruling.by, "why": ruling.why}
    return None


def _proof(proof: Proof) -> Record:
    return {"title": proof.title, "link": proof.link, "sha256": proof.sha256}


def _remedy(remedy: Remedy | None) -> Record | None:
    match remedy:
        case Fix(actions=actions):
            return {"fix": [_step(action) for action in actions]}
        case Acknowledgement():
            return {
                "expectation": remedy.expectation,
                "adjusted": {
                    "value": _number(remedy.adjusted.value),
                    "to": _number(remedy.adjusted.to),
                    "unit": remedy.adjusted.unit,
                },
                "effect": remedy.effect,
                "asked_by": remedy.asked_by,
                "approver": remedy.approver,
                "expires": _day(remedy.expires),
            }
    return None


def _step(action: Action) -> Record:
    return {
        "what": action.what,
        "owner": action.owner,
        "due": _day(action.due),
        "done": action.status is Progress.DONE,
        "status": action.status.value,
        "dropped_because": action.dropped_because,
        "cost": action.cost,
        "shown_by": action.shown_by,
        "proof": [_proof(proof) for proof in action.proof],
    }


def _scope_register(case: Case) -> list[Record]:
    return [
        {
            "kind": item.kind,
            "volume_share": _number(item.volume_share),
            "effort_share": _number(item.effort_share),
            "plan": item.plan,
            "due": _day(item.due),
        }
        for item in case.scope_register
    ]


def _evidence(case: Case) -> list[Record]:
    return [
        {
            "title": entry.title,
            "link": entry.link,
            "sha256": entry.sha256,
            "dated": _day(entry.dated),
            "expires": _day(entry.expires),
            "questions": list(entry.questions),
        }
        for entry in case.evidence
    ]


def _unseen(assessed: Assessed) -> Record:
    unseen = assessed.unseen
    sample = assessed.case.answers.get("scope.sample")
    pair = sample.said if sample and isinstance(sample.said, Pair) else None
    return {
        "cases": _number(unseen.cases),
        "rate": _number(unseen.rate),
        "per_month": _number(unseen.per_month),
        "month": _number(pair.production) if pair else None,
        "rule_of_three": _number(rule_of_three(unseen.cases)) if unseen.cases else None,
        "at_least": unseen.at_least,
    }


def _previous(record: Mapping[str, Any] | None) -> Record | None:
    """What a later round is held against: the earlier verdict, findings and production values."""
    if record is None:
        return None
    return {
        "round": record["case"]["round"],
        "sha256": digest(record),
        "as_of": record["as_of"],
        "verdict": record["result"]["verdict"],
        "sections": {
            section["key"]: {"finding": section["finding"], "level": section["level"]}
            for section in record["sections"]
        },
        "production": {
            question["key"]: question["said"]["production"]
            for section in record["sections"]
            for question in section["questions"]
            if question["said"] and question["said"].get("production") is not None
        },
    }


def _number(number: Decimal | int | None) -> str | None:
    return None if number is None else bare(number)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _ratio(ratio: Fraction | None) -> list[int] | None:
    return None if ratio is None else [ratio.numerator, ratio.denominator]
