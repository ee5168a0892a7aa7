"""The demo's case files, held against what one reader made of each public case."""

from datetime import date

import pytest

from assessments.actions import parsed
from assessments.domain.case import Case
from assessments.domain.questionnaire import SECTIONS
from assessments.domain.scoring import Finding
from assessments.domain.verdict import Assessed, Readiness, Verdict, assess
from assessments.questionnaires import load
from reports.demo.load import source_of
from reports.demo.plan import FOLDER, PLAN, WRITTEN_ON, DemoRound

MATCHED, PARTIAL, DIFFERS, UNDOCUMENTED = "m", "p", "d", "n"

READINGS = {
    "epic-sepsis-model": "dnpmnndp",
    "retinopathy-screening": "dddppndp",
    "watson-for-oncology": "dpnpnndd",
    "zillow-offers": "dndnnnpd",
    "automated-order-taking": "mmmpmpmm",
    "tessa-chatbot": "pddnddpd",
    "ed-chatbot": "nnnpndnp",
    "copilot-uk-government": "mpmmpmdm",
    "masai-mammography": "mmmmmpmp",
    "praim-mammography": "mpmmmpmp",
    "capio-st-goran": "mmmmmpmm",
    "trews-sepsis-alert": "mmmmmppm",
    "copilot-developers": "mmmmpmmm",
    "orion-routing": "mmmmmmmm",
    "data-centre-cooling": "mmmmmmpm",
}
"""Data, users, load, integration, change, support, criteria, scope: the reading of each first round."""

READ_ORDER = ("data", "users", "load", "integration", "change", "support", "criteria", "scope")

GROSSLY_WRONG = {
    MATCHED: {Finding.UNMATCHED, Finding.UNKNOWN},
    PARTIAL: {Finding.UNMATCHED},
    DIFFERS: {Finding.MATCHED, Finding.PARTIAL},
    UNDOCUMENTED: {Finding.MATCHED, Finding.PARTIAL, Finding.UNMATCHED},
}
"""A finding that would contradict the reading, not merely be stricter about evidence."""

NOT_HELD = (
    "epic-sepsis-model", "retinopathy-screening", "watson-for-oncology", "zillow-offers", "tessa-chatbot",
    "ed-chatbot", "copilot-uk-government",
)  # fmt: skip
HELD = (
    "masai-mammography", "praim-mammography", "capio-st-goran", "trews-sepsis-alert", "copilot-developers",
    "orion-routing", "data-centre-cooling",
)  # fmt: skip


def case_of(project: str, number: int = 1) -> Case:
    return parsed(DemoRound(project, number, 0).path.read_bytes())


def assessed(project: str, number: int = 1) -> Assessed:
    return assess(case_of(project, number), load(), WRITTEN_ON)


def test_every_file_is_planned_and_every_planned_file_is_there() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {demo.path.name for demo in PLAN}


@pytest.mark.parametrize("demo", PLAN, ids=lambda demo: f"{demo.project}-{demo.round}")
def test_demo_file_is_a_case_file_of_its_round(demo: DemoRound) -> None:
    case = parsed(demo.path.read_bytes())

    assert case.round == demo.round
    assert case.initiative
    assert case.unit


@pytest.mark.parametrize("project", READINGS)
def test_public_case_names_its_source_and_who_did_not_fill_it_in(project: str) -> None:
    case = case_of(project)

    assert source_of(case)
    assert "Nobody at the organisation named filled this in." in case.notes


@pytest.mark.parametrize(
    "demo", [demo for demo in PLAN if demo.project not in READINGS], ids=lambda demo: demo.path.stem
)
def test_invented_case_says_so(demo: DemoRound) -> None:
    case = parsed(demo.path.read_bytes())

    assert case.notes.startswith("Illustrative example, not a real organisation")
    assert case.project.endswith("(illustrative)")


@pytest.mark.parametrize("project", READINGS)
def test_findings_do_not_contradict_the_reading(project: str) -> None:
    found = assessed(project).sections
    readings = dict(zip(READ_ORDER, READINGS[project], strict=True))

    wrong = {
        section: (readings[section], found[section].finding)
        for section in SECTIONS
        if found[section].finding in GROSSLY_WRONG[readings[section]]
    }

    assert wrong == {}


@pytest.mark.parametrize("project", READINGS)
def test_section_without_documents_is_entered_as_not_known(project: str) -> None:
    found = assessed(project).sections
    undocumented = [key for key, reading in zip(READ_ORDER, READINGS[project], strict=True) if reading == "n"]

    assert all(
        item.unknown for key in undocumented for item in found[key].questions if item.question.critical
    )


def test_honest_pilot_that_said_no_is_predictive_with_the_result_not_met() -> None:
    orders = assessed("automated-order-taking")

    assert (orders.verdict, orders.result.value) == (Verdict.PREDICTIVE, "not_met")
    assert orders.readiness is Readiness.READY


def test_evaluation_with_volunteers_is_conditional_with_the_result_not_met() -> None:
    copilot = assessed("copilot-uk-government", 2)

    assert (copilot.verdict, copilot.result.value) == (Verdict.CONDITIONALLY_PREDICTIVE, "not_met")
    assert copilot.to_change_the_verdict == ("users",)


@pytest.mark.parametrize("project", NOT_HELD)
def test_pilot_whose_result_did_not_hold_was_no_evidence(project: str) -> None:
    assert assessed(project).verdict is Verdict.NOT_PREDICTIVE


@pytest.mark.parametrize("project", HELD)
def test_pilot_whose_result_held_was_evidence(project: str) -> None:
    assert assessed(project).verdict is not Verdict.NOT_PREDICTIVE


def test_every_finding_and_verdict_and_readiness_is_there_to_see() -> None:
    all_rounds = [assess(parsed(demo.path.read_bytes()), load(), WRITTEN_ON) for demo in PLAN]

    assert {item.verdict for item in all_rounds} == set(Verdict)
    assert {item.readiness for item in all_rounds} == set(Readiness)
    assert {section.finding for item in all_rounds for section in item.sections.values()} == set(Finding)


def test_acknowledgement_of_the_letters_has_expired() -> None:
    letters = case_of("warranty-letters")

    assert assess(letters, load(), date(2026, 11, 1)).readiness is Readiness.READY_ADJUSTED
    assert assess(letters, load(), WRITTEN_ON).readiness is Readiness.UNDECIDED
