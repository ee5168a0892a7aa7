"""The domain in another language: none of its own words stays in English."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest

from assessments.domain import casefile
from assessments.domain.candour import Given, Rule, prompts
from assessments.domain.case import (
    Acknowledgement,
    Answer,
    Case,
    Choice,
    Claim,
    Disagreement,
    Evidence,
    Fix,
    How,
    NotApplicable,
    Outcome,
    Quantity,
)
from assessments.domain.files import KINDS, NotAccepted, check_content, kind_of
from assessments.domain.language import enumerated, gettext, listed
from assessments.domain.numbers import LIMIT, NotANumber, counted, fixed, parse_number, plain, whole_percent
from assessments.domain.verdict import Assessed, assess
from assessments.questionnaires import texts
from tests.disguise import disguised, english_in, in_disguise

from .build import QUESTIONNAIRE, TODAY, UNKNOWN, choice, pair, perfect, perfect_case, with_answers

NONE = Evidence.NONE
DISGUISED = in_disguise(QUESTIONNAIRE)
CLAIM = Claim(metric="…", value=Decimal(95), unit="%", sample_size=500, result=Outcome.MET)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_disguise() -> Iterator[None]:
    with disguised():
        yield


def judged(answers: Mapping[str, Answer | None], **changes: object) -> Assessed:
    case = with_answers(perfect_case(claim=CLAIM), answers)
    return assess(replace(case, **changes), DISGUISED, TODAY)  # type: ignore[arg-type]


def test_question_set_lends_translated_words_to_the_claim() -> None:
    assert "hand-picked" in texts(QUESTIONNAIRE)
    assert "" not in texts(QUESTIONNAIRE)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"data.selection": UNKNOWN, "users.resistant": UNKNOWN},
        {"data.cleaning": UNKNOWN, "load.volume": UNKNOWN},
        {"data.selection": choice(4, NONE), "data.cleaning": choice(0)},
        {"load.volume": pair(1, 5_000), "load.concurrency": pair(50, 100, how=How.LOAD_TEST)},
        {"load.volume": pair(90, 100, NONE), "load.concurrency": pair(9, 100, NONE, How.LOAD_TEST)},
        {"integration.systems": pair(0, 4), "scope.coverage": pair(0, 40)},
        {"integration.systems": pair(2, 4), "scope.coverage": pair(1, 1)},
        {"integration.systems": pair(0, 0), "scope.coverage": UNKNOWN},
        {"integration.systems": None, "scope.coverage": None},
    ],
)
def test_claims_are_told_in_the_language_of_the_reader(answers: dict[str, Answer | None]) -> None:
    assessed = judged(answers)

    assert english_in([assessed.honest_claim, assessed.predicting_claim]) == set()


def test_claim_without_a_number_is_told_too() -> None:
    assert english_in([judged({}, claim=Claim()).honest_claim]) == set()


def test_claim_keeps_its_numbers_as_the_reader_writes_them() -> None:
    claim = judged({}, claim=replace(CLAIM, sample_size=1_500)).honest_claim

    assert "1.500" in claim
    assert "93,8-96,0 %" in claim


CONTRADICTIONS: dict[str, Answer | None] = {
    "data.cleaning": choice(0),
    "users.obligation": choice(0),
    "load.concurrency": pair(500, 1_000),
    "users.count": pair(100, 100),
    "users.selection": choice(0),
    "support.custom_work": choice(0),
    "scope.coverage": pair(1, 40),
    "integration.systems": pair(0, 4),
    "change.training": pair(10, 1),
    "data.volume": pair(10, 1_000),
    "scope.sample": pair(10, 1_000),
}


def test_contradictions_and_holds_are_told_in_the_language_of_the_reader() -> None:
    disagreement = Disagreement("data.selection", Choice(0))
    assessed = judged({**CONTRADICTIONS, "users.resistant": choice(4, NONE)}, disagreements=(disagreement,))

    assert {"K1", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K12"} <= {
        item.rule for item in assessed.contradictions
    }
    assert {hold.kind for hold in assessed.holds} >= {"disagreement", "missing_proof"}
    assert english_in(hold.text for hold in assessed.holds) == set()


def asked_twice(approver: str, asked_by: str, expires: date) -> Acknowledgement:
    return Acknowledgement("…", Quantity(Decimal(1), "%"), asked_by, approver, expires)


@pytest.mark.parametrize(
    "remedy",
    [
        Fix(()),
        asked_twice("", "1", date(2027, 1, 1)),
        asked_twice("1", "1", date(2027, 1, 1)),
        asked_twice("2", "1", date(2026, 1, 1)),
    ],
)
def test_reasons_of_dispositions_are_told(remedy: Fix | Acknowledgement) -> None:
    disposed = judged({"data.selection": choice(0)}, remedies={"data": remedy}).dispositions["data"]

    assert disposed.reason
    assert english_in([disposed.reason]) == set()


def test_unknown_finding_is_told_why_it_cannot_be_acknowledged() -> None:
    remedies = {"data": asked_twice("2", "1", date(2027, 1, 1))}
    disposed = judged({"data.selection": None}, remedies=remedies).dispositions["data"]

    assert disposed.reason
    assert english_in([disposed.reason]) == set()


def test_remarks_on_pairs_are_told() -> None:
    answers: dict[str, Answer | None] = {
        "integration.systems": pair(0, 0, NONE),
        "data.volume": pair(2_000, 1_000),
        "change.training": pair(1, 2),
        "scope.sample": pair(2_000, 1_000),
    }
    remarks = [remark for item in judged(answers).scored.values() for remark in item.remarks]

    assert len(remarks) >= 3
    assert english_in(remarks) == set()


def test_candour_prompts_are_told_with_their_rules() -> None:
    words = "·" * 50
    rows = [
        Given(
            question.key, replace(perfect(question, NONE), rationale=words), AT + place * timedelta(seconds=1)
        )
        for place, question in enumerate(QUESTIONNAIRE)
    ]
    last = rows[-1].question
    critical = next(question.key for question in QUESTIONNAIRE if question.critical)
    rows[0] = replace(rows[0], question=critical, answer=Answer(NotApplicable(words)))
    rows[-1] = replace(rows[-1], question=last, after_verdict=True)

    asked = prompts(rows, DISGUISED, claim_after_verdict=True)

    assert {prompt.rule for prompt in asked} == set(Rule)
    assert english_in(text for prompt in asked for text in (prompt.asks, prompt.why)) == set()


def test_errors_of_a_case_file_are_told() -> None:
    file = {
        "format": "0",
        "questionnaire": "honest-pilot/1",
        "project": {},
        "round": 0,
        "claim": {"unit": "%", "value": 1, "result": "met"},
        "answers": {
            "data.selection": {"level": True, "evidence": "verified"},
            "data.volume": {"pilot": -1, "production": 0},
            "data.cleaning": {"pilot": 1, "production": 1, "how": "live"},
            "users.count": {"level": 1},
            "load.stress_test": {"not_applicable": "·", "how": "live"},
            "users.selection": {"not_applicable": "·", "level": 2, "rationale": "\x00"},
            "x.y": {},
        },
        "remedies": {"z": {}, "data": {"acknowledge": {"asked_by": "1", "approver": "1", "expires": "·"}}},
        "settled": [{"rule": "·", "why": "", "by": "1"}],
        "rulings": [{"question": "·", "by": "1"}],
        "evidence": [{"title": "1", "link": "·", "questions": ["·"]}, {"title": "1", "sha256": "·"}],
        "notes": 1,
        "decision": {"what": "·", "by": "1", "on": "·"},
        "more": 1,
    }
    with pytest.raises(casefile.CaseFileErrors) as caught:
        casefile.parse(json.dumps(file)[:-1] + ', "notes": 2}', lambda _: QUESTIONNAIRE)

    named = {"honest", "pilot", "case", "met", "not", "none", "live", "load", "test", "verified"}
    values = {"proceed", "adjusted", "fix", "first", "stop", "documented", "measured", "True"}
    sections = {section.key for section in QUESTIONNAIRE.sections}
    assert len(caught.value.errors) > 30
    told = [error.partition(": ")[2] for error in caught.value.errors]
    assert english_in(told) <= named | values | sections


@pytest.mark.parametrize("text", ["", "[]", "9" * 5_000_001, b"\xff", "[" * 100_000])
def test_file_that_cannot_be_read_is_told(text: str | bytes) -> None:
    with pytest.raises(casefile.CaseFileErrors) as caught:
        casefile.parse(text, lambda _: QUESTIONNAIRE)

    assert english_in(caught.value.errors) <= {"Expecting", "value"}  # what Python says of JSON


@pytest.mark.parametrize("typed", ["·", "-1", "1.000", "9" * 16])
def test_refused_numbers_are_told(typed: str) -> None:
    with pytest.raises(NotANumber) as caught:
        parse_number(typed)

    assert english_in([str(caught.value)]) == set()


@pytest.mark.parametrize(
    ("name", "declared", "content"),
    [
        ("1", "", b"1"),
        ("1.exe.pdf", "", b"1"),
        ("1.pdf", "text/html", b"1"),
        ("1.pdf", "", b""),
        ("1.pdf", "", b"1"),
        ("1.txt", "", b"<html>"),
        ("1.txt", "", b"\x00"),
        ("1.docx", "", b"1"),
    ],
)
def test_refused_files_are_told(name: str, declared: str, content: bytes) -> None:
    with pytest.raises(NotAccepted) as caught:
        check_content(kind_of(name, declared), BytesIO(content))

    kinds = {"PDF", "PNG", "JPEG", "WebP", "GIF", "TXT", "LOG", "MD", "CSV"}
    assert english_in([str(caught.value)]) - kinds <= {"pdf", "exe", "txt", "text", "html"}


def test_kinds_of_files_have_a_word_to_translate() -> None:
    assert english_in(gettext(kind.word) for kind in KINDS) == set()


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["1"], "1"), (["1", "2"], "1 ••• 2"), (["1", "2", "3"], "1, 2 ••• 3")]
)
def test_listed_joins_names_as_the_language_does(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_enumerated_has_no_word_between_its_parts() -> None:
    assert enumerated(["1", "2", "3"]) == "1, 2, 3"


def test_numbers_are_written_as_the_language_does() -> None:
    assert plain(LIMIT) == "1.000.000.000.000.000"
    assert fixed(Decimal("1234.5"), 2) == "1.234,50"
    assert whole_percent(Fraction(1, 1_000)) == "••••• 1 %"


@pytest.mark.parametrize("unit", ["cas", "Hinweis", "••••••s"])
def test_unit_of_another_language_keeps_its_letters(unit: str) -> None:
    assert counted(1, unit) == f"1 {unit}"


def test_nothing_in_a_case_is_needed_from_english() -> None:
    empty = Case(QUESTIONNAIRE.id, "")

    assert english_in([assess(empty, DISGUISED, TODAY).honest_claim]) == set()
