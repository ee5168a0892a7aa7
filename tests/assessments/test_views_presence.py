"""Who else has a section open."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import reverse

from assessments.models import Assessment, MemberRole, Person
from tests.factories import PersonFactory, member

from .browsing import signed_in
from .steps import submit

pytestmark = pytest.mark.django_db(databases=["default", "cache"])


@pytest.fixture(autouse=True)
def nobody_here() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def here(person: Person, assessment: Assessment, section: str = "data") -> str:
    """What this person is told on opening the section."""
    page = signed_in(person).post(reverse("presence", args=[assessment.pk, section]))
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_others_in_the_same_section_are_named(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    assert here(lead, assessment) == ""
    assert here(respondent, assessment) == f"Also here now: <b>{lead}</b>"
    assert here(lead, assessment) == f"Also here now: <b>{respondent}</b>"
    assert here(lead, assessment, "users") == ""


def test_names_are_escaped(assessment: Assessment, lead: Person) -> None:
    here(member(assessment.project, name="<i>Ida</i>"), assessment)

    assert here(lead, assessment) == "Also here now: <b>&lt;i&gt;Ida&lt;/i&gt;</b>"


def test_it_is_for_those_who_answer(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    url = reverse("presence", args=[assessment.pk, "data"])
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)

    assert signed_in(reviewer).post(url).status_code == 403
    assert signed_in(PersonFactory()).post(url).status_code == 404
    assert signed_in(blind).post(url).status_code == 404
    assert signed_in(lead).get(url).status_code == 405
    assert signed_in(lead).post(reverse("presence", args=[assessment.pk, "none"])).status_code == 404


def test_whoever_left_the_team_is_not_named(assessment: Assessment, lead: Person, respondent: Person) -> None:
    here(respondent, assessment)
    assessment.project.memberships.filter(person=respondent).delete()

    assert here(lead, assessment) == ""


def test_closed_round_has_nobody_in_it(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    assert here(lead, assessment) == ""
