"""In a language made of all that is marked for translation, mails have nothing left in English either."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments import actions
from assessments.models import Assessment, MemberRole, Person
from tests.assessments.invited import invited
from tests.assessments.mailed import page_of
from tests.assessments.test_actions_talking import say
from tests.factories import NOW, PersonFactory, member

from .conftest import TRIAL
from .reading import Written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spoken")]


def test_no_mail_is_left_in_english(
    assessment: Assessment, lead: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = member(assessment.project, MemberRole.RESPONDENT, name="Rosa")
    without = PersonFactory(name="Omar", password="!")
    with translation.override(TRIAL[0]), django_capture_on_commit_callbacks(execute=True):
        say(assessment, lead, "Which of them?", tells={person.pk}, at=NOW)
        invited(assessment.project, lead, link="https://pilot.example.org/{}/".format)
        for email in (person.email, without.email):
            actions.mail_password_link(email=email)
        actions.send_waiting_mail(at=NOW + timedelta(minutes=10))

    written = Written(["@Which of them?", "Which of them?"], ["Lea Lead", "Rosa", assessment.project.name])
    with translation.override(TRIAL[0]):
        texts = [text for letter in mail.outbox for text in page_of(letter).texts]
    assert [rest for text in texts if (rest := written.without(text))] == []
    assert len(mail.outbox) == 4
