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
    Action,
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
    Progress,
    Proof,
    Quantity,
)
from assessments.domain.casefile import json_schema, parse, to_json, to_text
from assessments.domain.casefile.schema import AnswerPart
from assessments.questionnaires import load

from .build import perfect_case

SHA = "0123456789abcdef" * 4
EXAMPLE = (Path(__file__).parent / "example_case.json").read_text()
PROOF = [{"title": "Pilot plan", "link": "https://wiki.example.org/plan"}]


def example() -> dict[str, Any]:
    """A file that uses every part of the format."""
    document: dict[str, Any] = json.loads(EXAMPLE)
    return document


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


def test_what_became_of_a_remedy_survives_the_way_out_and_in() -> None:
    due, proof = date(2026, 12, 15), (Proof("Count", "https://wiki.example.org/count"),)
    actions = (
        Action("re-run", "lead", due),
        Action("count", "Olga", due, Progress.DONE, "a count", "EUR 500", proof=proof),
        Action("train", "HR", due, Progress.IN_PROGRESS),
        Action("hire", "HR", due, Progress.DROPPED, dropped_because="no money"),
    )
    number = Quantity(Decimal(70), "%", Decimal("80.5"))
    acknowledged = Acknowledgement("less", number, "lead", "head", due, effect="two more people")
    case = perfect_case(remedies={"data": Fix(actions), "users": acknowledged})

    document = json.loads(to_text(case))

    assert document["remedies"]["data"]["fix"]["actions"][0] == {
        "what": "re-run",
        "owner": "lead",
        "due": "2026-12-15",
    }
    assert document["remedies"]["data"]["fix"]["actions"][1]["done"] is True
    assert parse(json.dumps(document), load) == case


def test_perfect_case_survives_the_way_out_and_in() -> None:
    case = perfect_case()

    assert parse(to_text(case), load) == case


def test_smallest_file_is_a_name_and_nothing_answered() -> None:
    smallest = {"format": "honest-pilot-case/1", "questionnaire": "honest-pilot/1", "project": {"name": "A"}}

    assert parse(b"\xef\xbb\xbf" + json.dumps(smallest).encode(), load) == Case("honest-pilot/1", "A")


def test_published_schema_is_valid_and_takes_the_example() -> None:
    Draft202012Validator.check_schema(json_schema())

    assert list(Draft202012Validator(json_schema()).iter_errors(example())) == []


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
