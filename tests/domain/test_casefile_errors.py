"""What a case file must not say: every error at once, each with its path."""

import json
from typing import Any

import pytest

from assessments.domain.casefile import CaseFileErrors, parse
from assessments.domain.questionnaire import SECTIONS
from assessments.questionnaires import load

from .test_casefile import SHA, example

PROOF = [{"title": "Pilot plan", "link": "https://wiki.example.org/plan"}]


def errors_of(document: Any) -> tuple[str, ...]:
    text = document if isinstance(document, (str, bytes)) else json.dumps(document)
    with pytest.raises(CaseFileErrors) as caught:
        parse(text, load)
    return caught.value.errors


def with_answer(key: str, answer: Any) -> dict[str, Any]:
    return {**example(), "answers": {key: answer}}


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
    document["evidence"] = [{"title": "x", "sha256": SHA, "questions": ["data.nonsense", 7]}]

    assert set(errors_of(document)) == {
        "extra: is not a known key",
        "round: must be at least 1",
        "project.name: must not be empty",
        "project.manager: is not a known key",
        "answers.data.volume.pilot: must be a number of at least 0",
        "answers.data.volume.production: must be above 0: what production will have in its first year",
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
        "evidence.0.questions.1: must be a text",
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
        (
            "challenges",
            [{"question": "data.volume", "text": "x", "judgement": "upheld", "settled": True}],
            "challenges.0: judgement “upheld” does not go with settled",
        ),
        (
            "challenges",
            [{"question": "data.volume", "text": "x", "judgement": "dropped"}],
            "challenges.0: judgement “dropped” goes with settled",
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
        (
            "scope_register",
            [{"kind": "x", "volume_share": 60}, {"kind": "y", "volume_share": 60.5}, 4, {"kind": "z"}],
            "scope_register: together these kinds of case would be 120.5\xa0% of volume, more than all of it",
        ),
        (
            "scope_register",
            [{"kind": "x", "effort_share": 60}, {"kind": "y", "effort_share": 41}],
            "scope_register: together these kinds of case would be 101\xa0% of effort, more than all of it",
        ),
    ],
)
def test_wrong_part_names_its_path(part: str, value: Any, error: str | None) -> None:
    if error is None:
        assert parse(json.dumps({**example(), part: value}), load).claim.proportion
        return
    assert any(found.startswith(error) for found in errors_of({**example(), part: value}))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"done": True, "status": "open"}, ": done goes with the status done only"),
        ({"status": "dropped"}, ": dropped_because goes with the status dropped, which needs it"),
        ({"dropped_because": "no money"}, ": dropped_because goes with the status dropped, which needs it"),
        ({"status": "finished"}, ".status: must be 'open', 'in_progress', 'done' or 'dropped'"),
        ({"proof": [{"title": "Count"}]}, ".proof.0: needs a link or a sha256"),
    ],
)
def test_action_stands_in_one_way(said: dict[str, object], error: str) -> None:
    document = example()
    [action] = document["remedies"]["data"]["fix"]["actions"]
    del action["done"]
    action |= said

    assert f"remedies.data.fix.actions.0{error}" in errors_of(document)


@pytest.mark.parametrize("last", [80, 79.5])
def test_range_goes_up(last: float) -> None:
    document = example()
    document["remedies"]["support"]["acknowledge"]["adjusted"] |= {"value": 80, "to": last}

    assert errors_of(document) == (
        "remedies.support.acknowledge.adjusted: to must be above value: it is the upper end of the range",
    )


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


def test_errors_of_a_field_hide_no_error_of_the_whole() -> None:
    wrong = {"pilot": -1, "production": 0, "evidence": "measured", "how": "live"}

    assert set(errors_of(with_answer("data.volume", wrong))) == {
        "answers.data.volume.pilot: must be a number of at least 0",
        "answers.data.volume.production: must be above 0: what production will have in its first year",
        "answers.data.volume.how: is not asked here",
        'answers.data.volume: evidence "measured" needs at least one proof: a title with a link or a sha256',
    }


@pytest.mark.parametrize(
    ("part", "value", "error"),
    [
        ("project", {"name": " "}, "project.name: must not be empty"),
        ("settled", [{"rule": "K1", "why": " ", "by": "\t"}], "settled.0.why: must not be empty"),
        ("settled", [{"rule": "K1", "why": "x", "by": "\t"}], "settled.0.by: must not be empty"),
        (
            "answers",
            {"data.history": {"not_applicable": " "}},
            "answers.data.history.not_applicable: must not be",
        ),
    ],
)
def test_blanks_are_not_words(part: str, value: Any, error: str) -> None:
    assert any(found.startswith(error) for found in errors_of({**example(), part: value}))


def test_errors_beyond_reading_are_counted() -> None:
    document = {**example(), "answers": {f"data.x{number}": {} for number in range(600)}}

    errors = errors_of(document)
    assert len(errors) == 501
    assert errors[-1] == "file: and 700 errors more"


def test_many_keys_are_read_in_no_time() -> None:
    document = {**example(), "answers": {f"data.x{number}": {"level": 1} for number in range(8_000)}}

    assert errors_of(document)[0] == "answers.data.x0: is not a question of honest-pilot/1"
