"""What day it is, and what is shown as a time, in a deployment far from Greenwich."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assessments import actions
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, EvidenceItem, MailChoice, Person
from assessments.views.moments import moment
from assessments.views.saving import save_changed, section_page
from reports.models import RecordRow
from reports.portfolio import heat_map, side_by_side
from tests.factories import PersonFactory
from tests.recorded import chained
from tests.reports.demo_portfolio import concluded

from .browsing import fields, signed_in
from .steps import PLAN, save
from .test_actions_mailing import sent_at, wait

pytestmark = pytest.mark.django_db
QUESTION = "data.selection"
EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""In Auckland it is one o'clock in the morning of the next day."""
TODAY_THERE = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def auckland(settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"


@pytest.fixture
def expiring(assessment: Assessment, lead: Person) -> EvidenceItem:
    """What backs an answer, until today in Auckland."""
    save(assessment, lead, Answer(Choice(1), proof=(PLAN,)))
    EvidenceItem.objects.update(expires_on=TODAY_THERE)
    return assessment.evidence_items.get()


@pytest.mark.usefixtures("expiring")
def test_proof_expires_when_the_day_begins_here(assessment: Assessment) -> None:
    def is_expired(at: datetime) -> bool:
        (proof,) = section_page(assessment, "data", at).form.stored[QUESTION].proofs
        return proof.expired

    assert is_expired(EVENING)
    assert not is_expired(EVENING - timedelta(hours=2))


@pytest.mark.usefixtures("expiring")
def test_answer_just_saved_shows_its_proofs_by_the_day_here(assessment: Assessment, lead: Person) -> None:
    page = section_page(assessment, "data", EVENING, fields(QUESTION, version=1, said="2"))

    save_changed(page.form, assessment, by=lead, at=EVENING)

    (proof,) = page.form.stored[QUESTION].proofs
    assert page.form.stored[QUESTION].version == 2
    assert proof.expired


def test_records_are_listed_by_the_day_of_their_conclusion_here() -> None:
    record = concluded("orion-routing-1", at=EVENING)

    table = side_by_side([record, record], TODAY_THERE)
    (row,) = heat_map(RecordRow.objects.all(), TODAY_THERE).rows

    assert {column.concluded_on for column in table.columns} == {TODAY_THERE}
    assert row.concluded_on == TODAY_THERE
    assert row.age == "today"


def test_times_name_the_zone_that_they_are_in(lead: Person) -> None:
    assert moment(EVENING) == "23 November 2026, 01:00 NZDT"

    page = signed_in(lead).get(reverse("usersessions_list")).content.decode()

    assert f" {timezone.localtime():%Z}</dd>" in page
    assert "UTC" not in page


def test_history_tells_its_times_with_their_zone(assessment: Assessment, lead: Person) -> None:
    chained()
    page = signed_in(lead).get(reverse("history", args=[assessment.pk])).content.decode()

    assert f'{timezone.localtime():%Z}">' in page


def test_morning_mail_goes_in_the_morning_here() -> None:
    person = PersonFactory(mail_choice=MailChoice.DAILY)
    wait(person, "one", at=EVENING)
    seven = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

    assert sent_at(seven - timedelta(minutes=1), seven) == [0, 1]
    assert mail.outbox[0].to == [person.email]


def test_day_that_is_over_here_is_asked_of_nobody(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    def ask(due_on: date) -> None:
        actions.assign(
            assessment=assessment, subject="data", person=respondent, due_on=due_on, by=lead, at=EVENING
        )

    with pytest.raises(actions.InvalidAssignment, match="choose today or a later day"):
        ask(TODAY_THERE - timedelta(days=1))
    ask(TODAY_THERE)
    assert assessment.assignments.get().due_on == TODAY_THERE
