"""Cases to report on: a busy one, a sparse one, a good one, and a documented pilot that honestly said no."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments import questionnaires
from assessments.domain import casefile
from assessments.domain.case import Case
from assessments.domain.questionnaire import Kind, Question
from assessments.domain.verdict import Assessed, assess
from reports.content.record import Provenance, Record, freeze

QUESTIONS = questionnaires.load("honest-pilot/1")
AS_OF = date(2026, 3, 31)
LINK = "https://wiki.example.org/pilot/"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

PLAN = {"title": "Pilot plan, version 3", "link": LINK + "plan"}
LOGS = {"title": "Log extract, January to March", "sha256": HASH}
COUNT = {"title": "Count of source records, 3 March", "sha256": HASH[::-1]}
RUNBOOK = {"title": "Support runbook, draft", "link": LINK + "runbook"}
AUDIT = {"title": "Internal audit memo 26-014", "link": LINK + "audit", "sha256": HASH[1:] + "a"}
SURVEY = {"title": "User survey, February", "link": LINK + "survey"}


def _level(level: int, evidence: str = "none", *proof: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"level": level, **_backed(evidence, proof), **more}


def _pair(
    pilot: float | None,
    production: float | None,
    evidence: str = "none",
    *proof: Mapping[str, str],
    **more: Any,
) -> dict[str, Any]:
    sides = {"pilot": pilot, "production": production}
    known = {side: value for side, value in sides.items() if value is not None}
    return {**known, **_backed(evidence, proof), **more}


def _backed(evidence: str, proof: tuple[Mapping[str, str], ...]) -> dict[str, Any]:
    if evidence == "none":
        return {}
    by = {"verified_by": "Internal audit"} if evidence == "verified" else {}
    return {"evidence": evidence, "proof": [dict(item) for item in proof], **by}


BUSY_ANSWERS: dict[str, Any] = {
    "data.selection": _level(
        4, "documented", PLAN, rationale="Every third invoice of the shared mailbox was drawn."
    ),
    "data.cleaning": _level(
        0, "documented", PLAN, rationale="Two clerks corrected all 500 invoices in one week."
    ),
    "data.volume": _pair(500, 50000, "measured", COUNT),
    "data.defect_rate": _pair(2, 16, "measured", COUNT),
    "data.unseen": _level(2, "documented", PLAN),
    "data.history": _level(1),
    "data.bad_records": {"not_known": True},
    "users.selection": _level(0, rationale="Six volunteers who had asked for such a tool."),
    "users.resistant": _level(0),
    "users.count": _pair(6, 420, "measured", LOGS),
    "users.skills": _level(2, "documented", SURVEY),
    "users.obligation": _level(0),
    "users.workarounds": _level(
        2, "documented", SURVEY, rationale="Kept in a shared list by the team itself."
    ),
    "load.volume": _pair(50, 5000, "measured", LOGS),
    "load.concurrency": _pair(180, 250, "measured", LOGS, how="load_test"),
    "load.stress_test": _level(3, "measured", LOGS),
    "load.peak": _level(2, "documented", LOGS),
    "load.environment": _level(2, "documented", PLAN),
    "load.human_capacity": _level(1, "documented", PLAN),
    "load.recovery": {"not_known": True},
    "integration.systems": _pair(3, 4, "verified", AUDIT),
    "integration.critical": _level(3, "verified", AUDIT),
    "integration.direction": _level(3, "measured", LOGS),
    "integration.formats": _level(3, "documented", PLAN),
    "integration.timing": _level(2, "documented", PLAN),
    "integration.outage": {"not_applicable": "the nightly file is re-sent by hand until it is taken"},
    "change.training": _pair(8, 2, "documented", PLAN),
    "change.support": _level(1, "documented", RUNBOOK),
    "change.plan": _level(2, "documented", PLAN),
    "change.process": _level(1),
    "change.adoption": _level(2),
    "support.provider": _level(
        0, "documented", RUNBOOK, rationale="All 41 problems were solved by the vendor."
    ),
    "support.response": _pair(2, 48, "documented", RUNBOOK),
    "support.exercised": _level(1, "documented", RUNBOOK),
    "support.expertise": _level(1),
    "support.capacity": _level(2, "documented", RUNBOOK),
    "support.hidden_people": _level(3),
    "support.vendor_exit": {
        "not_applicable": "the product is our own development",
        "agreed_by": "Head of procurement",
    },
    "support.custom_work": _level(2, "documented", RUNBOOK),
    "scope.same_system": _level(4, "verified", AUDIT),
    "scope.coverage": _pair(8, 40, "measured", COUNT),
    "scope.deferred": _level(3, "documented", PLAN),
    "scope.effort": _level(2, "documented", PLAN),
    "scope.edge_cases": _level(1),
    "scope.sample": _pair(500, 2000, "measured", COUNT),
    "criteria.conditions": _level(2, "documented", PLAN),
    "criteria.before": _level(4, "verified", AUDIT),
    "criteria.baseline": _level(3, "measured", COUNT),
    "criteria.measured": _level(3, "measured", COUNT),
    "criteria.duration": _pair(12, 52, "measured", LOGS),
    "criteria.stop": _level(3, "documented", PLAN),
    "criteria.independent": _level(2, "documented", AUDIT),
}

BUSY = {
    "format": "honest-pilot-case/1",
    "questionnaire": "honest-pilot/1",
    "project": {"name": "Invoice triage", "initiative": "Finance automation", "unit": "Shared services"},
    "round": 2,
    "claim": {
        "metric": "accuracy",
        "value": 95,
        "unit": "%",
        "sample_size": 500,
        "criterion": "at least 90 %",
        "result": "met",
        "period": "January to March 2026",
        "baseline": "84 % by hand",
    },
    "answers": BUSY_ANSWERS,
    "remedies": {
        "data": {
            "fix": {
                "actions": [
                    {
                        "what": "Run again on a random sample of 2,000 invoices, uncorrected",
                        "owner": "Data steward",
                        "due": "2026-06-15",
                    },
                    {
                        "what": "Count defects by kind in both samples",
                        "owner": "Finance analyst",
                        "due": "2026-06-30",
                        "done": True,
                    },
                ]
            }
        },
        "load": {
            "fix": {
                "actions": [
                    {"what": "Load test at 5,000 a day", "owner": "Platform team", "due": "2026-07-01"}
                ]
            }
        },
        "support": {
            "acknowledge": {
                "expectation": "First fixes take three working days until the internal team has been trained",
                "adjusted": {"value": 80, "unit": "%"},
                "asked_by": "Project lead",
                "approver": "Head of operations",
                "expires": "2027-03-31",
            }
        },
        "change": {
            "acknowledge": {
                "expectation": "Half of the users need a second training",
                "adjusted": {"value": 70, "unit": "% adoption"},
                "asked_by": "Project lead",
                "approver": "Head of operations",
                "expires": "2026-03-31",
            }
        },
    },
    "challenges": [
        {"question": "integration.critical", "text": "Was the ledger connected both ways, or read only?"},
        {"question": "data.history", "text": "Which archive years were left out?", "settled": True},
    ],
    "settled": [],
    "rulings": [
        {"question": "scope.deferred", "lowered_grade": "none", "by": "Reviewer",
         "why": "The list has no effort figures."}
    ],
    "scope_register": [
        {"kind": "credit notes", "volume_share": 12, "effort_share": 31, "plan": "second release",
         "due": "2026-11-30"},
        {"kind": "handwritten delivery notes", "volume_share": 5, "effort_share": 38},
    ],
    "evidence": [
        {**PLAN, "date": "2025-11-20", "questions": ["data.selection"]},
        {**LOGS, "date": "2026-03-28"},
    ],
    "notes": "The ledger team joined in week seven, so its answers rest on five weeks only.",
}  # fmt: skip


def case_of(document: Mapping[str, Any]) -> Case:
    """A case from a case file's object."""
    return casefile.parse(json.dumps(document, ensure_ascii=False), questionnaires.load)


def busy() -> Case:
    """All 52 questions answered with mixed evidence, remedies, an open challenge and contradictions."""
    return case_of(BUSY)


def sparse() -> Case:
    """A form hardly begun."""
    return case_of(
        {
            **{key: BUSY[key] for key in ("format", "questionnaire")},
            "project": {"name": "Chat for store staff"},
            "round": 1,
            "answers": {"data.volume": {"pilot": 120}, "users.selection": {"level": 0}},
        }
    )


def good() -> Case:
    """Every question at level 4, verified."""
    return case_of(
        {
            **{key: BUSY[key] for key in ("format", "questionnaire", "project")},
            "round": 3,
            "claim": {**BUSY["claim"], "sample_size": 30000},  # type: ignore[dict-item]
            "answers": {question.key: best(question) for question in QUESTIONS},
        }
    )


def honest_no() -> Case:
    """Order taking in about 100 ordinary restaurants: the conditions matched, the criterion was missed."""
    answers = {question.key: best(question) for question in QUESTIONS}
    answers["data.volume"] = _pair(900000, 1200000, "verified", AUDIT)
    answers["integration.formats"] = _level(3, "verified", AUDIT)
    answers["support.capacity"] = _level(3, "documented", PLAN)
    return case_of(
        {
            **{key: BUSY[key] for key in ("format", "questionnaire")},
            "project": {
                "name": "Automated order taking",
                "initiative": "Drive-through",
                "unit": "US restaurants",
            },
            "round": 1,
            "claim": {
                "metric": "order accuracy",
                "value": 82,
                "unit": "%",
                "sample_size": 900000,
                "criterion": "at least 95 %",
                "result": "not_met",
                "period": "October 2021 to July 2024",
            },
            "answers": answers,
        }
    )


def best(question: Question) -> dict[str, Any]:
    """The answer of a pilot under production's own conditions."""
    if question.kind is Kind.CHOICE:
        return _level(4, "verified", AUDIT)
    number = {
        "%": 12,
        "hours": 4,
        "weeks": 52,
        "systems": 4,
        "kinds of case": 40,
        "hours for each user": 6,
    }.get(question.measure.unit, 40000)  # type: ignore[union-attr]
    return _pair(number, number, "verified", AUDIT)


def assessed(case: Case, as_of: date = AS_OF) -> Assessed:
    """The case judged."""
    return assess(case, QUESTIONS, as_of)


def record_of(case: Case, provenance: Provenance | None = None, as_of: date = AS_OF) -> Record:
    """The case judged and frozen."""
    return freeze(assessed(case, as_of), provenance=provenance or Provenance())
