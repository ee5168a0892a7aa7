"""A new round with its claim, and changes of the claim."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import queries
from assessments.domain.case import Claim, Outcome
from assessments.models import Assessment, MemberRole, Person, Project
from tests.factories import ProjectFactory, member

from .browsing import signed_in
from .steps import CLAIM, accept, level, save

pytestmark = pytest.mark.django_db

TYPED = {
    "metric": "accuracy",
    "value": "95",
    "unit": "%",
    "proportion": "on",
    "sample_size": "1,500",
    "criterion": "at least 90 %",
    "result": "met",
    "period": "January to March 2026",
    "baseline": "84 %",
}
STATED = Claim(
    "accuracy", Decimal(95), "%", 1500, True, "at least 90 %", Outcome.MET, "January to March 2026", "84 %"
)


@pytest.fixture
def project() -> Project:
    made: Project = ProjectFactory()
    return made


def create_url(project: Project) -> str:
    return reverse("assessment_create", args=[project.pk])


def claim_url(assessment: Assessment) -> str:
    return reverse("claim", args=[assessment.pk])


def test_claim_as_typed_starts_the_first_round(project: Project) -> None:
    page = signed_in(member(project)).post(create_url(project), TYPED)

    started = project.assessments.get()
    assert page["Location"] == started.get_absolute_url()
    assert queries.claim_of(started) == STATED


@pytest.mark.parametrize(
    ("changed", "anchor", "told"),
    [
        ({"metric": ""}, "id_metric", "Say what was measured"),
        ({"value": "NaN"}, "id_value", "is not a number"),
        ({"sample_size": ""}, "id_sample_size", "on how many cases the percentage rests"),
        ({"sample_size": "-3"}, "id_sample_size", "at least 0"),
        ({"criterion": ""}, "id_criterion", "Type the criterion"),
        ({"result": "perhaps"}, "id_result_0", "Say whether the criterion was met"),
        ({"metric": "x" * 501}, "id_metric", "at most 500"),
    ],
)
def test_wrong_claim_is_told_at_its_field_and_stays(
    project: Project, changed: dict[str, str], anchor: str, told: str
) -> None:
    page = signed_in(member(project)).post(create_url(project), TYPED | changed)

    html = page.content.decode()
    assert page.status_code == 422
    assert f'<a href="#{anchor}">' in html
    assert told in html
    assert 'value="84 %"' in html
    assert not project.assessments.exists()


def test_form_starts_with_a_plain_page(project: Project) -> None:
    page = signed_in(member(project)).get(create_url(project))

    assert page.status_code == 200
    assert "There is a problem" not in page.content.decode()


def test_second_click_finds_the_round_started(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)

    pages = [client.post(create_url(assessment.project), TYPED), client.get(create_url(assessment.project))]

    assert [page["Location"] for page in pages] == [assessment.get_absolute_url()] * 2


def test_next_round_shows_the_last_claim_and_takes_its_answers_over(
    assessment: Assessment, lead: Person
) -> None:
    save(assessment, lead, level(2))
    accept(assessment, lead)
    client = signed_in(lead)
    assert 'value="accuracy"' in client.get(create_url(assessment.project)).content.decode()

    client.post(create_url(assessment.project), TYPED)

    following = assessment.project.assessments.get(round=2)
    assert following.answers.get().carried_over
    assert "1 to confirm" in client.get(following.get_absolute_url()).content.decode()


def test_respondent_may_not_start_a_round(project: Project) -> None:
    person = member(project, MemberRole.RESPONDENT)

    assert signed_in(person).post(create_url(project), TYPED).status_code == 403


def test_claim_can_be_changed(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    assert 'name="version" value="1"' in client.get(claim_url(assessment)).content.decode()

    page = client.post(claim_url(assessment), TYPED | {"version": "1"})

    assessment.refresh_from_db()
    assert page["Location"] == assessment.get_absolute_url()
    assert queries.claim_of(assessment) == STATED


def test_claim_that_somebody_else_changed_is_shown_beside(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    client.post(claim_url(assessment), TYPED | {"version": "1"})

    page = client.post(claim_url(assessment), TYPED | {"version": "1", "value": "96"})

    html = page.content.decode()
    assert page.status_code == 422
    assert "Someone else changed the claim" in html
    assert "accuracy 95" in html
    assert 'value="96"' in html


def test_claim_of_a_round_that_is_over_stays(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)

    page = signed_in(lead).post(claim_url(assessment), TYPED | {"version": "1"})

    assert page.status_code == 422
    assert "This round is" in page.content.decode()


def test_claim_without_a_value_is_possible(project: Project) -> None:
    signed_in(member(project)).post(create_url(project), {"metric": "time", "result": "none"})

    claim = queries.claim_of(project.assessments.get())
    assert claim == Claim("time", proportion=False)
    assert claim != CLAIM
