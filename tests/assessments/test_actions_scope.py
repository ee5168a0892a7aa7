"""What the pilot left out: registered, corrected, taken out, and carried into the next round."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404

from assessments import actions, queries
from assessments.actions import scope
from assessments.domain.case import DeferredCase
from assessments.models import Assessment, Membership, Person
from assessments.models import DeferredCase as Row
from tests.factories import NOW, AssessmentFactory, PersonFactory, member

from .steps import CLAIM, K1, accept, answer, joined, reopen, submit

pytestmark = pytest.mark.django_db

CREDIT = DeferredCase("credit notes", Decimal(15), Decimal("35.5"), "by hand", date(2027, 1, 31))
FOREIGN = DeferredCase("invoices in a foreign currency", Decimal(25), Decimal(40))

TOO_MUCH = "together these kinds of case would be 101\N{NO-BREAK SPACE}% of volume, more than all of it"


def defer(assessment: Assessment, by: Person, entry: DeferredCase = CREDIT) -> Row:
    """Register one kind of case."""
    return actions.defer_case(assessment=assessment, deferred=entry, by=by, at=NOW)


def change(assessment: Assessment, by: Person, row: Row, entry: DeferredCase, seen: int = 1) -> Row:
    """State it anew."""
    return actions.change_deferred_case(
        assessment=assessment, deferred_id=row.pk, deferred=entry, seen_version=seen, by=by, at=NOW
    )


def remove(assessment: Assessment, by: Person, row: Row, seen: int = 1) -> None:
    """Take it out."""
    actions.remove_deferred_case(assessment=assessment, deferred_id=row.pk, seen_version=seen, by=by, at=NOW)


def register(assessment: Assessment) -> tuple[DeferredCase, ...]:
    """What stands, as the case has it."""
    return queries.case_of(assessment).scope_register


def test_entries_stand_in_the_case_in_their_order(assessment: Assessment, lead: Person) -> None:
    row = defer(assessment, lead)
    defer(assessment, lead, FOREIGN)

    assert register(assessment) == (CREDIT, FOREIGN)
    assert (row.stated_by, row.stated_at, row.version) == (lead, NOW, 1)
    assert str(row) == "credit notes"


def test_same_entry_sent_twice_stands_once(assessment: Assessment, lead: Person) -> None:
    assert defer(assessment, lead) == defer(assessment, lead)
    assert register(assessment) == (CREDIT,)


def test_kind_of_case_stands_once(assessment: Assessment, lead: Person) -> None:
    defer(assessment, lead)
    row = defer(assessment, lead, FOREIGN)

    with pytest.raises(actions.InvalidDeferredCase) as added:
        defer(assessment, lead, replace(CREDIT, plan="otherwise"))
    with pytest.raises(actions.InvalidDeferredCase) as changed:
        change(assessment, lead, row, replace(FOREIGN, kind=CREDIT.kind))

    assert (
        added.value.errors
        == changed.value.errors
        == {"kind": "stands in the register already: change it there"}
    )


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (replace(CREDIT, kind=" "), {"kind": "must not be empty"}),
        (replace(CREDIT, volume_share=Decimal(101)), {"volume_share": "must be at most 100"}),
        (replace(CREDIT, effort_share=Decimal(-1)), {"effort_share": "must be a number of at least 0"}),
        (replace(CREDIT, due=NOW.date()), {"due": "must be after today"}),
        (
            replace(CREDIT, volume_share=Decimal(76), effort_share=None),
            {"volume_share": TOO_MUCH},
        ),
    ],
)
def test_entry_that_cannot_be_is_refused_by_field(
    assessment: Assessment, lead: Person, entry: DeferredCase, wrong: dict[str, str]
) -> None:
    row = defer(assessment, lead, FOREIGN)
    other = defer(assessment, lead, replace(CREDIT, kind="receipts", volume_share=None, due=None))

    with pytest.raises(actions.InvalidDeferredCase) as added:
        defer(assessment, lead, entry)
    with pytest.raises(actions.InvalidDeferredCase) as changed:
        change(assessment, lead, other, entry)

    assert added.value.errors == changed.value.errors == wrong
    assert register(assessment)[0] == FOREIGN == queries.as_deferred(row)


def test_register_has_an_end(assessment: Assessment, lead: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    defer(assessment, lead)
    monkeypatch.setattr(scope, "MOST", 1)

    with pytest.raises(actions.InvalidDeferredCase, match="a register holds 1 kinds of case"):
        defer(assessment, lead, FOREIGN)


def test_change_makes_a_version_and_the_same_none(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    row = defer(assessment, lead)

    changed = change(assessment, respondent, row, replace(CREDIT, plan="by two people"))
    again = change(assessment, lead, row, replace(CREDIT, plan="by two people"), seen=1)

    assert (changed.version, again.version, again.stated_by) == (2, 2, respondent)


def test_day_that_has_passed_since_may_stay(assessment: Assessment, lead: Person) -> None:
    row = defer(assessment, lead)
    Row.objects.update(due_on=date(2020, 1, 1))

    changed = change(assessment, lead, row, replace(CREDIT, due=date(2020, 1, 1), plan="late"))

    assert changed.plan == "late"


def test_stale_change_and_removal_show_what_stands(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    row = defer(assessment, lead)
    change(assessment, respondent, row, replace(CREDIT, plan="theirs"))

    with pytest.raises(actions.StaleDeferredCase) as changed:
        change(assessment, lead, row, replace(CREDIT, plan="mine"), seen=1)
    with pytest.raises(actions.StaleDeferredCase):
        remove(assessment, lead, row, seen=1)

    assert changed.value.current.plan == "theirs"
    assert register(assessment) == (replace(CREDIT, plan="theirs"),)


def test_removed_entry_is_gone(assessment: Assessment, lead: Person) -> None:
    row = defer(assessment, lead)

    remove(assessment, lead, row)

    assert register(assessment) == ()
    with pytest.raises(Http404):
        change(assessment, lead, row, FOREIGN)


def test_reviewer_and_stranger_may_not(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    row = defer(assessment, lead)

    for person in (reviewer, PersonFactory()):
        with pytest.raises(actions.NotAllowed, match="You may not answer"):
            defer(assessment, person, FOREIGN)
        with pytest.raises(actions.NotAllowed):
            change(assessment, person, row, FOREIGN)
        with pytest.raises(actions.NotAllowed):
            remove(assessment, person, row)


def test_respondent_of_other_sections_may_not(assessment: Assessment, respondent: Person) -> None:
    Membership.objects.filter(person=respondent).update(sections=["data"])

    with pytest.raises(actions.NotAllowed, match="somebody else’s to answer"):
        defer(assessment, respondent)


def test_lead_who_reviewed_may_not(assessment: Assessment, lead: Person) -> None:
    second = joined(assessment, name="Lou Lead")
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="as told", by=second, at=NOW)
    reopen(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="You have reviewed answers"):
        defer(assessment, second)


def test_frozen_register_stays(assessment: Assessment, lead: Person) -> None:
    row = defer(assessment, lead)
    submit(assessment, lead)

    for move in (
        lambda: defer(assessment, lead, FOREIGN),
        lambda: change(assessment, lead, row, FOREIGN),
        lambda: remove(assessment, lead, row),
    ):
        with pytest.raises(actions.WrongState):
            move()
    assert '"scope_register":[{"due":"2027-01-31"' in assessment.submissions.get().content


def test_entry_of_another_round_is_not_reached(assessment: Assessment, lead: Person) -> None:
    other = AssessmentFactory()
    foreign = defer(other, member(other.project))

    with pytest.raises(Http404):
        change(assessment, lead, foreign, FOREIGN)
    with pytest.raises(Http404):
        remove(assessment, lead, foreign)


def test_next_round_begins_with_the_register_and_may_change_it(assessment: Assessment, lead: Person) -> None:
    defer(assessment, lead)
    defer(assessment, lead, FOREIGN)
    accept(assessment, lead)

    later = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)
    remove(later, lead, later.deferred_cases.get(kind_of_case=CREDIT.kind))

    assert register(later) == (FOREIGN,)
    assert register(assessment) == (CREDIT, FOREIGN)
