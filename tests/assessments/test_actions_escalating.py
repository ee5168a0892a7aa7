"""What is a week overdue is told once: to the leads, or of a lead's own to the PMO, who reads no draft."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from assessments import actions, tasks
from assessments.actions.escalating import AFTER, LATE, WHAT
from assessments.models import (
    Assessment,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    OversightRole,
    Person,
    WorkItem,
    WorkKind,
)
from tests.factories import OversightFactory, UnitFactory, member
from tests.languages import compiled

from .browsing import signed_in
from .steps import K1, answer

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = date(2026, 11, 16)


def late(assessment: Assessment, person: Person, **columns: Any) -> WorkItem:
    """What somebody is a week late with at NOON."""
    given: dict[str, Any] = {"kind": WorkKind.ASSIGNED, "subject": "data", "text": "Answer “Data”"}
    given |= {"due_on": DUE, "created_at": NOON - 30 * DAY, "project": assessment.project}
    given |= {"assessment": assessment, "address": "/there/"} | columns
    item: WorkItem = WorkItem.objects.create(person=person, **given)
    return item


def told(at: datetime = NOON) -> set[Person]:
    """Who was told anything of it by now."""
    actions.escalate_overdue(at=at)
    return {notice.person for notice in Notice.objects.select_related("person")}


@pytest.fixture
def pmo() -> Person:
    person: Person = OversightFactory(role=OversightRole.PMO, person__name="Pia Pmo").person
    return person


def test_leads_are_told_of_what_somebody_else_is_late_with(
    assessment: Assessment, lead: Person, respondent: Person, pmo: Person
) -> None:
    other = member(assessment.project, name="Lin Lead")
    late(assessment, respondent)

    assert actions.escalate_overdue(at=NOON) == 1

    notices = list(Notice.objects.all())
    assert {notice.person for notice in notices} == {lead, other}
    assert pmo not in {notice.person for notice in notices}
    assert {notice.kind for notice in notices} == {NoticeKind.ESCALATED}
    said = f"Overdue since 16 November 2026 in {assessment.project}: answers that were asked for."
    assert {notice.text for notice in notices} == {f"{said} It waits for Rosa Respondent"}
    assert {notice.address for notice in notices} == {assessment.get_absolute_url()}
    assert signed_in(lead).get(notices[0].address).status_code == 200


def test_pmo_is_told_of_what_a_lead_is_late_with(assessment: Assessment, lead: Person, pmo: Person) -> None:
    unit = assessment.project.unit
    near = OversightFactory(role=OversightRole.PMO, unit=unit).person
    OversightFactory(role=OversightRole.PMO, unit=UnitFactory())
    OversightFactory(role=OversightRole.LEADERSHIP)
    OversightFactory(role=OversightRole.ADMINISTRATOR)
    member(assessment.project)
    late(assessment, lead)

    assert told() == {pmo, near}

    address = Notice.objects.filter(person=pmo).get().address
    assert address == reverse("project", args=[assessment.project.pk])
    assert signed_in(pmo).get(address).status_code == 200


def test_pmo_learns_nothing_of_what_a_draft_says(assessment: Assessment, lead: Person, pmo: Person) -> None:
    answer(assessment, lead, K1)
    actions.assign(
        assessment=assessment, subject="data.history", person=lead, due_on=date(2026, 12, 1),
        note="We said level 4 though it is 0", by=lead, at=NOON,
    )  # fmt: skip

    assert told(NOON + 16 * DAY) == {pmo}

    text = Notice.objects.get().text
    assert "level" not in text
    assert "history" not in text.lower()
    assert actions.send_waiting_mail(at=NOON + 17 * DAY) == 1
    (letter,) = mail.outbox
    assert letter.subject == "Something has been overdue for a week"
    assert "answers that were asked for. It waits for Lea Lead" in letter.body
    assert "level" not in letter.body


def test_one_thing_of_several_people_is_told_once(
    assessment: Assessment, lead: Person, respondent: Person, pmo: Person
) -> None:
    """The lead has the action in their own work as well, and was reminded of it."""
    for person in (respondent, lead):
        late(assessment, person, kind=WorkKind.FIX, subject="data:0")

    assert told() == {pmo}
    assert Notice.objects.get().text.endswith(
        ": an action of a fix. It waits for Lea Lead and Rosa Respondent"
    )


def test_nobody_is_told_twice_however_often_it_is_looked(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    item = late(assessment, respondent)

    for days in range(-3, 40):
        for _ in range(2):
            actions.escalate_overdue(at=NOON + days * DAY)

    notice = Notice.objects.get()
    assert (notice.person, notice.at) == (lead, NOON)
    assert timezone.localdate(notice.at) - DUE == AFTER
    WorkItem.objects.filter(pk=item.pk).update(done_at=NOON)
    late(assessment, respondent)
    assert told(NOON + DAY) == {lead}
    assert Notice.objects.count() == 1


def test_other_day_is_told_of_again(assessment: Assessment, lead: Person, respondent: Person) -> None:
    item = late(assessment, respondent)
    assert told() == {lead}

    WorkItem.objects.filter(pk=item.pk).update(due_on=DUE + 10 * DAY)

    told(NOON + 9 * DAY)
    assert Notice.objects.count() == 1
    told(NOON + 10 * DAY)
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("days", "caught_up"), [(0, True), (LATE.days, True), (LATE.days + 1, False)])
def test_outage_of_beat_is_caught_up_so_far(
    assessment: Assessment, lead: Person, respondent: Person, days: int, caught_up: bool
) -> None:
    late(assessment, respondent)

    assert told(NOON + days * DAY) == ({lead} if caught_up else set())


def test_week_begins_when_it_was_asked_for(assessment: Assessment, lead: Person, respondent: Person) -> None:
    late(assessment, respondent, due_on=DUE - 90 * DAY, created_at=NOON - 6 * DAY)

    assert told() == set()
    assert told(NOON + DAY) == {lead}


@pytest.mark.usefixtures("lead")
def test_what_is_done_or_has_no_day_or_is_not_a_week_late_is_not_told(
    assessment: Assessment, respondent: Person
) -> None:
    late(assessment, respondent, done_at=NOON, subject="a")
    late(assessment, respondent, due_on=None, subject="b")
    late(assessment, respondent, due_on=DUE + DAY, subject="c")

    assert actions.escalate_overdue(at=NOON) == 0
    assert told() == set()


def test_without_a_lead_it_goes_to_the_pmo(assessment: Assessment, respondent: Person, pmo: Person) -> None:
    Person.objects.filter(pk=member(assessment.project).pk).update(is_active=False)
    late(assessment, respondent)

    assert told() == {pmo}


@pytest.mark.usefixtures("lead")
def test_who_is_late_themself_is_not_told_as_pmo(
    assessment: Assessment, pmo: Person, respondent: Person
) -> None:
    Membership.objects.create(project=assessment.project, person=pmo, role=MemberRole.LEAD)
    late(assessment, pmo)
    late(assessment, respondent)

    assert told() == set()


def test_what_concerns_no_round_leads_to_the_project(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    item = late(assessment, respondent, kind=WorkKind.REPORT)
    WorkItem.objects.filter(pk=item.pk).update(assessment=None)

    assert told() == {lead}

    notice = Notice.objects.get()
    assert notice.address == reverse("project", args=[assessment.project.pk])
    assert ": something to do. It waits for" in notice.text


def test_each_is_told_in_their_own_language(
    assessment: Assessment, lead: Person, respondent: Person, tmp_path: Path, settings: LazySettings
) -> None:
    texts = {WHAT[WorkKind.ASSIGNED]: "de antwoorden"}
    settings.LOCALE_PATHS = [compiled(tmp_path, "nl", texts)]
    Person.objects.filter(pk=lead.pk).update(language="nl")
    late(assessment, respondent)

    told()

    assert "de antwoorden" in Notice.objects.get().text


@pytest.mark.parametrize("lost", [True, False])
def test_who_oversees_it_no_more_gets_no_mail(
    assessment: Assessment, lead: Person, pmo: Person, lost: bool
) -> None:
    late(assessment, lead)
    told()
    if lost:
        pmo.oversights.all().delete()

    assert actions.send_waiting_mail(at=NOON + DAY) == (0 if lost else 1)


def test_beat_does_it_now(assessment: Assessment, lead: Person, respondent: Person) -> None:
    late(assessment, respondent, due_on=timezone.localdate() - AFTER, created_at=timezone.now() - 30 * DAY)

    tasks.escalate_overdue()

    assert Notice.objects.get().person == lead


def test_every_kind_that_has_a_day_is_named() -> None:
    assert set(WHAT) == {
        WorkKind.ASSIGNED,
        WorkKind.CHALLENGE,
        WorkKind.APPROVE,
        WorkKind.FIX,
        WorkKind.EXPIRY,
        WorkKind.SIGN,
        WorkKind.OUTCOME,
    }
