"""What was said and asked, as the history page tells it."""

from datetime import timedelta
from typing import Any

import pytest

from assessments import actions
from assessments.models import Assessment, Assignment, Comment, Person, Thread
from tests.factories import NOW

from .steps import level, save
from .test_actions_asked import ask
from .test_actions_talking import LATER, QUESTION, say
from .test_views_history import sentences

pytestmark = pytest.mark.django_db
NAME = "how the sample was chosen"


def newest(reader: Person, assessment: Assessment) -> str:
    return sentences(reader, assessment)[0]


def test_talk_is_told(assessment: Assessment, lead: Person) -> None:
    comment = say(assessment, lead)
    assert f"commented on {NAME}" in newest(lead, assessment)
    assert any(f"began to talk about {NAME}" in line for line in sentences(lead, assessment))

    given: dict[str, Any] = {"assessment": assessment, "by": lead}
    actions.change_comment(comment=comment, text="Other", at=LATER, **given)
    assert f"corrected a comment on {NAME}" in newest(lead, assessment)
    actions.withdraw_comment(comment=comment, at=LATER, **given)
    assert f"withdrew a comment on {NAME}" in newest(lead, assessment)
    actions.resolve_thread(question=QUESTION, at=LATER, **given)
    assert f"resolved the talk about {NAME}" in newest(lead, assessment)
    actions.reopen_thread(question=QUESTION, **given)
    assert f"opened again the talk about {NAME}" in newest(lead, assessment)


def test_asking_is_told(assessment: Assessment, lead: Person, respondent: Person) -> None:
    found = ask(assessment, lead, respondent)
    assert f"asked Rosa Respondent to answer {NAME}" in newest(lead, assessment)
    actions.end_assignment(assessment=assessment, assignment=found, by=lead, at=LATER)
    assert f"ended that Rosa Respondent is asked for {NAME}" in newest(lead, assessment)
    ask(assessment, lead, respondent, "data")
    assert "asked Rosa Respondent to answer Data quality" in newest(lead, assessment)
    ask(assessment, lead, respondent, at=NOW + timedelta(1))
    save(assessment, lead, level(2))
    assert f"answered what Rosa Respondent was asked for: {NAME}" in newest(lead, assessment)


def test_rows_deleted_by_hand_are_told(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead)
    Comment.objects.filter(pk=Comment.objects.get().pk)._raw_delete("default")
    assert f"deleted a comment on {NAME}" in newest(lead, assessment)
    assert Thread.objects.exists()
    assert not Assignment.objects.exists()
