"""What a report says: everything that was answered, in the words agreed on."""

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import get_commands

from assessments.domain.questionnaire import SECTIONS
from reports.content import words
from reports.content.record import HistoryMark, Provenance, attachments, canonical, digest, freeze
from reports.content.report import ReportContent, report_content

from . import example_cases as examples

CASES = (examples.busy, examples.sparse, examples.good, examples.honest_no)


def content_of(document: dict[str, Any], **more: Any) -> ReportContent:
    return report_content(examples.record_of(examples.case_of(document), **more))


def with_answers(**answers: Any) -> dict[str, Any]:
    keyed = {key.replace("__", "."): answer for key, answer in answers.items()}
    return {**examples.BUSY, "answers": {**examples.BUSY_ANSWERS, **keyed}}


def answer_text(content: ReportContent, key: str) -> str:
    return next(answer.text for answer in content.answers if answer.key == key)


def texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_in(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts_in(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("make", CASES)
def test_record_is_json_and_reads_back_equal(make: Any) -> None:
    record = examples.record_of(make())
    read = json.loads(canonical(record))
    assert read == record
    assert digest(read) == digest(record)
    assert report_content(read) == report_content(record)


def test_digest_ignores_the_order_of_keys_and_sees_every_change() -> None:
    record = examples.record_of(examples.busy())
    reordered = dict(reversed(record.items()))
    assert digest(reordered) == digest(record)
    assert digest({**record, "as_of": "2026-04-01"}) != digest(record)


def test_attachments_are_the_case_the_result_and_the_record() -> None:
    record = examples.record_of(examples.busy())
    files = {name: json.loads(text) for name, text in attachments(record).items()}
    assert files == {"case.json": record["case"], "result.json": record["result"], "record.json": record}


@pytest.mark.parametrize("make", CASES)
def test_every_question_of_the_set_appears_once(make: Any) -> None:
    content = report_content(examples.record_of(make()))
    assert [answer.key for answer in content.answers] == [question.key for question in examples.QUESTIONS]
    assert tuple(section.key for section in content.sections) == SECTIONS


def test_everything_answered_is_in_the_content() -> None:
    case = examples.busy()
    said = "\n".join(texts_in(report_content(examples.record_of(case))))
    for answer in case.answers.values():
        assert answer.rationale in said
        assert all(proof.title in said and proof.link in said for proof in answer.proof)
    for text in ("Data steward", "Head of operations", "70 % adoption", "credit notes", "week seven"):
        assert text in said


@pytest.mark.parametrize(
    ("key", "answer", "text"),
    [
        ("data.volume", {"pilot": 500, "production": 50000}, "500 records of 50,000: 1 %"),
        ("data.volume", {"pilot": 500}, "500 records in the pilot, not known in production"),
        ("data.volume", {"production": 5}, "not known in the pilot, 5 in production"),
        (
            "data.volume",
            {"pilot": 6, "production": 5},
            "6 records in the pilot, 5 in production: 100 %",
        ),
        (
            "change.training",
            {"pilot": 8, "production": 2},
            "8 hours for each user in the pilot, 2 in production: 25 %, the pilot had more",
        ),
        ("data.defect_rate", {"pilot": 2, "production": 16}, "2 % in the pilot, 16 in production: 12 %"),
        ("load.volume", {"pilot": 50, "production": 100, "how": "load_test"},
         "50 transactions a day of 100, in a load test: 50 %"),
        ("support.response", {"pilot": 2, "production": 48}, "2 hours in the pilot, 48 in production: 4.2 %"),
        ("data.selection", {"level": 0}, "Hand-picked or curated sample"),
        ("data.selection", {"not_known": True}, "not known"),
        ("support.vendor_exit", {"not_applicable": "own product", "agreed_by": "Reviewer"},
         "not applicable: own product (agreed by Reviewer)"),
        ("support.vendor_exit", {"not_applicable": "own product"},
         "not applicable: own product (not agreed, so it counts as not known)"),
    ],
)  # fmt: skip
def test_answers_are_told_in_words(key: str, answer: dict[str, Any], text: str) -> None:
    assert answer_text(content_of(with_answers(**{key.replace(".", "__"): answer})), key) == text


def test_just_over_the_line_is_marked_unless_coverage_is_full() -> None:
    full = {"pilot": 40, "production": 40}
    marked = {
        answer.key for answer in content_of(with_answers(scope__coverage=full)).answers if answer.just_over
    }
    assert marked == {"integration.systems", "change.training"}


def test_blank_question_is_told_as_not_answered() -> None:
    content = report_content(examples.record_of(examples.sparse()))
    assert answer_text(content, "criteria.stop") == "not answered"
    assert "criteria.stop" in {answer.key for answer in content.not_answered}


def test_agreed_not_applicable_is_no_open_question() -> None:
    content = report_content(examples.record_of(examples.busy()))
    vendor_exit = next(answer for answer in content.answers if answer.key == "support.vendor_exit")
    assert (vendor_exit.state, vendor_exit.evidenced) == ("not_applicable", None)
    assert vendor_exit not in content.not_answered
    assert {answer.key for answer in content.not_answered} == {
        "data.bad_records",
        "load.recovery",
        "integration.outage",
    }


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        ("predictive", "This result predicts production."),
        ("conditionally_predictive", "This result predicts production only under the conditions named."),
        ("not_predictive", "This result is no evidence for production."),
    ],
)
def test_verdict_is_a_sentence_about_the_result(verdict: str, sentence: str) -> None:
    assert words.verdict_sentence(verdict) == sentence


@pytest.mark.parametrize("readiness", sorted(words.READINESS))
@pytest.mark.parametrize("result", sorted(words.RESULTS))
def test_readiness_has_words_and_a_task_with_every_result(readiness: str, result: str) -> None:
    assert words.readiness_words(readiness, result)
    assert words.readers_task(readiness, result).endswith(".")


def test_words_never_foretell_a_failure() -> None:
    spoken = [*words.VERDICTS.values(), *words.VERDICT_REASONS.values(), *words.TASKS.values()]
    assert not [text for text in spoken if "will fail" in text]


def test_honest_no_is_predictive_and_ready_to_say_no() -> None:
    standing = report_content(examples.record_of(examples.honest_no())).standing
    assert standing.verdict_sentence == "This result predicts production."
    assert standing.result_name == "not met"
    assert standing.readiness_words == (
        "Ready to decide: the pilot predicts that the criterion will be missed"
    )
    assert "says no" in standing.readers_task


def test_undecided_names_what_is_open() -> None:
    standing = report_content(examples.record_of(examples.busy())).standing
    assert standing.readiness_reason == (
        "Open: 1 unsettled contradiction, 1 open challenge, 2 critical answers without proof, "
        "4 findings without a decision and 1 acknowledgement that expired."
    )


def test_proofs_are_numbered_once_in_the_order_of_the_answers() -> None:
    content = report_content(examples.record_of(examples.busy()))
    assert [proof.number for proof in content.evidence] == [1, 2, 3, 4, 5, 6]
    assert content.evidence[0].title == "Pilot plan, version 3"
    assert content.evidence[0].dated == "20 November 2025"
    used = {number for answer in content.answers for number in answer.proofs}
    assert used == {1, 2, 3, 4, 5, 6}


def test_contradictions_tell_the_answers_that_clash() -> None:
    (clash,) = report_content(examples.record_of(examples.busy())).contradictions
    assert (clash.rule, clash.settled) == ("K1", False)
    assert [name for name, _ in clash.answers] == ["how the sample was chosen", "cleaning before the pilot"]


def test_settled_contradiction_stays_in_the_report() -> None:
    settled = [{"rule": "K1", "why": "cleaned after sampling", "by": "Reviewer"}]
    content = content_of({**examples.BUSY, "settled": settled})
    assert content.contradictions[0].settlement == "Settled by Reviewer: cleaned after sampling"
    assert content.open_contradictions == ()


def test_lowered_grade_is_told_with_its_reason() -> None:
    content = report_content(examples.record_of(examples.busy()))
    deferred = next(answer for answer in content.answers if answer.key == "scope.deferred")
    assert deferred.grade_word == "none"
    assert deferred.grade_note == "lowered from documented by Reviewer: The list has no effort figures"
    assert deferred.levels_text == "1, claimed 3"


def test_of_several_rulings_the_one_in_force_is_told() -> None:
    ruled = [
        {"question": "scope.deferred", "lowered_grade": grade, "by": by, "why": "Not dated."}
        for grade, by in (
            ("documented", "Early reviewer"),
            ("none", "Strict reviewer"),
            ("documented", "Late"),
        )
    ]
    content = content_of({**examples.BUSY, "rulings": ruled})
    deferred = next(answer for answer in content.answers if answer.key == "scope.deferred")
    assert deferred.grade_note == "lowered from documented by Strict reviewer: Not dated"


def test_ruling_that_changed_nothing_is_not_told() -> None:
    ruled = [{"question": "scope.deferred", "lowered_grade": "measured", "by": "Reviewer", "why": "Fine."}]
    frozen = examples.record_of(examples.case_of({**examples.BUSY, "rulings": ruled}))
    answers = (question for section in frozen["sections"] for question in section["questions"])
    assert next(answer for answer in answers if answer["key"] == "scope.deferred")["ruling"] is None


def test_pages_name_only_ways_to_verify_that_exist() -> None:
    steps = " ".join(report_content(examples.record_of(examples.busy())).verification)
    assert "page" not in steps.replace("pages were made", "").replace("every page", "")
    assert set(re.findall(r"manage\.py (\w+)", steps)) <= set(get_commands())


def test_unseen_events_can_be_checked_by_hand() -> None:
    unseen = report_content(examples.record_of(examples.busy())).unseen
    assert unseen.rate_text == "0.597 %"
    assert unseen.by_hand == "By hand: 3 ÷ 500 = 0.6 %."
    assert unseen.per_month_text == "11.9"


def test_unseen_events_of_a_chosen_sample_are_at_least() -> None:
    content = content_of(with_answers(data__selection={"level": 0}))
    assert content.unseen.caution.startswith("At least")


def test_changed_production_values_are_told_old_and_new() -> None:
    before = {**with_answers(data__volume={"pilot": 500, "production": 42000}), "round": 1}
    previous = examples.record_of(examples.case_of(before), as_of=date(2025, 12, 15))
    record = examples.record_of(examples.busy(), Provenance(previous=previous))
    content = report_content(record)
    assert [(change.old, change.new) for change in content.changes] == [("42,000", "50,000")]
    assert content.previous.startswith("Round 1 of 15 December 2025 was not predictive")
    assert content.sections[0].before == "unmatched, level 0"


def test_identity_names_every_digest() -> None:
    at = datetime(2026, 3, 31, 14, 5, tzinfo=UTC)
    provenance = Provenance("Maria Keller", at, submission_sha256="ab" * 32, registered=True)
    record = examples.record_of(examples.busy(), provenance)
    facts = {fact.label: fact.value for fact in report_content(record).identity}
    assert facts["Record, SHA-256"] == digest(record)
    assert facts["Submission, SHA-256"] == "ab" * 32
    assert facts["Concluded at"] == "31 March 2026, 14:05 UTC"
    assert facts["Register"] == "registered"


def test_identity_names_the_history() -> None:
    mark = HistoryMark("assessment:1", 57, "cd" * 32, (8, "ef" * 32))
    content = report_content(examples.record_of(examples.busy(), Provenance(history=mark)))

    facts = {fact.label: fact.value for fact in content.identity}
    assert facts["History"] == "entry 57 of assessment:1"
    assert facts["History entry, SHA-256"] == "cd" * 32
    assert facts["All histories, anchor 8, SHA-256"] == "ef" * 32
    assert any("verify_history" in step for step in content.verification)


def test_identity_without_an_anchor_names_the_history_alone() -> None:
    record = examples.record_of(
        examples.busy(), Provenance(history=HistoryMark("assessment:1", 57, "cd" * 32))
    )

    assert not any("anchor" in fact.label for fact in report_content(record).identity)


def test_record_older_than_the_history_still_reads() -> None:
    record = examples.record_of(examples.busy())
    del record["history"]

    content = report_content(record)
    assert not any("History" in fact.label for fact in content.identity)
    assert not any("verify_history" in step for step in content.verification)


def test_one_proof_spelt_twice_is_registered_once() -> None:
    twice = [
        {"title": "Pilot  log", "link": "https://wiki.example.org/log/"},
        {"title": "pilot log", "link": "https://wiki.example.org/log"},
    ]
    content = content_of(
        with_answers(data__selection={"level": 3, "evidence": "documented", "rationale": "", "proof": twice})
    )

    assert [proof.link for proof in content.evidence].count(twice[0]["link"]) == 1
    assert twice[1]["link"] not in [proof.link for proof in content.evidence]


def test_answers_that_say_not_known_are_counted_apart() -> None:
    content = content_of(with_answers(data__selection={"not_known": True}))

    assert re.search(r"answered, \d+ of them not known$", content.standing.answered)
    assert "not known" not in report_content(examples.record_of(examples.good())).standing.answered


@pytest.mark.parametrize(
    ("key", "pilot", "production", "direction"),
    [
        ("change.training", 16, 2, "the pilot had more"),
        ("change.training", 1, 2, "the pilot had less"),
        ("change.training", 2, 2, ""),
        ("data.volume", 5, 6, ""),
        ("data.volume", 6, 5, "the pilot had more"),
    ],
)
def test_pair_says_which_side_had_more_where_its_ratio_does_not(
    key: str, pilot: int, production: int, direction: str
) -> None:
    content = content_of(with_answers(**{key.replace(".", "__"): {"pilot": pilot, "production": production}}))

    assert next(pair.direction for pair in content.pairs if pair.key == key) == direction


def test_unseen_events_are_drawn_only_where_a_month_brings_more_cases() -> None:
    fewer = content_of(with_answers(scope__sample={"pilot": 500, "production": 900})).unseen
    as_many = content_of(with_answers(scope__sample={"pilot": 500, "production": 500})).unseen

    assert (fewer.can_be_drawn, as_many.can_be_drawn) == (True, False)


def test_record_read_after_an_acknowledgement_expired_is_undecided() -> None:
    acknowledge = examples.BUSY["remedies"]["support"]  # type: ignore[index]
    best = {question.key: examples.best(question) for question in examples.QUESTIONS}
    best["support.provider"] = {**best["support.provider"], "level": 1}
    record = examples.record_of(
        examples.case_of({**examples.BUSY, "answers": best, "challenges": [], "rulings": [],
                          "remedies": {"support": acknowledge}})
    )  # fmt: skip
    assert report_content(record).standing.readiness == "ready_with_adjusted_expectations"
    late = report_content(record, on=date(2027, 3, 31)).standing
    assert late.readiness == "undecided"
    assert late.readiness_reason == "Needs renewal: an acknowledgement expired on 31 March 2027."


def test_index_never_stands_without_the_sentence() -> None:
    standing = report_content(examples.record_of(examples.busy())).standing
    assert standing.index == "15.6"
    assert Decimal(standing.optimism) == Decimal("0.08")
    assert standing.verdict_sentence


def test_method_prints_the_thresholds_of_every_pair() -> None:
    record = freeze(examples.assessed(examples.busy()), provenance=Provenance())
    lines = {line.name: line.begins for line in report_content(record).thresholds}
    assert len(lines) == 11
    assert lines["number of records"] == ("0.2 %", "2 %", "10 %", "50 %")
