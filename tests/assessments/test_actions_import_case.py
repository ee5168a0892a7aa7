"""A case file as a round: all of it or nothing."""

import json
from importlib import import_module
from typing import Any

import pytest

from assessments import questionnaires
from assessments.actions import NotAllowed, RoundOpen, import_case, import_project
from assessments.domain import casefile
from assessments.domain.casefile import CaseFileErrors
from assessments.models import Answer, Assessment, EvidenceItem, Project, State
from assessments.queries import case_of, questions_answered_by
from tests.factories import NOW, AssessmentFactory, PersonFactory, ProjectFactory, member

pytestmark = pytest.mark.django_db

PROOF = {"title": "Plan", "link": "https://wiki.example.org/plan"}
CASE: dict[str, Any] = {
    "format": "honest-pilot-case/1",
    "questionnaire": "honest-pilot/1",
    "project": {"name": "Invoice triage"},
    "round": 1,
    "claim": {"metric": "accuracy", "value": 95, "unit": "%", "sample_size": 500},
    "answers": {
        "data.selection": {"level": 0, "evidence": "documented", "rationale": "picked", "proof": [PROOF]},
        "data.cleaning": {"level": 1, "evidence": "documented", "proof": [PROOF]},
        "load.volume": {"pilot": 50, "production": 5000, "how": "load_test"},
        "users.resistant": {"not_known": True},
        "integration.outage": {"not_applicable": "nothing is called", "agreed_by": "reviewer"},
    },
}


def text(**changes: Any) -> str:
    return json.dumps(CASE | changes)


def imported(case_text: str, **options: Any) -> Assessment:
    project = options.pop("project", None) or ProjectFactory()
    return import_case(project=project, text=case_text, by=options.pop("by", None) or member(project), at=NOW)


def test_round_says_what_the_file_says_but_for_what_others_decide() -> None:
    assessment = imported(text())

    expected = casefile.parse(text(), questionnaires.load)
    found = case_of(assessment)
    assert assessment.state == State.DRAFT
    assert found.claim == expected.claim
    assert {key: found.answers[key] for key in CASE["answers"] if key != "integration.outage"} == {
        key: expected.answers[key] for key in CASE["answers"] if key != "integration.outage"
    }
    assert found.answers["integration.outage"].said.agreed_by == ""  # type: ignore[union-attr]


def test_a_proof_of_two_answers_is_one_item() -> None:
    assessment = imported(text())

    assert EvidenceItem.objects.filter(assessment=assessment).count() == 1


def test_every_error_is_told_at_once_and_nothing_is_stored() -> None:
    answers = {
        "data.selection": {"level": 7},
        "data.nonsense": {"level": 1},
        "load.volume": {"pilot": -1, "production": 5},
    }

    with pytest.raises(CaseFileErrors) as refused:
        imported(text(answers=answers))

    assert len(refused.value.errors) >= 3
    assert not Assessment.objects.exists()


def test_another_question_set_is_refused() -> None:
    with pytest.raises(CaseFileErrors, match="questionnaire"):
        imported(text(questionnaire="other/9"))


def test_set_that_new_rounds_do_not_ask_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("assessments.actions.import_case"), "QUESTION_SET", "honest-pilot/2")

    with pytest.raises(CaseFileErrors, match="questionnaire: must be honest-pilot/2, which new rounds ask"):
        imported(text())


def test_round_must_be_the_next_one() -> None:
    with pytest.raises(CaseFileErrors, match="round: must be 1"):
        imported(text(round=2))

    assert not Assessment.objects.exists()


def test_next_round_holds_the_file_and_nothing_carried_over() -> None:
    first = imported(text())
    lead = first.started_by
    Assessment.objects.filter(pk=first.pk).update(
        state=State.WITHDRAWN, withdrawn_by=lead, withdrawn_at=NOW, withdraw_reason="again"
    )

    second = imported(text(round=2, answers={"data.selection": {"level": 2}}), project=first.project, by=lead)

    assert list(Answer.objects.filter(assessment=second).values_list("question", "level")) == [
        ("data.selection", 2)
    ]
    assert not EvidenceItem.objects.filter(assessment=second).exists()


def test_open_round_is_not_replaced() -> None:
    current = AssessmentFactory()

    with pytest.raises(RoundOpen):
        imported(text(), project=current.project)


def test_stranger_imports_nothing() -> None:
    with pytest.raises(NotAllowed):
        imported(text(), by=PersonFactory())


def test_whoever_imports_has_verified_nothing() -> None:
    project = ProjectFactory()
    lead = member(project, name="Lea")
    answers = {"data.selection": {"level": 3, "evidence": "verified", "verified_by": "LEA", "proof": [PROOF]}}

    with pytest.raises(CaseFileErrors, match=r"answers\.data\.selection\.verified_by"):
        imported(text(answers=answers), project=project, by=lead)


OPEN: dict[str, Any] = {
    "challenges": [
        {"question": "data.history", "text": "answered", "settled": True},
        {"question": "data.selection", "text": "who picked them?"},
    ],
    "rulings": [
        {"question": "integration.outage", "agreed_not_applicable": True, "by": "Rui"},
        {"question": "data.selection", "lowered_grade": "none", "by": "Rui"},
    ],
    "disagreements": [{"question": "data.selection", "second": {"level": 4}}],
}


def test_what_holds_a_verdict_is_not_forgotten() -> None:
    with pytest.raises(CaseFileErrors) as refused:
        imported(text(**OPEN))

    assert refused.value.errors == (
        "challenges.1: an import keeps none that is open: settle it, then import the file",
        (
            "rulings: an import keeps no lowered grade: state none as the evidence of answers.data.selection "
            "and leave the ruling out"
        ),
        "disagreements.0: an import keeps none that is open: settle it, then import the file",
    )
    assert not Assessment.objects.exists()


def test_what_is_settled_or_beside_the_verdict_stays_in_the_file() -> None:
    beside = {
        "challenges": OPEN["challenges"][:1],
        "rulings": OPEN["rulings"][:1],
        "disagreements": [{**OPEN["disagreements"][0], "settled": True, "by": "Rui", "why": "miscounted"}],
        "notes": "as told",
        "outcomes": [{"days": 30, "state": "below"}],
    }

    case = case_of(imported(text(**beside)))

    assert set(case.answers) == set(CASE["answers"])
    assert not any((case.challenges, case.disagreements, case.notes, case.outcomes))


REGISTER: list[dict[str, Any]] = [
    {
        "kind": "credit notes",
        "volume_share": 12.5,
        "effort_share": 40,
        "plan": "by hand",
        "due": "2020-01-31",
    },
    {"kind": "foreign currencies"},
]


def test_register_of_scope_comes_in_whole() -> None:
    case = case_of(imported(text(scope_register=REGISTER)))

    assert casefile.to_json(case)["scope_register"] == REGISTER


def test_kind_of_case_that_stands_twice_in_the_register_is_named() -> None:
    with pytest.raises(CaseFileErrors) as refused:
        imported(text(scope_register=[*REGISTER, {"kind": " credit notes"}]))

    assert refused.value.errors == ("scope_register.2.kind: stands in the register before",)


def test_not_applicable_needs_its_ground_in_the_file_too() -> None:
    answers = {
        "integration.systems": {"pilot": 1, "production": 4},
        "integration.critical": {"not_applicable": "stands alone"},
    }

    with pytest.raises(CaseFileErrors, match=r"integration\.critical.*integration\.systems"):
        imported(text(answers=answers))


def test_whoever_imports_has_answered_everything() -> None:
    assessment = imported(text())

    assert questions_answered_by(assessment, assessment.started_by) == set(CASE["answers"])


def test_project_comes_with_its_round() -> None:
    whole = {"name": "Invoice triage", "initiative": "Finance", "unit": "Shared services"}
    lead = PersonFactory()

    assessment = import_project(text=text(project=whole), token="once", by=lead, at=NOW)

    project = assessment.project
    assert (project.name, project.initiative.name, project.unit.name) == tuple(whole.values())
    assert project.memberships.get().person == lead
    assert set(case_of(assessment).answers) == set(CASE["answers"])
    with pytest.raises(RoundOpen):
        import_project(text=text(project=whole), token="once", by=lead, at=NOW)


def test_project_without_a_place_is_refused_whole() -> None:
    with pytest.raises(CaseFileErrors) as refused:
        import_project(text=text(round=2), token="", by=PersonFactory(), at=NOW)

    assert refused.value.errors == (
        "project.initiative: must not be empty: the new project belongs to it",
        "project.unit: must not be empty: the new project belongs to it",
        "round: must be 1, a new project's first",
    )


def test_file_that_holds_too_much_makes_no_project_either() -> None:
    whole = {"name": "Invoice triage", "initiative": "Finance", "unit": "Shared services"}

    with pytest.raises(CaseFileErrors, match="challenges"):
        import_project(text=text(project=whole, **OPEN), token="", by=PersonFactory(), at=NOW)

    assert not Project.objects.exists()
