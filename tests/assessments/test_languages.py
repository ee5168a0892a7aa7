"""Who is told something is told it in their own language, whatever language who caused it reads."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments import actions
from assessments.models import Assessment, MemberRole, Notice, Person, WorkItem
from assessments.permissions import Permission
from tests.factories import AssessmentFactory, PersonFactory, member
from tests.languages import speak_also

from .invited import invited

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
QUESTION = "data.selection"
DUTCH = {
    "%(by)s wrote about “%(question)s” in %(project)s, round %(round)s": (
        "%(by)s schreef over “%(question)s” in %(project)s, ronde %(round)s"
    ),
    "%(work)s (%(project)s): is due on %(day)s": "%(work)s (%(project)s): uiterlijk %(day)s",
    "Something new waits for you in Honest Pilot": "Er wacht iets nieuws op u in Honest Pilot",
    "Hello %(person)s,": "Dag %(person)s,",
    "A new password for Honest Pilot": "Een nieuw wachtwoord voor Honest Pilot",
    "If it was not you, do nothing: your password stays as it is.": "Was u het niet, doe dan niets.",
    "You are invited to Honest Pilot": "U bent uitgenodigd voor Honest Pilot",
    "You may not %(do)s in this project.": "U mag in dit project niet %(do)s.",
    Permission.SUBMIT.value: "een ronde indienen",
}


@pytest.fixture(autouse=True)
def dutch(tmp_path: Path, settings: LazySettings) -> None:
    """A deployment that also speaks Dutch, as far as this goes."""
    speak_also("nl", DUTCH, tmp_path, settings)
    settings.SITE_ADDRESS = "https://pilot.example.org/"


@pytest.fixture
def assessment() -> Assessment:
    assessment: Assessment = AssessmentFactory(project__name="Invoices")
    return assessment


def comment(assessment: Assessment, by: Person) -> None:
    actions.add_comment(assessment=assessment, question=QUESTION, text="Which?", by=by, at=NOON)


def told(person: Person) -> str:
    return Notice.objects.get(person=person).text


def test_each_is_told_in_their_own_language(assessment: Assessment) -> None:
    english, dutch, other = (member(assessment.project, language=code) for code in ("", "nl", "nl"))
    by = member(assessment.project, MemberRole.REVIEWER, name="Rika", language="nl")
    for person in (english, dutch, other):
        comment(assessment, person)
    Notice.objects.all().delete()

    with translation.override("nl"):
        comment(assessment, by)

    assert told(english).startswith("Rika wrote about")
    assert told(dutch) == told(other)
    assert told(dutch).startswith("Rika schreef over")
    assert told(dutch).endswith("in Invoices, ronde 1")


def test_mail_is_written_in_its_receivers_language(assessment: Assessment) -> None:
    dutch = member(assessment.project, name="Noor", language="nl")
    comment(assessment, dutch)
    comment(assessment, member(assessment.project))

    actions.send_waiting_mail(at=NOON + timedelta(hours=1))

    (letter,) = mail.outbox
    assert letter.subject == "Er wacht iets nieuws op u in Honest Pilot"
    assert letter.body.startswith("Dag Noor,")
    assert " schreef over " in letter.body
    assert "Choose how often you get mail" in letter.body, "what is not translated is said in English"


def test_reminder_names_the_day_as_its_receiver_writes_it(assessment: Assessment) -> None:
    due, asked = date(2026, 11, 25), NOON - timedelta(days=9)
    for code, expected in (("", ": is due on 25 November 2026"), ("nl", ": uiterlijk 25 november 2026")):
        person = member(assessment.project, language=code)
        WorkItem.objects.create(
            person=person, project=assessment.project, kind="submit", subject=code, text="Submit",
            address="/there/", created_at=asked, due_on=due,
        )  # fmt: skip

        actions.remind_of_days(at=NOON)

        assert told(person) == f"Submit (Invoices){expected}"


def test_password_mail_is_written_in_its_receivers_language() -> None:
    english, dutch = PersonFactory(language=""), PersonFactory(language="nl")

    with translation.override("nl"):
        actions.mail_password_link(email=english.email)
    actions.mail_password_link(email=dutch.email)

    first, second = mail.outbox
    assert (first.subject, "Was u het niet" in first.body) == ("A new password for Honest Pilot", False)
    assert (second.subject, "Was u het niet" in second.body) == (
        "Een nieuw wachtwoord voor Honest Pilot",
        True,
    )


def test_invitation_is_written_as_who_invites_reads_the_site(
    assessment: Assessment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    lead = member(assessment.project)
    with django_capture_on_commit_callbacks(execute=True), translation.override("nl"):
        invited(assessment.project, lead)

    assert mail.outbox[0].subject == "U bent uitgenodigd voor Honest Pilot"


def test_refusal_is_one_sentence_of_the_language(assessment: Assessment) -> None:
    respondent = member(assessment.project, MemberRole.RESPONDENT)
    with translation.override("nl"), pytest.raises(actions.NotAllowed) as refused:
        actions.submit_assessment(assessment=assessment, by=respondent, at=NOON)

    assert str(refused.value) == "U mag in dit project niet een ronde indienen."
