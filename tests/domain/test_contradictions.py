"""The twelve contradictions: each broken by its answers and by nothing less."""

from dataclasses import replace

import pytest

from assessments.domain.case import Answer, Evidence, How, Outcome, Settlement
from assessments.domain.contradictions import rule_names
from assessments.domain.verdict import Readiness, Verdict

from .build import CLAIM, UNKNOWN, choice, judged, pair, perfect_but, perfect_case, with_answers

Answers = dict[str, Answer | None]

BROKEN: list[tuple[str, Answers, tuple[str, ...]]] = [
    ("K1", {"data.cleaning": choice(0)}, ("data.selection", "data.cleaning")),
    ("K2", {"users.obligation": choice(0)}, ("users.selection", "users.obligation")),
    ("K3", {"load.concurrency": pair(89, 100)}, ("load.stress_test", "load.concurrency")),
    ("K4", {"integration.systems": pair(0, 4)}, ("integration.critical", "integration.systems")),
    ("K5", {"support.custom_work": choice(0)}, ("support.provider", "support.custom_work")),
    ("K6", {"scope.coverage": pair(99, 100)}, ("scope.deferred", "scope.coverage")),
    ("K7", {"users.selection": choice(0)}, ("criteria.conditions", "users.selection")),
    ("K8", {"data.volume": pair(400, 400), "scope.sample": pair(499, 499)}, ("data.volume", "scope.sample")),
    ("K8", {"data.volume": UNKNOWN, "scope.sample": pair(499, 499)}, ("scope.sample",)),
    ("K9", {"users.count": pair(999, 1000)}, ("load.concurrency", "users.count")),
    ("K10", {"change.training": pair(40, 19)}, ("change.support", "change.training")),
    ("K11", {"support.provider": choice(0)}, ("support.response", "support.provider")),
    (
        "K12",
        {"users.selection": choice(0), "users.count": pair(900, 1000)},
        ("users.count", "users.selection"),
    ),
]

WHOLE: list[tuple[str, Answers]] = [
    ("K1", {"data.cleaning": choice(1)}),
    ("K2", {"users.obligation": choice(1)}),
    ("K3", {"load.concurrency": pair(90, 100)}),
    ("K3", {"load.concurrency": UNKNOWN}),
    ("K4", {"integration.systems": pair(1, 4)}),
    ("K4", {"integration.systems": pair(0, 0)}),
    ("K4", {"integration.systems": pair(0, 4), "integration.critical": choice(2)}),
    ("K4", {"integration.systems": pair(0, 4), "integration.critical": UNKNOWN}),
    ("K6", {"scope.coverage": UNKNOWN}),
    ("K7", {"users.selection": choice(1)}),
    ("K7", {"users.selection": choice(0), "criteria.conditions": choice(3)}),
    ("K8", {"data.volume": pair(500, 500), "scope.sample": pair(1, 500)}),
    ("K8", {"data.volume": UNKNOWN, "scope.sample": UNKNOWN}),
    ("K9", {"users.count": pair(999, 1000), "load.concurrency": pair(1000, 1000, how=How.LOAD_TEST)}),
    ("K9", {"users.count": UNKNOWN}),
    ("K9", {"load.concurrency": UNKNOWN}),
    ("K10", {"change.training": pair(40, 20)}),
    ("K11", {"support.provider": choice(1)}),
    ("K12", {"users.selection": choice(0), "users.count": pair(899, 1000)}),
    ("K12", {"users.selection": choice(0), "users.count": UNKNOWN}),
]


@pytest.mark.parametrize(("rule", "answers", "questions"), BROKEN)
def test_contradiction_is_found_and_names_its_answers(
    rule: str, answers: Answers, questions: tuple[str, ...]
) -> None:
    found = {item.rule: item for item in perfect_but(answers).contradictions}

    assert found[rule].questions == questions
    assert found[rule].text.endswith(".")


@pytest.mark.parametrize(("rule", "answers"), WHOLE)
def test_contradiction_is_absent_short_of_its_condition(rule: str, answers: Answers) -> None:
    assert rule not in {item.rule for item in perfect_but(answers).contradictions}


def test_every_rule_of_the_catalogue_has_its_case() -> None:
    assert {rule for rule, *_ in BROKEN} == set(rule_names()) == {f"K{number}" for number in range(1, 13)}


@pytest.mark.parametrize(
    ("result", "sample_size", "rule"), [(Outcome.NOT_MET, 500, "K7"), (Outcome.MET, None, "K8")]
)
def test_contradictions_with_the_claim_need_its_facts(
    result: Outcome, sample_size: int | None, rule: str
) -> None:
    answers: Answers = {"users.selection": choice(0), "data.volume": pair(4, 4), "scope.sample": pair(4, 4)}
    claim = replace(CLAIM, result=result, sample_size=sample_size)
    case = with_answers(perfect_case(claim=claim), answers)

    assert rule not in {item.rule for item in judged(case).contradictions}


@pytest.mark.parametrize("evidence", list(Evidence))
def test_contradictions_look_at_claims_not_at_evidence(evidence: Evidence) -> None:
    answers = {"data.cleaning": choice(0, evidence), "data.selection": choice(4, evidence)}

    assert "K1" in {item.rule for item in perfect_but(answers).contradictions}


def test_contradiction_holds_the_verdict_until_settled() -> None:
    case = with_answers(perfect_case(), {"change.training": pair(40, 19)})
    case = with_answers(case, {"users.count": pair(999, 1000), "load.concurrency": pair(1000, 1000)})
    only_k9 = with_answers(case, {"change.training": pair(40, 40)})
    settled = replace(only_k9, settled=(Settlement("K9", "guests are counted in the peak", "reviewer"),))

    assert judged(only_k9).verdict is Verdict.CONDITIONALLY_PREDICTIVE
    assert judged(only_k9).readiness is Readiness.UNDECIDED
    assert judged(settled).verdict is Verdict.PREDICTIVE
    assert judged(settled).contradictions[0].settlement is not None
