"""The case file: what it says, every error at once, and the way back out."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from assessments.domain.case import (
    Acknowledgement,
    Answer,
    Case,
    Choice,
    Evidence,
    Fix,
    How,
    LoweredGrade,
    NotApplicable,
    NotKnown,
    Pair,
    Proof,
)
from assessments.domain.casefile import CaseFileErrors, json_schema, parse, to_json, to_text
from assessments.domain.casefile.schema import AnswerPart
from assessments.domain.questionnaire import SECTIONS
from assessments.questionnaires import load

from .build import perfect_case

SHA = "0123456789abcdef" * 4
PROOF = [{"title": "Pilot plan", "link": "https://wiki.example.org/plan"}]


def example() -> dict[str, Any]:
    """A file that uses every part of the format."""
    return {
        "format": "honest-pilot-case/1",
        "questionnaire": "honest-pilot/1",
        "project": {"name": "Invoice triage", "initiative": "Finance automation", "unit": "Shared services"},
        "round": 2,
        "claim": {
            "metric": "accuracy",
            "value": 95.5,
            "unit": "%",
            "sample_size": 500,
            "proportion": False,
            "criterion": "at least 90 %",
            "result": "met",
            "period": "2026-01/2026-03",
            "baseline": "84 %",
        },
        "answers": {
            "data.selection": {
                "level": 0,
                "evidence": "documented",
                "rationale": "picked by hand",
                "proof": PROOF,
            },
            "data.volume": {
                "pilot": 500,
                "production": 50000,
                "evidence": "measured",
                "proof": [{"title": "Count of 3 March", "sha256": SHA}],
            },
            "load.volume": {"pilot": 0.1, "production": 5000, "how": "load_test"},
            "load.concurrency": {"production": 300},
            "users.resistant": {"not_known": True},
            "users.skills": {
                "level": 4,
                "evidence": "verified",
                "verified_by": "internal audit",
                "proof": PROOF,
            },
            "integration.outage": {
                "not_applicable": "no system is called at run time",
                "agreed_by": "reviewer",
            },
            "integration.timing": {"not_applicable": "nothing is synchronised"},
        },
        "remedies": {
            "data": {
                "fix": {"actions": [{"what": "re-run", "owner": "lead", "due": "2026-12-15", "done": True}]}
            },
            "support": {
                "acknowledge": {
                    "expectation": "first fixes take 3 days",
                    "adjusted": {"value": 0, "unit": "%"},
                    "asked_by": "lead",
                    "approver": "head of operations",
                    "expires": "2027-03-31",
                }
            },
        },
        "challenges": [{"question": "users.selection", "text": "who chose the units?", "settled": False}],
        "settled": [{"rule": "K1", "why": "cleaning happened after sampling", "by": "reviewer"}],
        "rulings": [
            {
                "question": "data.volume",
                "lowered_grade": "none",
                "by": "reviewer",
                "why": "the count is of drafts",
            },
            {"question": "integration.timing", "agreed_not_applicable": True, "by": "reviewer"},
        ],
        "disagreements": [
            {
                "question": "users.selection",
                "second": {"level": 1},
                "settled": True,
                "by": "PMO",
                "why": "both asked",
            }
        ],
        "scope_register": [
            {
                "kind": "credit notes",
                "volume_share": 12.5,
                "effort_share": 40,
                "plan": "second wave",
                "due": "2027-01-31",
            }
        ],
        "evidence": [
            {
                "title": "Protocol",
                "sha256": SHA,
                "date": "2026-03-03",
                "expiry": "2027-03-03",
                "questions": ["data.volume"],
            }
        ],
        "notes": "Fixture for the format.",
        "decision": {"what": "fix_first", "by": "head of finance", "on": "2026-04-01"},
        "outcomes": [{"days": 30, "state": "below", "text": "accuracy fell", "value": 81.25}],
    }


def errors_of(document: Any) -> tuple[str, ...]:
    text = document if isinstance(document, (str, bytes)) else json.dumps(document)
    with pytest.raises(CaseFileErrors) as caught:
        parse(text, load)
    return caught.value.errors


def with_answer(key: str, answer: Any) -> dict[str, Any]:
    return {**example(), "answers": {key: answer}}


def test_parse_reads_every_part() -> None:
    case = parse(json.dumps(example()), load)

    assert (case.project, case.initiative, case.unit, case.round) == (
        "Invoice triage", "Finance automation", "Shared services", 2,
    )  # fmt: skip
    assert case.claim.value == Decimal("95.5")
    assert not case.claim.proportion
    assert case.answers["data.selection"] == Answer(
        Choice(0),
        Evidence.DOCUMENTED,
        "picked by hand",
        (Proof("Pilot plan", "https://wiki.example.org/plan"),),
    )
    assert case.answers["load.volume"].said == Pair(Decimal("0.1"), Decimal(5000), How.LOAD_TEST)
    assert case.answers["load.concurrency"].said == Pair(None, Decimal(300))
    assert case.answers["users.resistant"].said == NotKnown()
    assert case.answers["integration.outage"].said == NotApplicable(
        "no system is called at run time", "reviewer"
    )
    assert case.answers["integration.timing"].said == NotApplicable("nothing is synchronised", "reviewer")
    assert isinstance(case.remedies["data"], Fix)
    assert isinstance(case.remedies["support"], Acknowledgement)
    assert case.lowered_grades == (
        LoweredGrade("data.volume", Evidence.NONE, "reviewer", "the count is of drafts"),
    )
    assert case.disagreements[0].second == Choice(1)
    assert case.scope_register[0].due == date(2027, 1, 31)
    assert case.evidence[0].expires == date(2027, 3, 3)
    assert case.outcomes[0].value == Decimal("81.25")
    assert case.decision is not None


def test_file_out_and_in_is_equal() -> None:
    case = parse(json.dumps(example()), load)

    assert parse(to_text(case), load) == case
    assert parse(json.dumps(to_json(case)).encode(), load) == case


def test_perfect_case_survives_the_way_out_and_in() -> None:
    case = perfect_case()

    assert parse(to_text(case), load) == case


def test_smallest_file_is_a_name_and_nothing_answered() -> None:
    smallest = {"format": "honest-pilot-case/1", "questionnaire": "honest-pilot/1", "project": {"name": "A"}}

    assert parse(b"\xef\xbb\xbf" + json.dumps(smallest).encode(), load) == Case("honest-pilot/1", "A")


def test_published_schema_is_valid_and_takes_the_example() -> None:
    Draft202012Validator.check_schema(json_schema())

    assert list(Draft202012Validator(json_schema()).iter_errors(example())) == []


def test_all_errors_come_at_once_with_their_paths() -> None:
    document = example() | {"extra": 1, "round": 0}
    document["project"] = {"name": "", "manager": "x"}
    document["answers"] = {
        "data.volume": {"pilot": -1, "production": 0},
        "data.nonsense": {"level": 1},
        "data.selection": {"level": 5},
        "users.selection": {"pilot": 1, "production": 2},
        "users.count": {"level": 2},
        "data.defect_rate": {"pilot": 101, "production": 100},
    }
    document["remedies"] = {"money": {"fix": {"actions": []}}}
    document["settled"] = [{"rule": "K13", "why": "x", "by": "y"}]
    document["challenges"] = [{"question": "data.nonsense", "text": "x"}]
    document["evidence"] = [{"title": "x", "sha256": SHA, "questions": ["data.nonsense"]}]

    assert set(errors_of(document)) == {
        "extra: is not a known key",
        "round: must be at least 1",
        "project.name: must not be empty",
        "project.manager: is not a known key",
        "answers.data.volume.pilot: must be a number of at least 0",
        "answers.data.nonsense: is not a question of honest-pilot/1",
        "answers.data.selection.level: must be at most 4",
        "answers.users.selection: is answered with a level from 0 to 4",
        "answers.users.count: is answered with pilot and production",
        "answers.data.defect_rate.pilot: a share cannot be above 100 %",
        "remedies.money.fix.actions: needs at least 1",
        f"remedies.money: is not a section; the sections are {', '.join(SECTIONS)}",
        "settled.0.rule: is not a contradiction's rule: K1 to K12",
        "challenges.0.question: is not a question of honest-pilot/1",
        "evidence.0.questions.0: is not a question of honest-pilot/1",
    }


@pytest.mark.parametrize(
    ("key", "answer", "error"),
    [
        ("data.volume", {"pilot": True, "production": 1}, ".pilot: must be a number of at least 0"),
        ("data.volume", {"pilot": "500", "production": 1}, ".pilot: must be a number of at least 0"),
        ("data.volume", {"pilot": 10**15, "production": 1}, ".pilot: must be a number below"),
        ("data.volume", {"pilot": 1, "production": 0}, ".production: must be above 0"),
        ("data.volume", {"pilot": 1, "production": 5, "how": "live"}, ".how: is not asked here"),
        ("data.selection", {}, ": must have exactly one form"),
        ("data.selection", {"level": 1, "not_known": True}, ": must have exactly one form"),
        ("data.selection", {"not_known": False}, ".not_known: must be True"),
        ("data.selection", {"level": True}, ".level: must be a whole number"),
        ("data.selection", {"level": 1.0}, ".level: must be a whole number"),
        ("data.selection", {"level": -1}, ".level: must be at least 0"),
        ("data.selection", {"level": 1, "how": "live"}, ": how goes with pilot and production only"),
        ("data.selection", {"level": 1, "agreed_by": "x"}, ": agreed_by goes with not_applicable only"),
        ("data.selection", {"not_applicable": "no"}, ".not_applicable: a critical question cannot be"),
        ("data.history", {"not_applicable": ""}, ".not_applicable: must not be empty"),
        (
            "integration.critical",
            {"not_applicable": "no"},
            ".not_applicable: possible only when integration.systems",
        ),
        (
            "data.selection",
            {"level": 1, "evidence": "measured"},
            ': evidence "measured" needs at least one proof',
        ),
        (
            "data.selection",
            {"level": 1, "evidence": "verified", "proof": PROOF},
            ': evidence "verified" needs verified_by',
        ),
        ("data.selection", {"level": 1, "proof": [{"title": "x"}]}, ".proof.0: needs a link or a sha256"),
        (
            "data.selection",
            {"level": 1, "proof": [{"title": "x", "link": "javascript:1"}]},
            ".proof.0.link: must be a web",
        ),
        (
            "data.selection",
            {"level": 1, "proof": [{"title": "x", "sha256": "ab"}]},
            ".proof.0.sha256: must be 64 hexa",
        ),
        (
            "data.selection",
            {"level": 1, "rationale": "x" * 20_001},
            ".rationale: must have at most 20000 characters",
        ),
        (
            "data.selection",
            {"level": 1, "rationale": "a\x00b"},
            ".rationale: must not contain control characters",
        ),
        (
            "data.selection",
            {"level": 1, "rationale": "\ud800"},
            ".rationale: must not contain control characters",
        ),
        ("data.selection", "four", ": must be an object"),
        ("data.selection", {"level": 1, "rationale": 5}, ".rationale: must be a text"),
        (
            "data.selection",
            {"level": 1, "evidence": "strong"},
            ".evidence: must be 'none', 'documented', 'measured'",
        ),
    ],
)
def test_wrong_answer_names_its_path(key: str, answer: Any, error: str) -> None:
    assert any(found.startswith(f"answers.{key}{error}") for found in errors_of(with_answer(key, answer)))


def test_critical_integration_may_be_not_applicable_without_systems() -> None:
    answers = {
        "integration.systems": {"pilot": 0, "production": 0, "evidence": "measured", "proof": PROOF},
        "integration.critical": {"not_applicable": "nothing to connect", "agreed_by": "reviewer"},
    }

    assert parse(json.dumps({**example(), "answers": answers}), load).answers


@pytest.mark.parametrize(
    ("part", "value", "error"),
    [
        ("claim", {"unit": "%"}, "claim: unit % needs sample_size"),
        ("claim", {"result": "met"}, 'claim: result "met" needs the criterion'),
        ("claim", {"value": 3}, "claim: a value needs its metric"),
        ("claim", {"sample_size": 0}, "claim.sample_size: must be above 0"),
        ("claim", {"proportion": 1}, None),
        ("claim", {"proportion": "perhaps"}, "claim.proportion: must be true or false"),
        ("claim", {"metric": "x", "value": False}, "claim.value: must be a number"),
        ("remedies", {"data": {}}, "remedies.data: must be exactly one of fix and acknowledge"),
        ("remedies", [], "remedies: must be an object"),
        ("answers", [], "answers: must be an object"),
        ("project", None, "project: must be an object"),
        ("project", {}, "project.name: is missing"),
        ("format", "honest-pilot-case/2", "format: must be 'honest-pilot-case/1'"),
        ("questionnaire", "other/1", "questionnaire: "),
        ("questionnaire", 5, "questionnaire: must be a text"),
        (
            "rulings",
            [{"question": "data.volume", "by": "x"}],
            "rulings.0: must be exactly one of lowered_grade",
        ),
        ("decision", {"what": "go", "by": "x", "on": "2026-04-01"}, "decision.what: must be 'proceed'"),
        ("decision", {"what": "stop", "by": "x", "on": "2026-02-30"}, "decision.on: must be a date such as"),
        ("decision", {"what": "stop", "by": "x", "on": "1 April"}, "decision.on: must be a date such as"),
        ("settled", "x", "settled: must be a list"),
        ("settled", [4], "settled.0: must be an object"),
        ("evidence", [{"title": "x", "sha256": SHA, "questions": 4}], "evidence.0.questions: must be a list"),
        (
            "scope_register",
            [{"kind": "x", "volume_share": 101}],
            "scope_register.0.volume_share: must be at most 100",
        ),
    ],
)
def test_wrong_part_names_its_path(part: str, value: Any, error: str | None) -> None:
    if error is None:
        assert parse(json.dumps({**example(), part: value}), load).claim.proportion
        return
    assert any(found.startswith(error) for found in errors_of({**example(), part: value}))


def test_whoever_asks_cannot_approve() -> None:
    document = example()
    document["remedies"]["support"]["acknowledge"]["approver"] = " LEAD"

    assert errors_of(document) == ("remedies.support.acknowledge: asked_by and approver must be two people",)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "file: is not JSON: line 1, column 1"),
        ('{"format": }', "file: is not JSON: line 1, column 12"),
        (b"\xff\xfe", "file: is not UTF-8 text"),
        ("[]", "file: must be an object"),
        ("[" * 100_000, "file: is not JSON that can be read"),
        ('{"round": ' + "9" * 5_000 + "}", "file: is not JSON that can be read"),
        (b" " * 5_000_001, "file: must be at most 5,000,000 bytes"),
    ],
)
def test_text_that_is_no_json_says_where(text: str | bytes, error: str) -> None:
    assert errors_of(text)[0].startswith(error)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_beyond_json_are_refused(number: str) -> None:
    text = json.dumps(with_answer("data.volume", {"pilot": 77, "production": 1})).replace("77", number)

    assert any(error.startswith("answers.data.volume.pilot: must be a number") for error in errors_of(text))


def test_keys_given_twice_are_named() -> None:
    text = json.dumps(example())[:-1] + ', "notes": "again", "challenges": [{"text": "a", "text": "b"}]}'

    assert {
        "notes: is given twice",
        "challenges: is given twice",
        "challenges.0.text: is given twice",
    } <= set(errors_of(text))


def test_published_schema_is_the_one_of_the_code() -> None:
    published = Path(__file__).parents[2] / "docs" / "case-file.schema.json"

    assert json.loads(published.read_text()) == json_schema()


def test_example_of_the_documentation_is_a_case() -> None:
    page = (Path(__file__).parents[2] / "docs" / "case-file.md").read_text()

    assert parse(page.split("```json")[1].split("```")[0], load).project == "Invoice triage"


def test_values_that_are_no_numbers_are_refused_from_python_too() -> None:
    """The forms hand over decimals, and a decimal may be NaN."""
    with pytest.raises(ValidationError, match="must be a number of at least 0"):
        AnswerPart.model_validate({"pilot": Decimal("NaN"), "production": Decimal(1)})
