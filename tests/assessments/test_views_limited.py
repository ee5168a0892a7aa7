"""What second respondents and limited respondents find of a round."""

import pytest
from django.urls import reverse

from assessments import queries
from assessments.models import Assessment, MemberRole, Person
from tests.factories import OversightFactory, member

from .browsing import fields, signed_in
from .steps import NOBODY_KNOWS, accept, answer

pytestmark = pytest.mark.django_db


def test_second_respondent_knows_of_rounds_and_nothing_they_say(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)
    OversightFactory(person=blind)  # what the PMO reads is hidden from them here
    client = signed_in(blind)

    shown = client.get(assessment.project.get_absolute_url()).content.decode()

    assert "Round 1" in shown
    assert "You are second respondent" in shown
    assert "accuracy" not in shown
    assert assessment.get_absolute_url() not in shown
    for name in ("assessment", "verdict", "check_answers", "conclude"):
        assert client.get(reverse(name, args=[assessment.pk])).status_code == 404
    assert not queries.assessments_visible_to(blind).exists()
    listed = client.get(reverse("project_list")).content.decode()
    assert "Your own answers are given apart" in listed
    assert "Concluded" not in listed


def test_respondent_is_led_through_their_sections_only(assessment: Assessment) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.filter(person=ruben).update(sections=["data", "load"])
    client = signed_in(ruben)

    listed = client.get(assessment.get_absolute_url()).content.decode()
    assert listed.count("Not yours to answer") == 6
    assert "2 of your 2 sections are still open." in listed
    other = client.get(reverse("section", args=[assessment.pk, "users"]))
    assert other["Location"] == f"{reverse('check_answers', args=[assessment.pk])}#users"
    saved = client.post(reverse("section", args=[assessment.pk, "data"]), fields("data.selection", said="3"))
    assert saved["Location"] == reverse("section", args=[assessment.pk, "load"])
    refused = client.post(
        reverse("section", args=[assessment.pk, "users"]), fields("users.selection", said="3")
    )
    assert refused.status_code == 403
    assert "somebody else’s to answer" in refused.content.decode()
    checked = client.get(reverse("check_answers", args=[assessment.pk])).content.decode()
    assert reverse("section", args=[assessment.pk, "load"]) in checked
    assert f"{reverse('section', args=[assessment.pk, 'users'])}#" not in checked


def test_respondent_whose_sections_are_answered_is_told_so(assessment: Assessment) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.filter(person=ruben).update(sections=["criteria"])
    section = queries.questionnaire_of(assessment).by_section["criteria"]
    answer(assessment, ruben, {question.key: NOBODY_KNOWS for question in section.questions})

    assert (
        "Your sections are answered." in signed_in(ruben).get(assessment.get_absolute_url()).content.decode()
    )
