"""What rested on an answer or on the claim does not outlive its change in a returned round."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments import actions, queries
from assessments.domain.case import Action, Answer, Pair, Quantity
from assessments.models import Assessment, MemberRole, Person, Remedy
from tests.factories import NOW, AnswerFactory, MembershipFactory

from .steps import CLAIM, K1, NOBODY_KNOWS, answer, level, reopen, save, submit

pytestmark = pytest.mark.django_db

ANSWERS = {
    **K1,
    "data.history": level(1),
    "criteria.conditions": level(4),  # K7: the claim is met, yet the vendor's engineers gave the support
    "support.provider": level(0),
    "scope.sample": Answer(Pair(Decimal(100), Decimal(1000))),  # K8: the claim rests on 500
    "change.training": NOBODY_KNOWS,
    "change.support": NOBODY_KNOWS,
}
Change = Callable[[], object]


@pytest.fixture
def returned(assessment: Assessment, lead: Person, reviewer: Person, approver: Person) -> Assessment:
    """A returned round with three explained contradictions and two approved acknowledgements."""
    actions.change_claim(assessment=assessment, claim=CLAIM, seen_version=1, by=lead, at=NOW)
    answer(assessment, lead, ANSWERS)
    submit(assessment, lead)
    for rule in ("K1", "K7", "K8"):
        actions.settle_contradiction(assessment=assessment, rule=rule, why="both", by=reviewer, at=NOW)
    for section in ("data", "change"):
        approve(assessment, ask(assessment, section, lead, approver), approver)
    actions.choose_fix(
        assessment=assessment,
        section="support",
        actions=[Action("pilot with our own support", "Lea", date(2027, 1, 1), shown_by="tickets")],
        by=lead,
        at=NOW,
    )
    return reopen(assessment, lead)


def ask(assessment: Assessment, section: str, by: Person, approver: Person) -> Remedy:
    return actions.ask_acknowledgement(
        assessment=assessment,
        section=section,
        expectation="expect less",
        adjusted=Quantity(Decimal(80), "%"),
        approver=approver,
        expires_on=date(2027, 3, 31),
        by=by,
        at=NOW,
    )


def approve(assessment: Assessment, read: Remedy, by: Person) -> Remedy:
    return actions.approve_acknowledgement(
        assessment=assessment, section=read.section, remedy_id=read.pk, by=by, at=NOW
    )


def standing(assessment: Assessment) -> tuple[set[str], set[str]]:
    """Which contradictions are explained and which sections' acknowledgements approved."""
    approved = assessment.remedies.filter(approved_at__isnull=False)
    return set(queries.settlements_of(assessment)), {remedy.section for remedy in approved}


def test_nothing_falls_while_nothing_changes(returned: Assessment, lead: Person) -> None:
    AnswerFactory(assessment=returned, question="change.plan", carried_over=True)
    save(returned, lead, ANSWERS["data.selection"], seen=1)
    save(returned, lead, level(0), "change.plan", seen=1)
    actions.change_claim(assessment=returned, claim=CLAIM, seen_version=2, by=lead, at=NOW)

    assert standing(returned) == ({"K1", "K7", "K8"}, {"data", "change"})
    assert not returned.claim_after_verdict


@pytest.mark.parametrize(
    ("question", "rules", "sections"),
    [
        ("data.history", {"K1", "K7", "K8"}, {"change"}),
        ("data.cleaning", {"K7", "K8"}, {"change"}),
        ("change.plan", {"K1", "K7", "K8"}, {"data"}),
        ("support.provider", {"K1", "K8"}, {"data", "change"}),
    ],
)
def test_changed_answer_undoes_what_rested_on_it(
    returned: Assessment, lead: Person, question: str, rules: set[str], sections: set[str]
) -> None:
    save(returned, lead, level(2), question, seen=int(question in ANSWERS))

    assert standing(returned) == (rules, sections)
    assert returned.remedies.count() == 3


def test_who_approved_and_confirms_an_answer_approves_it_no_more(
    returned: Assessment, approver: Person
) -> None:
    """Carried over and confirmed word for word, it is theirs: nobody approves what they stand for."""
    MembershipFactory(project=returned.project, person=approver, role=MemberRole.RESPONDENT)
    AnswerFactory(assessment=returned, question="change.plan", carried_over=True)

    save(returned, approver, level(0), "change.plan", seen=1)

    assert standing(returned) == ({"K1", "K7", "K8"}, {"data"})


def test_changed_claim_undoes_what_rested_on_it(returned: Assessment, lead: Person) -> None:
    claim = replace(CLAIM, sample_size=700)

    actions.change_claim(assessment=returned, claim=claim, seen_version=2, by=lead, at=NOW)

    assert standing(returned) == ({"K1"}, set())
    assert returned.remedies.count() == 3
    assert Assessment.objects.get().claim_after_verdict


def test_claim_changed_in_a_draft_is_not_marked(assessment: Assessment, lead: Person) -> None:
    actions.change_claim(assessment=assessment, claim=CLAIM, seen_version=1, by=lead, at=NOW)

    assert not Assessment.objects.get().claim_after_verdict


def test_page_that_was_opened_before_does_not_approve_what_has_changed(
    returned: Assessment, lead: Person, approver: Person
) -> None:
    read = returned.remedies.get(section="data")
    save(returned, lead, level(2), "data.history", seen=1)
    submit(returned, lead)

    with pytest.raises(actions.StaleAcknowledgement):
        approve(returned, read, approver)

    assert not approve(returned, returned.remedies.get(section="data"), approver).waits_for_approval
