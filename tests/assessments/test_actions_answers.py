"""Saving answers: versions, forms, evidence, and who may."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments import actions
from assessments.acting import acting_as
from assessments.domain.case import (
    Answer,
    Choice,
    Evidence,
    How,
    NotApplicable,
    NotKnown,
    Pair,
    Proof,
)
from assessments.models import Answer as Row
from assessments.models import Assessment, EvidenceItem, Person, Said, State
from tests.factories import NOW, AnswerFactory, OversightFactory, PersonFactory, member

from .browsing import WITH_HTMX, fields, save_url, signed_in
from .steps import COUNT, PLAN, accepted, agree, answer, apart, level, reopen, save, stored, submit

pytestmark = pytest.mark.django_db

LINKED = Answer(Choice(3), Evidence.DOCUMENTED, proof=(PLAN,))


def test_first_save_makes_version_one(assessment: Assessment, lead: Person) -> None:
    row = save(assessment, lead, level(2))

    assert (row.version, row.answered_by, row.answered_at) == (1, lead, NOW)
    assert not row.after_verdict
    assert stored(assessment) == level(2)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("data.selection", Answer(Choice(0), rationale="500 picked by the team")),
        ("data.selection", Answer(NotKnown(), rationale="nobody wrote it down")),
        ("data.selection", Answer(Choice(4), Evidence.MEASURED, proof=(COUNT, PLAN))),
        ("data.selection", Answer(Choice(4), Evidence.VERIFIED, proof=(PLAN,), verified_by="Audit office")),
        ("data.selection", Answer(Choice(1), rationale="x" * 20_000)),
        ("data.volume", Answer(Pair(Decimal(500), Decimal(50_000)), Evidence.DOCUMENTED, proof=(PLAN,))),
        ("data.volume", Answer(Pair(None, Decimal(999999999999999)))),
        ("data.volume", Answer(Pair(Decimal("123456789.123456"), None))),
        ("load.volume", Answer(Pair(Decimal("0.5"), Decimal(5_000), How.LOAD_TEST))),
        ("integration.outage", Answer(NotApplicable("nothing is called at run time"))),
        ("integration.systems", Answer(Pair(Decimal(0), Decimal(0)))),
    ],
)
def test_every_form_comes_back_as_it_was_given(
    assessment: Assessment, lead: Person, question: str, given: Answer
) -> None:
    save(assessment, lead, given, question)

    assert stored(assessment, question) == given


def test_form_may_change(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(Pair(Decimal(1), None)), "data.volume")
    save(assessment, lead, Answer(NotApplicable("no records")), "data.volume", seen=1)
    save(assessment, lead, Answer(NotKnown()), "data.volume", seen=2)

    assert stored(assessment, "data.volume") == Answer(NotKnown())


def test_change_needs_the_version_that_stands(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, lead, level(2))

    with pytest.raises(actions.StaleAnswer) as refused:
        save(assessment, respondent, level(3), seen=0)

    current = refused.value.current
    assert current is not None
    assert (current.level, current.answered_by) == (2, lead)
    assert save(assessment, respondent, level(3), seen=1).version == 2


def test_version_of_nothing_is_zero(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.StaleAnswer) as refused:
        save(assessment, lead, level(3), seen=4)

    assert refused.value.current is None
    assert stored(assessment) is None


def test_same_content_makes_no_new_version_whatever_was_seen(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, lead, LINKED)

    row = save(assessment, respondent, replace(LINKED, proof=(PLAN, PLAN), verified_by="unsaid"), seen=0)

    assert (row.version, row.answered_by) == (1, lead)


def test_blanked_answer_keeps_its_row_and_version(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, replace(LINKED, rationale="because"))

    row = save(assessment, lead, None, seen=1)

    assert (row.said, row.version, row.rationale, row.evidence) == (Said.BLANK, 2, "", "none")
    assert stored(assessment) is None
    assert save(assessment, lead, level(1), seen=2).version == 3
    assert stored(assessment) == replace(level(1), proof=LINKED.proof)


def test_blanking_what_was_never_answered_stores_nothing(assessment: Assessment, lead: Person) -> None:
    row = save(assessment, lead, None)

    assert (row.version, row.said) == (0, Said.BLANK)
    assert not Row.objects.exists()


def test_save_takes_three_queries_and_one_more_from_a_new_author(
    assessment: Assessment,
    lead: Person,
    respondent: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    save(assessment, lead, level(1), "data.cleaning")  # reads the questions once
    with django_assert_num_queries(4):
        save(assessment, lead, level(2))
    with django_assert_num_queries(3):
        save(assessment, lead, level(3), seen=1)
    with django_assert_num_queries(4):
        save(assessment, respondent, level(2), seen=2)


IN_A_TEST = 3
"""Queries that only a test's transaction adds: a savepoint, its release, and the name that was set before."""


@pytest.mark.parametrize(("before", "queries"), [("nobody", 8), ("same", 7), ("other", 8), ("returned", 10)])
def test_request_that_saves_takes_seven_queries_and_more_only_with_more_to_do(
    assessment: Assessment,
    lead: Person,
    respondent: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    before: str,
    queries: int,
) -> None:
    if before != "nobody":
        save(assessment, lead if before == "other" else respondent, level(1))
    if before == "returned":
        submit(assessment, lead)
        reopen(assessment, lead)
    posted = fields("data.selection", version=int(before != "nobody"), said="2", shown="another")
    client = signed_in(respondent)
    save(assessment, lead, level(1), "data.cleaning")  # reads the questions once, where they may be changed

    with django_assert_num_queries(queries + IN_A_TEST):
        assert client.post(save_url(assessment), posted, headers=WITH_HTMX).status_code == 200

    assert stored(assessment) == level(2)


@pytest.mark.parametrize("seen", [0, 1])
def test_request_that_saves_a_second_voice_takes_no_more(
    assessment: Assessment, blind: Person, django_assert_num_queries: DjangoAssertNumQueries, seen: int
) -> None:
    own = apart(assessment, blind)
    save(own, blind, level(1), "data.cleaning")
    if seen:
        save(own, blind, level(1))
    posted = fields("data.selection", version=seen, said="2", shown="another")
    client = signed_in(blind)

    with django_assert_num_queries(8 - seen + IN_A_TEST):
        assert client.post(save_url(assessment), posted, headers=WITH_HTMX).status_code == 200


def test_same_proof_under_two_answers_is_one_item(assessment: Assessment, lead: Person) -> None:
    both = replace(LINKED, proof=(COUNT, PLAN))
    save(assessment, lead, both, "data.selection")
    save(assessment, lead, LINKED, "data.cleaning")

    assert EvidenceItem.objects.count() == 2
    assert stored(assessment) == both


def test_saving_adds_proofs_and_takes_none_away(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, LINKED)

    save(assessment, lead, replace(LINKED, said=Choice(1), proof=(COUNT,)), seen=1)
    save(assessment, lead, level(2), seen=2)

    assert stored(assessment) == replace(level(2), proof=(PLAN, COUNT))


def test_grade_rests_on_what_stands_already(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, replace(level(2), proof=(PLAN,)))

    save(assessment, lead, replace(level(2), evidence=Evidence.MEASURED), seen=1)

    assert stored(assessment) == Answer(Choice(2), Evidence.MEASURED, proof=(PLAN,))


def test_proofs_keep_the_order_in_which_they_were_named(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, replace(LINKED, proof=(PLAN, COUNT)))
    assert stored(assessment) == replace(LINKED, proof=(PLAN, COUNT))

    save(assessment, lead, replace(LINKED, proof=(COUNT, PLAN)), seen=1)
    assert stored(assessment) == replace(LINKED, proof=(PLAN, COUNT))


SHARE = Decimal("100.1")


@pytest.mark.parametrize(
    ("question", "given", "field"),
    [
        ("data.colour", level(1), "said"),
        ("data.selection", Answer(Pair(Decimal(1), None)), "said"),
        ("data.volume", level(1), "said"),
        ("data.selection", level(5), "level"),
        ("data.selection", level(-1), "level"),
        ("data.selection", level(True), "level"),
        ("data.volume", Answer(Pair(None, None)), "said"),
        ("data.volume", Answer(Pair(Decimal(-1), None)), "pilot"),
        ("data.volume", Answer(Pair(Decimal(1), Decimal(0))), "production"),
        ("data.volume", Answer(Pair(Decimal("NaN"), None)), "pilot"),
        ("data.volume", Answer(Pair(None, Decimal("Infinity"))), "production"),
        ("data.volume", Answer(Pair(Decimal(10) ** 15, None)), "pilot"),
        ("data.volume", Answer(Pair(Decimal("0.1234567"), None)), "pilot"),
        ("data.volume", Answer(Pair(Decimal(1), Decimal(2), How.LOAD_TEST)), "how"),
        ("data.defect_rate", Answer(Pair(SHARE, None)), "pilot"),
        ("data.defect_rate", Answer(Pair(None, SHARE)), "production"),
        ("integration.outage", Answer(NotApplicable(" ")), "reason"),
        ("data.selection", Answer(NotApplicable("we think so")), "reason"),
        ("integration.critical", Answer(NotApplicable("stands alone")), "reason"),
        ("data.selection", Answer(Choice(3), Evidence.DOCUMENTED), "proof"),
        ("data.selection", Answer(Choice(3), Evidence.DOCUMENTED, proof=(Proof("Plan"),)), "proof"),
        ("data.selection", Answer(Choice(3), proof=(Proof("Plan", "javascript:alert(1)"),)), "proof"),
        ("data.selection", Answer(Choice(3), proof=(Proof("Plan", sha256="A" * 64),)), "proof"),
        ("data.selection", Answer(Choice(3), proof=(Proof("", PLAN.link),)), "proof"),
        ("data.selection", Answer(Choice(3), Evidence.VERIFIED, proof=(PLAN,)), "verified_by"),
        ("data.selection", Answer(Choice(3), rationale="x" * 20_001), "rationale"),
        ("data.selection", Answer(Choice(3), rationale="nul \x00"), "rationale"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(
    assessment: Assessment, lead: Person, question: str, given: Answer, field: str
) -> None:
    with pytest.raises(actions.InvalidAnswer) as refused:
        save(assessment, lead, given, question)

    assert set(refused.value.errors) == {field}
    assert not Row.objects.exists()


def test_critical_question_is_not_applicable_when_production_has_none(
    assessment: Assessment, lead: Person
) -> None:
    save(assessment, lead, Answer(Pair(Decimal(0), Decimal(0))), "integration.systems")

    row = save(assessment, lead, Answer(NotApplicable("stands alone")), "integration.critical")

    assert row.said == Said.NOT_APPLICABLE


def test_error_reads_as_text() -> None:
    assert str(actions.InvalidAnswer({"pilot": "must be a number"})) == "pilot: must be a number"


def test_agreement_stands_while_the_reason_stays(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    given = Answer(NotApplicable("nothing is called"))
    key = "integration.outage"
    save(assessment, lead, given, key)
    agree(assessment, reviewer, key)

    assert save(assessment, lead, given, key, seen=0).version == 1
    row = save(assessment, lead, replace(given, rationale="see plan"), key, seen=1)
    assert (row.agreed_by, row.agreed_at) == (reviewer, NOW)
    row = save(assessment, lead, Answer(NotApplicable("another reason")), key, seen=2)
    assert (row.agreed_by, row.agreed_at) == (None, None)


def test_agreement_typed_by_the_author_does_not_count(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(NotApplicable("nothing is called", "somebody")), "integration.outage")

    assert stored(assessment, "integration.outage") == Answer(NotApplicable("nothing is called"))


def test_saving_a_carried_over_answer_again_confirms_it(assessment: Assessment, lead: Person) -> None:
    AnswerFactory(assessment=assessment, answered_by=PersonFactory(), carried_over=True)

    row = save(assessment, lead, level(0), seen=1)

    assert (row.carried_over, row.version, row.answered_by) == (False, 2, lead)


ZERO, FOUR = Answer(Pair(Decimal(0), Decimal(0))), Answer(Pair(Decimal(1), Decimal(4)))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (FOUR, "production"),
        (Answer(Pair(Decimal(1), None)), "production"),
        (Answer(NotKnown()), "said"),
        (None, "said"),
    ],
)
def test_production_stays_none_while_a_critical_answer_rests_on_it(
    assessment: Assessment, lead: Person, given: Answer | None, field: str
) -> None:
    save(assessment, lead, ZERO, "integration.systems")
    save(assessment, lead, Answer(NotApplicable("stands alone")), "integration.critical")

    with pytest.raises(actions.InvalidAnswer) as refused:
        save(assessment, lead, given, "integration.systems", seen=1)

    assert list(refused.value.errors) == [field]
    assert "critical system connection is “not applicable”: change that answer first" in str(refused.value)
    save(assessment, lead, replace(ZERO, rationale="none"), "integration.systems", seen=1)
    save(assessment, lead, level(1), "integration.critical", seen=1)
    assert save(assessment, lead, FOUR, "integration.systems", seen=2).production == 4


def test_change_after_the_verdict_is_marked_for_good(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.selection": level(1), "data.cleaning": level(1)})
    submit(assessment, lead)
    reopen(assessment, lead)

    assert save(assessment, lead, level(2), seen=1).after_verdict
    assert save(assessment, lead, level(1), seen=2).after_verdict
    assert not save(assessment, lead, level(1), "data.cleaning", seen=1).after_verdict


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.WITHDRAWN])
def test_closed_answers_are_not_changed(assessment: Assessment, lead: Person, state: State) -> None:
    if state is State.WITHDRAWN:
        actions.withdraw_assessment(assessment=assessment, reason="cancelled", by=lead, at=NOW)
    else:
        submit(assessment, lead)
    if state is State.ACCEPTED:
        accepted(assessment)

    with pytest.raises(actions.WrongState, match="nobody can answer now"):
        save(assessment, lead, level(1))


def test_who_reviewed_does_not_answer(assessment: Assessment, lead: Person) -> None:
    other = member(assessment.project)
    save(assessment, lead, Answer(NotApplicable("nothing is called")), "integration.outage")
    agree(assessment, other)

    with pytest.raises(actions.NotAllowed, match="have reviewed"):
        save(assessment, other, level(1))


def test_stranger_and_closed_account_do_not_answer(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.NotAllowed, match="may not answer"):
        save(assessment, PersonFactory(), level(1))
    lead.is_active = False
    with pytest.raises(actions.NotAllowed, match="may not answer"):
        save(assessment, lead, level(1))


def test_who_only_reads_from_above_is_refused_in_words(assessment: Assessment) -> None:
    """Row-level security shows them the round, and lets them lock no row of it."""
    pmo = OversightFactory().person

    with acting_as(pmo), pytest.raises(actions.NotAllowed, match="may not answer"):
        save(assessment, pmo, level(1))
