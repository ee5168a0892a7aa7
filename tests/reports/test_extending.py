"""Acknowledgements that a record holds: they end by themselves, and hold longer once another approves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments import actions
from assessments.domain.case import Quantity
from assessments.models import (
    AnswerAuthor,
    Extension,
    Notice,
    NoticeKind,
    Person,
    WorkItem,
    WorkKind,
)
from assessments.queries import extended_in
from assessments.queries.waiting.team import APPROVE_WITHIN
from reports.actions import (
    CannotTakeBack,
    InvalidExtension,
    NothingToExtend,
    StaleExtension,
    approve_extension,
    ask_extension,
    take_record_back,
)
from reports.content.report import report_content
from reports.models import Record, RecordRow
from reports.portfolio import heat_map, needs_renewal
from tests.factories import NOW, PersonFactory
from tests.reports.extended import ENDS, LONGER, QUESTIONS, TODAY, people, record, system
from tests.reports.records import record_made, submitted_round

pytestmark = pytest.mark.django_db
__all__ = ["people", "record", "system"]


def ask(record: Record, people: dict[str, Person], **changed: Any) -> Extension:
    given: dict[str, Any] = {
        "section": "users",
        "expires_on": LONGER,
        "approver": people["approver"],
        "why": "the second quarter showed the same",
        "by": people["lead"],
        "at": NOW,
    }
    return ask_extension(record=record, **given | changed)


def approve(record: Record, by: Person, extension: Extension, days: int = 0) -> Extension:
    return approve_extension(
        record=record,
        section="users",
        extension_id=extension.pk,
        by=by,
        at=NOW + timedelta(days=days),
    )


def codes(record: Record, on: date) -> set[str]:
    """What every place says about the record's readiness on a day."""
    content = report_content(record.as_json, on=on, extended=extended_in(record.assessment))
    [row] = heat_map(RecordRow.objects.filter(record=record), on).rows
    record.refresh_from_db()
    renewal = "undecided" if needs_renewal(record, on) else "fix_first"
    return {content.standing.readiness, row.readiness.code, renewal}


def test_record_falls_back_on_the_day_and_holds_on_once_another_approved(
    record: Record, people: dict[str, Person]
) -> None:
    frozen = (record.content, record.sha256, record.ready_until, record.readiness)
    assert codes(record, ENDS - timedelta(days=1)) == {"fix_first"}
    assert codes(record, ENDS) == {"undecided"}

    extension = ask(record, people)
    assert codes(record, ENDS) == {"undecided"}
    approve(record, people["approver"], extension)

    assert codes(record, ENDS) == {"fix_first"}
    assert codes(record, TODAY + timedelta(days=90)) == {"undecided"}  # the other one ends
    record.refresh_from_db()
    assert (record.content, record.sha256, record.ready_until, record.readiness) == frozen


def test_section_opens_again_by_itself_and_is_closed_by_the_extension(
    record: Record, people: dict[str, Person]
) -> None:
    def users() -> Any:
        content = report_content(record.as_json, on=ENDS, extended=extended_in(record.assessment))
        return next(section.remedy for section in content.sections if section.key == "users")

    assert (users().state, users().is_open) == ("expired", True)
    assert users().adjusted == "70-80 %"
    assert users().instead_of == "95 %"
    approve(record, people["approver"], ask(record, people))
    assert (users().state, users().expires) == ("acknowledged", f"{LONGER.day} {LONGER:%B %Y}")


def test_what_has_ended_is_renewed(record: Record, people: dict[str, Person]) -> None:
    later = NOW + timedelta(days=70)
    extension = ask(record, people, at=later)

    approve(record, people["approver"], extension, days=70)

    assert codes(record, TODAY + timedelta(days=70)) == {"fix_first"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"expires_on": TODAY}, "expires_on"),
        ({"expires_on": ENDS}, "expires_on"),
        ({"expires_on": TODAY + timedelta(days=800)}, "expires_on"),
        ({"why": " "}, "why"),
    ],
)
def test_extension_says_why_and_until_when(
    record: Record, people: dict[str, Person], changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidExtension) as refused:
        ask(record, people, **changed)

    assert list(refused.value.errors) == [field]


def test_approver_is_another_who_may_and_answered_nothing_there(
    record: Record, people: dict[str, Person]
) -> None:
    AnswerAuthor.objects.create(
        assessment=record.assessment, question="users.selection", person=people["other"]
    )
    for person in (people["lead"], people["other"], PersonFactory()):
        with pytest.raises(InvalidExtension) as refused:
            ask(record, people, approver=person)
        assert list(refused.value.errors) == ["approver"]


def test_only_the_lead_asks_and_only_the_named_approver_approves(
    record: Record, people: dict[str, Person]
) -> None:
    with pytest.raises(actions.NotAllowed):
        ask(record, people, by=people["other"])
    extension = ask(record, people)
    for person in (people["lead"], people["other"]):
        with pytest.raises(actions.NotAllowed, match="Only the named approver"):
            approve(record, person, extension)
    AnswerAuthor.objects.create(
        assessment=record.assessment, question="users.selection", person=people["approver"]
    )
    with pytest.raises(actions.NotAllowed, match="You answered in this section"):
        approve(record, people["approver"], extension)


def test_what_was_read_is_what_is_approved_and_in_time(record: Record, people: dict[str, Person]) -> None:
    read = ask(record, people)
    again = ask(record, people, why="the third quarter too")

    with pytest.raises(StaleExtension, match="read it again"):
        approve(record, people["approver"], read)
    with pytest.raises(NothingToExtend, match="is over"):
        approve(record, people["approver"], again, days=200)
    approve(record, people["approver"], again)
    with pytest.raises(NothingToExtend, match="No extension waits"):
        approve(record, people["approver"], again)


def test_only_what_the_record_acknowledges_is_extended(record: Record, people: dict[str, Person]) -> None:
    for section in ("data", "budget"):
        with pytest.raises(NothingToExtend, match="decide about it in the next round"):
            ask(record, people, section=section)


def test_later_accepted_round_replaces_it(record: Record, people: dict[str, Person]) -> None:
    extension = ask(record, people)
    record_made(record.project, people["lead"], at=NOW + timedelta(days=1))

    with pytest.raises(actions.Superseded, match="Go on in the latest round"):
        ask(record, people)
    with pytest.raises(actions.Superseded):
        approve(record, people["approver"], extension)


def refuses(rule: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make()


def test_database_keeps_the_duties_apart(record: Record, people: dict[str, Person]) -> None:
    extension = ask(record, people)
    again = Extension.objects.filter(pk=extension.pk)
    AnswerAuthor.objects.create(
        assessment=record.assessment, question="users.selection", person=people["approver"]
    )

    refuses("extended_by_no_author", lambda: again.update(approved_at=NOW))
    refuses("extension_approver_did_not_ask", lambda: again.update(approver=people["lead"]))
    refuses("extension_says_why", lambda: again.update(why=""))
    refuses(
        "extension_waits_once",
        lambda: Extension.objects.create(
            remedy=extension.remedy,
            expires_on=LONGER,
            why="twice",
            asked_by=people["lead"],
            asked_at=NOW,
            approver=people["other"],
        ),
    )
    assert str(extension) == f"until {LONGER}"


# What waits, and who is told


def waiting(kind: WorkKind) -> list[tuple[str, str]]:
    items = WorkItem.objects.filter(kind=kind, done_at=None, subject="users").order_by("person__name")
    return [(item.person.name, item.text) for item in items]


def test_approver_finds_the_request_in_their_work(record: Record, people: dict[str, Person]) -> None:
    extension = ask(record, people)

    [(who, text)] = waiting(WorkKind.APPROVE)
    assert who == "Ada Approver"
    assert "Approve that the acknowledgement for User capability holds until" in text
    assert WorkItem.objects.get(kind=WorkKind.APPROVE, done_at=None).due_on == TODAY + APPROVE_WITHIN
    assert {item.due_on for item in WorkItem.objects.filter(kind=WorkKind.EXPIRY, subject="users")} == {ENDS}
    approve(record, people["approver"], extension)
    assert waiting(WorkKind.APPROVE) == []
    assert {item.due_on for item in WorkItem.objects.filter(kind=WorkKind.EXPIRY, subject="users")} == {
        LONGER
    }


def told(at_day: date) -> list[tuple[str, str]]:
    actions.remind_of_days(at=NOW + (at_day - TODAY))
    notices = Notice.objects.filter(text__contains="User capability").order_by("person__name", "text")
    return list(notices.values_list("kind", "person__name"))


@pytest.mark.usefixtures("record")
def test_asker_approver_and_leads_are_told_two_weeks_before_and_on_the_day(people: dict[str, Person]) -> None:
    lead = people["lead"].name

    assert told(ENDS - timedelta(days=15)) == []
    ahead = [(NoticeKind.DUE, "Ada Approver"), (NoticeKind.DUE, lead)]
    assert told(ENDS - timedelta(days=14)) == told(ENDS - timedelta(days=1)) == ahead
    assert sorted(told(ENDS)) == sorted([*ahead, *((NoticeKind.OVERDUE, name) for _, name in ahead)])
    assert Notice.objects.filter(text__contains="needs renewal").count() == 2
    assert Notice.objects.exclude(address__endswith="/extend/").filter(text__contains="User cap").count() == 0


def test_nobody_is_told_of_what_a_later_round_replaced(record: Record, people: dict[str, Person]) -> None:
    record_made(record.project, people["lead"], at=NOW + timedelta(days=1))

    assert told(ENDS) == []


@pytest.mark.usefixtures("record")
def test_who_has_left_is_not_told(people: dict[str, Person]) -> None:
    people["approver"].memberships.all().delete()

    assert told(ENDS) == [(NoticeKind.OVERDUE, people["lead"].name)]


def test_acknowledgement_of_a_round_that_is_judged_leads_to_its_own_page(people: dict[str, Person]) -> None:
    project = people["lead"].memberships.get().project
    assessment = submitted_round(project, people["lead"], answers=QUESTIONS["users"])
    asked = actions.ask_acknowledgement(
        assessment=assessment,
        section="users",
        expectation="less",
        adjusted=Quantity(Decimal(1), "%"),
        approver=people["approver"],
        expires_on=ENDS,
        by=people["lead"],
        at=NOW,
    )
    assert told(ENDS) == []
    actions.approve_acknowledgement(
        assessment=assessment, section="users", remedy_id=asked.pk, by=people["approver"], at=NOW
    )

    assert len(told(ENDS)) == 2
    page = reverse("remedy", args=[assessment.pk, "users"])
    assert set(Notice.objects.values_list("address", flat=True)) == {page}


def test_record_with_an_extension_is_not_taken_back(record: Record, people: dict[str, Person]) -> None:
    approve(record, people["approver"], ask(record, people))

    with pytest.raises(CannotTakeBack, match="was extended since"):
        take_record_back(record=record, reason="counted twice", by=people["lead"], at=NOW)


def test_extension_that_waits_goes_when_the_record_is_taken_back(
    record: Record, people: dict[str, Person]
) -> None:
    ask(record, people)

    take_record_back(record=record, reason="counted twice", by=people["lead"], at=NOW)

    assert not Extension.objects.exists()
