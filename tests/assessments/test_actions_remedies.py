"""What is decided about a submitted round: agreements, explanations, fixes and acknowledgements."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings

from assessments import actions, queries
from assessments.domain.case import (
    Acknowledgement,
    Action,
    Answer,
    Choice,
    Fix,
    NotApplicable,
    Pair,
    Progress,
    Quantity,
    Settlement,
)
from assessments.models import Action as ActionRow
from assessments.models import AnswerAuthor, Assessment, MemberRole, Person, Remedy
from assessments.models import Settlement as SettlementRow
from tests.factories import NOW, PersonFactory, member

from .steps import K1, NOBODY_KNOWS, accepted, agree, answer, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DUE = date(2026, 12, 15)
RE_RUN = Action("re-run on a random sample of 2,000", "project lead", DUE, shown_by="accuracy on the sample")
NA = Answer(NotApplicable("nothing is called"))
MATCHED = {
    "change.training": measured(Pair(Decimal(2), Decimal(2))),
    "change.support": measured(Choice(4)),
    "change.plan": measured(Choice(4)),
    "change.process": measured(Choice(4)),
    "change.adoption": measured(Choice(4)),
}
NOT_BLANK = {"change.training": NOBODY_KNOWS, "change.support": NOBODY_KNOWS}


# Agreements


def test_reviewer_who_answered_nothing_agrees(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    save(assessment, lead, NA, "integration.outage")

    row = agree(assessment, reviewer)

    assert (row.agreed_by, row.agreed_at, row.version) == (reviewer, NOW, 1)
    said = queries.case_of(assessment).answers["integration.outage"].said
    assert said == NotApplicable("nothing is called", "Rui Reviewer")


def test_lead_who_answered_does_not_agree(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, NA, "integration.outage")

    with pytest.raises(actions.NotAllowed, match="someone who answered nothing"):
        agree(assessment, lead)


@pytest.mark.parametrize("given", [None, level(1)])
def test_only_not_applicable_is_agreed_to(
    assessment: Assessment, lead: Person, reviewer: Person, given: Answer | None
) -> None:
    save(assessment, lead, given, "integration.outage")

    with pytest.raises(actions.NothingToAgree):
        agree(assessment, reviewer)


def test_agreement_needs_the_role_and_an_open_round(
    assessment: Assessment, lead: Person, reviewer: Person, respondent: Person
) -> None:
    save(assessment, lead, NA, "integration.outage")

    with pytest.raises(actions.NotAllowed):
        agree(assessment, respondent)
    actions.withdraw_assessment(assessment=assessment, reason="cancelled", by=lead, at=NOW)
    with pytest.raises(actions.WrongState):
        agree(assessment, reviewer)


# Contradictions


def settle(assessment: Assessment, by: Person, rule: str = "K1", why: str = "sampled first") -> SettlementRow:
    return actions.settle_contradiction(assessment=assessment, rule=rule, why=why, by=by, at=NOW)


def test_reviewer_settles_and_may_say_it_better(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)

    settle(assessment, reviewer)
    settle(assessment, reviewer, why="cleaning came after sampling")

    expected = Settlement("K1", "cleaning came after sampling", "Rui Reviewer")
    assert queries.case_of(assessment).settled == (expected,)


def test_whoever_answered_one_of_the_questions_does_not_settle(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    other = member(assessment.project)
    answer(assessment, lead, K1)
    save(assessment, other, level(1), "data.history")
    submit(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="someone else must settle"):
        settle(assessment, lead)
    with pytest.raises(actions.NotAllowed, match="You may not"):
        settle(assessment, respondent)
    assert settle(assessment, other).by == other


@pytest.mark.parametrize("rule", ["K2", "K99"])
def test_only_a_contradiction_is_settled(
    assessment: Assessment, lead: Person, reviewer: Person, rule: str
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)

    with pytest.raises(actions.NothingToSettle):
        settle(assessment, reviewer, rule)


def test_settlement_says_why_and_waits_for_the_verdict(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)

    with pytest.raises(actions.InvalidSettlement) as refused:
        settle(assessment, reviewer, why=" ")
    assert list(refused.value.errors) == ["why"]
    with pytest.raises(actions.WrongState):
        settle(assessment, reviewer)


# Fixes


def fix(assessment: Assessment, by: Person, *pieces: Action, section: str = "change") -> Remedy:
    return actions.choose_fix(assessment=assessment, section=section, actions=pieces, by=by, at=NOW)


def test_fix_has_its_pieces_in_order(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    second = Action("train everyone", "head of operations", DUE, Progress.DONE, "a test", "EUR 500")

    remedy = fix(assessment, lead, RE_RUN, second)

    assert (remedy.chosen_by, remedy.chosen_at, remedy.waits_for_approval) == (lead, NOW, False)
    assert queries.case_of(assessment).remedies == {"change": Fix((RE_RUN, second))}


@pytest.mark.parametrize(
    "pieces",
    [(), (Action("", "lead", DUE),), (Action("re-run", "", DUE),), (Action("x" * 20_001, "lead", DUE),)],
)
def test_fix_needs_what_and_who(assessment: Assessment, lead: Person, pieces: tuple[Action, ...]) -> None:
    submit(assessment, lead)

    with pytest.raises(actions.InvalidRemedy) as refused:
        fix(assessment, lead, *pieces)

    assert list(refused.value.errors) == ["actions"]


def test_matched_or_unknown_section_has_nothing_to_fix(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, MATCHED)
    submit(assessment, lead)

    for section in ("change", "budget"):
        with pytest.raises(actions.NothingToRemedy):
            fix(assessment, lead, RE_RUN, section=section)


def test_fix_waits_for_the_verdict_and_for_the_lead(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    with pytest.raises(actions.WrongState):
        fix(assessment, lead, RE_RUN)
    submit(assessment, lead)
    with pytest.raises(actions.NotAllowed):
        fix(assessment, respondent, RE_RUN)


# Acknowledgements


def ask(assessment: Assessment, by: Person, approver: Person, **changed: Any) -> Remedy:
    columns: dict[str, Any] = {
        "at": NOW,
        "section": "change",
        "expectation": "first fixes take 3 days",
        "adjusted": Quantity(Decimal(80), "%"),
        "expires_on": date(2027, 3, 31),
    }
    return actions.ask_acknowledgement(assessment=assessment, approver=approver, by=by, **columns | changed)


def approve(assessment: Assessment, by: Person, days: float = 0, read: Remedy | None = None) -> Remedy:
    """Approve what was read; by default what stands."""
    return actions.approve_acknowledgement(
        assessment=assessment,
        section="change",
        remedy_id=(read or assessment.remedies.get()).pk,
        by=by,
        at=NOW + timedelta(days=days),
    )


@pytest.fixture
def submitted(assessment: Assessment, lead: Person) -> Assessment:
    """A round whose change section is unknown without a blank critical question."""
    answer(assessment, lead, NOT_BLANK)
    submit(assessment, lead)
    return assessment


def test_acknowledgement_counts_once_its_approver_approved(
    submitted: Assessment, lead: Person, approver: Person
) -> None:
    asked = Acknowledgement(
        "first fixes take 3 days", Quantity(Decimal(80), "%"), "Lea Lead", "", date(2027, 3, 31)
    )

    assert ask(submitted, lead, approver).waits_for_approval
    assert queries.case_of(submitted).remedies == {"change": asked}
    assert not approve(submitted, approver).waits_for_approval
    [approved] = queries.case_of(submitted).remedies.values()
    assert isinstance(approved, Acknowledgement)
    assert approved.approver == "Ada Approver"


def test_approving_twice_keeps_the_first_time(submitted: Assessment, lead: Person, approver: Person) -> None:
    ask(submitted, lead, approver)
    approve(submitted, approver)

    assert approve(submitted, approver, days=1).approved_at == NOW


def test_what_was_read_is_what_is_approved(submitted: Assessment, lead: Person, approver: Person) -> None:
    read = ask(submitted, lead, approver, adjusted=Quantity(Decimal(50), "%"))
    ask(submitted, lead, approver, adjusted=Quantity(Decimal(99), "%"))

    with pytest.raises(actions.StaleAcknowledgement, match="was changed meanwhile: read it again"):
        approve(submitted, approver, read=read)

    assert submitted.remedies.get().waits_for_approval


def test_namesakes_are_told_apart(submitted: Assessment, lead: Person) -> None:
    namesake = member(submitted.project, MemberRole.APPROVER, name="lea lead")
    ask(submitted, lead, namesake)
    approve(submitted, namesake)

    [remedy] = queries.case_of(submitted).remedies.values()

    assert isinstance(remedy, Acknowledgement)
    assert remedy.asked_by == f"Lea Lead ({lead.email})"
    assert remedy.approver == f"lea lead ({namesake.email})"


def test_later_choice_replaces_the_earlier(submitted: Assessment, lead: Person, approver: Person) -> None:
    fix(submitted, lead, RE_RUN)
    ask(submitted, lead, approver)
    assert not ActionRow.objects.exists()
    approve(submitted, approver)
    ask(submitted, lead, approver, expectation="first fixes take 5 days")
    assert Remedy.objects.get().waits_for_approval
    fix(submitted, lead, RE_RUN)
    assert Remedy.objects.get().approver is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"expectation": " "}, "expectation"),
        ({"expectation": "x" * 20_001}, "expectation"),
        ({"adjusted": Quantity(Decimal("0.1234567"), "%")}, "adjusted"),
        ({"adjusted": Quantity(Decimal(1), "x" * 501)}, "adjusted"),
        ({"expires_on": TODAY}, "expires_on"),
    ],
)
def test_acknowledgement_is_whole(
    submitted: Assessment, lead: Person, approver: Person, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(actions.InvalidRemedy) as refused:
        ask(submitted, lead, approver, **changed)

    assert list(refused.value.errors) == [field]


def test_approver_is_another_who_may_approve(submitted: Assessment, lead: Person, reviewer: Person) -> None:
    for person in (lead, reviewer, PersonFactory()):
        with pytest.raises(actions.InvalidRemedy) as refused:
            ask(submitted, lead, person)
        assert list(refused.value.errors) == ["approver"]


def test_blank_critical_question_is_not_acknowledged(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    submit(assessment, lead)

    with pytest.raises(actions.NotAcknowledgeable):
        ask(assessment, lead, approver)


def test_nobody_approves_what_they_answered(submitted: Assessment, lead: Person, approver: Person) -> None:
    ask(submitted, lead, approver)
    AnswerAuthor.objects.create(assessment=submitted, question="change.support", person=approver)

    with pytest.raises(actions.NotAllowed, match="ask the lead to name another approver"):
        approve(submitted, approver)
    with pytest.raises(actions.InvalidRemedy, match="who answered nothing in this section"):
        ask(submitted, lead, approver)


def test_only_the_named_approver_approves(submitted: Assessment, lead: Person, approver: Person) -> None:
    other = member(submitted.project, MemberRole.APPROVER)
    ask(submitted, lead, approver)

    for person in (lead, other):
        with pytest.raises(actions.NotAllowed, match="Only the named approver"):
            approve(submitted, person)
    with pytest.raises(actions.NothingToApprove, match="expired"):
        approve(submitted, approver, days=365)


def test_day_is_the_deployments_own(
    submitted: Assessment, lead: Person, approver: Person, settings: Settings
) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # 13 hours ahead: there it is tomorrow at noon here
    tomorrow = TODAY + timedelta(days=1)
    noon = NOW.replace(hour=12)

    with pytest.raises(actions.InvalidRemedy, match="must be after today"):
        ask(submitted, lead, approver, at=noon, expires_on=tomorrow)
    ask(submitted, lead, approver, expires_on=tomorrow)
    with pytest.raises(actions.NothingToApprove, match="expired"):
        approve(submitted, approver, days=3 / 24)


def test_only_an_acknowledgement_is_approved(submitted: Assessment, lead: Person, approver: Person) -> None:
    fix(submitted, lead, RE_RUN)

    with pytest.raises(actions.NothingToApprove):
        approve(submitted, approver)
    accepted(submitted)
    with pytest.raises(actions.WrongState):
        approve(submitted, approver)


def test_remedies_stay_in_a_returned_round_and_none_is_chosen(
    submitted: Assessment, lead: Person, approver: Person
) -> None:
    fix(submitted, lead, RE_RUN)
    reopen(submitted, lead)

    with pytest.raises(actions.WrongState, match="“returned”"):
        fix(submitted, lead, RE_RUN)
    with pytest.raises(actions.WrongState, match="“returned”"):
        ask(submitted, lead, approver)
    assert queries.case_of(submitted).remedies == {"change": Fix((RE_RUN,))}
