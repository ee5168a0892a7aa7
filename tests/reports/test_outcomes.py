"""What happened in production: set, asked for, recorded and corrected, and every refusal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessments.actions import NotAllowed, renew_due_work, renew_work
from assessments.domain.case import OutcomeRecord
from assessments.models import (
    MemberRole,
    Notice,
    NoticeKind,
    OversightRole,
    Person,
    Project,
    WorkItem,
    WorkKind,
)
from reports import actions, tasks
from reports.models import GoLive, Outcome, Record
from reports.queries import as_outcome, happened
from tests.factories import NOW, OversightFactory, PersonFactory, member

from .records import project_with_lead, record_made

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
SAID = OutcomeRecord(
    days=30,
    state="below",
    text="Slower than promised.",
    value=Decimal("78.5"),
    unit="%",
    users=240,
    cost=Decimal(12000),
    currency="EUR",
    incidents={"data": 3, "load": 0},
)


def after(days: int) -> Any:
    """A moment so many days after the record."""
    return NOW + timedelta(days=days)


@pytest.fixture
def project_and_lead() -> tuple[Project, Person]:
    """A project with one record, and its lead."""
    project, lead = project_with_lead(name="Invoices")
    record_made(project, lead)
    return project, lead


@pytest.fixture
def project(project_and_lead: tuple[Project, Person]) -> Project:
    return project_and_lead[0]


@pytest.fixture
def lead(project_and_lead: tuple[Project, Person]) -> Person:
    return project_and_lead[1]


def set_live(project: Project, by: Person, day: date = TODAY, **more: Any) -> GoLive:
    """Set the day of go-live."""
    given: dict[str, Any] = {"seen": None, "at": NOW} | more
    return actions.set_go_live(project=project, day=day, by=by, **given)


def record(
    project: Project, by: Person, said: OutcomeRecord = SAID, seen: int = 0, days: int = 40
) -> Outcome:
    """Say what happened, so many days after go-live."""
    return actions.record_outcome(project=project, said=said, seen_version=seen, by=by, at=after(days))


def asked(person: Person) -> list[tuple[str, date | None]]:
    """What is asked of somebody about production, with its day."""
    items = WorkItem.objects.filter(person=person, kind=WorkKind.OUTCOME, done_at__isnull=True)
    return [(item.subject, item.due_on) for item in items.order_by("due_on")]


# The day of go-live


def test_go_live_stands_beside_the_record_in_force(project: Project, lead: Person) -> None:
    row = set_live(project, lead)

    found = happened(project)
    assert (row.day, row.why, row.set_by) == (TODAY, "", lead)
    assert found.record == Record.objects.get()
    assert str(row) == f"Invoices: {TODAY.isoformat()}"
    assert set_live(project, lead, seen=date(2020, 1, 1)) == row  # the same day again changes nothing


def test_record_in_force_is_the_last_before_go_live(project: Project, lead: Person) -> None:
    second = record_made(project, lead, at=after(10))
    set_live(project, lead, TODAY + timedelta(days=9))
    assert happened(project).record != second

    set_live(project, lead, TODAY + timedelta(days=10), reason="later", seen=TODAY + timedelta(days=9))

    assert happened(project).record == second


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        (TODAY - timedelta(days=1), "must not be before the first record, which is of"),
        (TODAY + timedelta(days=366), "must be at most a year from now"),
    ],
)
def test_day_that_cannot_be_is_refused(project: Project, lead: Person, day: date, wrong: str) -> None:
    with pytest.raises(actions.InvalidGoLive, match=wrong):
        set_live(project, lead, day)
    assert not GoLive.objects.exists()


def test_nothing_is_held_against_no_record() -> None:
    project, lead = project_with_lead()

    with pytest.raises(actions.NothingPredicted, match="Accept a round first"):
        set_live(project, lead)


def test_correction_needs_a_reason_and_the_day_that_was_seen(project: Project, lead: Person) -> None:
    set_live(project, lead)
    later = TODAY + timedelta(days=3)

    with pytest.raises(actions.StaleGoLive) as stale:
        set_live(project, lead, later, reason="a strike", seen=None)
    for reason, wrong in ((" ", "say why"), ("x" * 20_001, "too long")):
        with pytest.raises(actions.InvalidGoLive, match=wrong):
            set_live(project, lead, later, reason=reason, seen=TODAY)
    row = set_live(project, lead, later, reason=" a strike ", seen=TODAY)

    assert stale.value.current == row
    assert (row.day, row.why) == (later, "a strike")


def test_correction_leaves_what_is_recorded_true(project: Project, lead: Person) -> None:
    set_live(project, lead)
    record_made(project, lead, at=after(1))
    record(project, lead)

    with pytest.raises(actions.InvalidGoLive, match="must be 30 days or more before"):
        set_live(project, lead, TODAY + timedelta(days=11), reason="late", seen=TODAY, at=after(40))
    with pytest.raises(actions.InvalidGoLive, match="must fit the record of round 1"):
        set_live(project, lead, TODAY + timedelta(days=1), reason="late", seen=TODAY, at=after(40))


def test_correction_that_changes_neither_is_taken(project: Project, lead: Person) -> None:
    set_live(project, lead)
    record(project, lead)

    corrected = set_live(
        project, lead, TODAY + timedelta(days=2), reason="a strike", seen=TODAY, at=after(40)
    )

    assert corrected.day == TODAY + timedelta(days=2)


def test_only_who_leads_sets_and_records(project: Project, lead: Person) -> None:
    set_live(project, lead)
    people: list[Any] = [member(project, role) for role in MemberRole if role != MemberRole.LEAD]
    people += [OversightFactory(role=role).person for role in OversightRole]
    for person in (*people, PersonFactory()):
        with pytest.raises(NotAllowed, match="say what happened in production"):
            set_live(project, person, TODAY + timedelta(days=1))
        with pytest.raises(NotAllowed):
            record(project, person)


# What happened


def test_outcome_stands_beside_the_record_and_changes_it_never(project: Project, lead: Person) -> None:
    set_live(project, lead)
    before = Record.objects.get()

    row = record(project, lead)

    assert as_outcome(row) == SAID
    assert (row.record, row.recorded_by, row.version) == (before, lead, 1)
    assert Record.objects.get().content == before.content
    assert (row.incidents["load"], row.incidents["users"]) == (0, None)
    assert str(row) == "Invoices, day 30: Running below expectation"
    assert row.get_absolute_url().endswith("/outcomes/")


def test_same_again_makes_no_version_and_a_correction_one(project: Project, lead: Person) -> None:
    set_live(project, lead)
    record(project, lead)
    better = replace(SAID, state="as_expected", value=None, unit="", cost=None, currency="", incidents={})

    assert record(project, lead).version == 1
    assert record(project, lead, better, seen=1).version == 2
    assert as_outcome(Outcome.objects.get()) == better


def test_stale_outcome_shows_what_stands(project: Project, lead: Person) -> None:
    set_live(project, lead)
    row = record(project, lead)

    with pytest.raises(actions.StaleOutcome) as stale:
        record(project, lead, replace(SAID, users=1), seen=0)
    with pytest.raises(actions.StaleOutcome) as nothing:
        record(project, lead, replace(SAID, days=90), seen=1, days=100)

    assert (stale.value.current, nothing.value.current) == (row, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(SAID, state="splendid"), "state"),
        (replace(SAID, users=-1), "users"),
        (replace(SAID, cost=Decimal(-1)), "cost"),
        (replace(SAID, currency="euro"), "currency"),
        (replace(SAID, currency=""), "state"),
        (replace(SAID, value=None), "state"),
        (replace(SAID, incidents={"data": -1}), "incidents"),
        (replace(SAID, incidents={"weather": 1}), "incidents"),
        (replace(SAID, days=31), "days"),
    ],
)
def test_what_cannot_be_is_refused(project: Project, lead: Person, said: OutcomeRecord, field: str) -> None:
    set_live(project, lead)

    with pytest.raises(actions.InvalidOutcome) as refused:
        record(project, lead, said)

    assert set(refused.value.errors) == {field}


def test_milestone_that_has_not_come_is_refused(project: Project, lead: Person) -> None:
    with pytest.raises(actions.TooEarly, match="Set the day of go-live first"):
        record(project, lead)
    set_live(project, lead)
    with pytest.raises(actions.TooEarly, match="record then what is measured"):
        record(project, lead, days=29)
    assert record(project, lead, days=30).version == 1


# Asking


def test_milestones_are_asked_for_as_they_come(project: Project, lead: Person) -> None:
    set_live(project, lead)
    assert asked(lead) == []

    actions.ask_for_outcomes(at=after(30))
    assert asked(lead) == [("30", TODAY + timedelta(days=44))]
    record(project, lead)
    assert asked(lead) == []
    actions.ask_for_outcomes(at=after(93))
    renew_work(project=project, at=after(200))
    assert [subject for subject, _due in asked(lead)] == ["90", "180"]


def test_leads_are_told_once(project: Project, lead: Person) -> None:
    set_live(project, lead)
    for hours in range(3):
        assert actions.ask_for_outcomes(at=after(30) + timedelta(hours=hours)) == 1
    actions.ask_for_outcomes(at=after(36))
    actions.ask_for_outcomes(at=after(39))

    notice = Notice.objects.get(kind=NoticeKind.OUTCOME)
    assert notice.person == lead
    assert notice.text == ("Invoices: what happened 30 days after go-live? Record what is measured now.")
    assert notice.address.endswith("/outcomes/30/")


def test_late_milestone_is_no_news_and_still_work(project: Project, lead: Person) -> None:
    set_live(project, lead, at=after(85))
    actions.ask_for_outcomes(at=after(90))

    assert [subject for subject, _due in asked(lead)] == ["30", "90"]
    assert Notice.objects.get(kind=NoticeKind.OUTCOME).address.endswith("/outcomes/90/")


def test_nobody_is_asked_on_after_a_rollback(project: Project, lead: Person) -> None:
    set_live(project, lead)
    record(project, lead, replace(SAID, state="rolled_back"))

    actions.ask_for_outcomes(at=after(90))
    renew_due_work(at=after(180))

    assert asked(lead) == []
    assert record(project, lead, replace(SAID, days=90, state="rolled_back"), days=90).version == 1


def test_beat_asks(project: Project, lead: Person) -> None:
    set_live(project, lead)

    tasks.ask_for_outcomes()

    assert asked(lead) == []
