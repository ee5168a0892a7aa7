"""What an invitation's link opens, for everybody who may hold it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.models import Assessment, Invitation, MemberRole, OversightRole, Person, Project
from assessments.views.guesses import LIMIT, count_guess, guesses_too_often
from tests.factories import PASSWORD, PersonFactory, member

from .browsing import html, signed_in
from .invited import administrator, invited, offered

pytestmark = pytest.mark.django_db
NEW = "a brand new password"
TYPED = {"name": "Nova Novak", "password": NEW, "again": NEW}


@pytest.fixture(autouse=True)
def no_guesses_yet() -> None:
    cache.clear()


@pytest.fixture
def project(assessment: Assessment) -> Project:
    return assessment.project


@pytest.fixture
def token(project: Project, lead: Person) -> str:
    return invited(project, lead, sections=["data"], at=timezone.now()).link


def url(token: str) -> str:
    return reverse("invitation", args=[token])


def test_stranger_sees_what_is_offered_and_joins(token: str, project: Project) -> None:
    client = Client()

    page = client.get(url(token))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for shown in (project.name, "Lea Lead", "nova@example.org", "Respondent", "Data quality", " UTC<"):
        assert shown in html(page)
    done = client.post(url(token), TYPED, follow=True)

    assert done.redirect_chain == [(project.get_absolute_url(), 302)]
    assert "Welcome. You take part as: Respondent." in html(done)
    assert str(done.wsgi_request.user) == "Nova Novak"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "Type your name."),
        ({"password": "", "again": ""}, "Choose a password."),
        ({"again": ""}, "Type the password a second time."),
        ({"again": "another password"}, "The two passwords differ."),
        ({"password": "short", "again": "short"}, "at least 15 characters"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"password": "nova@example.org", "again": "nova@example.org"}, "too similar to the e-mail address"),
    ],
)
def test_wrong_input_says_what_to_type(token: str, typed: dict[str, str], told: str) -> None:
    page = Client().post(url(token), TYPED | typed)

    assert page.status_code == 422
    assert told in html(page)
    assert "<title>Error: " in html(page)
    assert not Person.objects.filter(email="nova@example.org").exists()


def test_owner_of_an_account_signs_in_first_and_accepts_with_one_click(token: str, project: Project) -> None:
    nova: Person = PersonFactory(email="nova@example.org")

    page = Client().get(url(token))
    assert f"{reverse('account_login')}?next={url(token)}" in html(page)
    assert Client().post(url(token), TYPED)["Location"] == url(token)  # nobody gets in by a new password
    assert nova.check_password(PASSWORD)
    client = signed_in(nova)
    assert "Accept the invitation" in html(client.get(url(token)))
    done = client.post(url(token), follow=True)

    assert done.redirect_chain == [(project.get_absolute_url(), 302)]
    assert project.memberships.get(person=nova).sections == ["data"]


def test_owner_of_a_closed_account_is_told_to_have_it_opened(token: str) -> None:
    PersonFactory(email="nova@example.org", is_active=False)

    page = Client().get(url(token))

    assert "Ask Lea Lead or an administrator to open it again" in html(page)
    assert "Sign in to accept" not in html(page)


def test_somebody_else_is_told_whose_it_is(token: str) -> None:
    client = signed_in(PersonFactory(email="other@example.org"))

    page = client.get(url(token))

    assert page.status_code == 200
    assert "nova@example.org" in html(page)
    assert "other@example.org" in html(page)
    assert f'name="next" value="{url(token)}"' in html(page)
    assert client.post(url(token)).status_code == 403
    assert Invitation.objects.get().accepted_at is None


def test_used_link_says_so(token: str) -> None:
    Client().post(url(token), TYPED)

    for again in (Client().get(url(token)), Client().post(url(token), TYPED)):
        assert again.status_code == 410
        assert "accepted already. Sign in to go on." in html(again)


def test_used_link_leads_whoever_used_it_to_their_projects(token: str) -> None:
    client = Client()
    client.post(url(token), TYPED)

    mine, elsewhere = client.get(url(token)), signed_in(PersonFactory()).get(url(token))

    assert mine.status_code == elsewhere.status_code == 410
    assert f'href="{reverse("project_list")}">Go to your projects' in html(mine)
    assert "You have accepted" not in html(elsewhere)


def test_rules_of_the_password_are_said_once(token: str) -> None:
    page = html(Client().get(url(token)))

    assert page.count("easiest to remember") == page.count("well-known password") == 1


def test_expired_link_says_whom_to_ask(project: Project, lead: Person) -> None:
    late = invited(project, lead, at=timezone.now() - timedelta(days=15)).link

    page = Client().get(url(late))

    assert page.status_code == 410
    assert f"has expired. Ask Lea Lead ({lead.email}) for a new one." in html(page)


def test_withdrawn_link_says_so(project: Project, lead: Person) -> None:
    sent = invited(project, lead, at=timezone.now())
    actions.withdraw_invitation(invitation=sent.invitation, by=lead, at=timezone.now())

    page = Client().get(url(sent.link))

    assert page.status_code == 410
    assert "was withdrawn" in html(page)


def test_unknown_link_says_what_to_try(token: str) -> None:
    page = Client().get(url(f"x{token}"))

    assert page.status_code == 404
    assert "Copy the whole link from the latest mail." in html(page)


def test_guessing_is_slowed_down_whatever_address_is_claimed(token: str) -> None:
    client = Client()
    codes = [
        client.get(url(f"guess{number}"), headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code
        for number in range(25)
    ]

    assert codes == [404] * 20 + [429] * 5
    assert "Wait a minute" in html(client.get(url(token)))


def test_no_guess_is_lost_that_is_made_at_the_same_time(rf: RequestFactory) -> None:
    request = rf.get("/")
    with ThreadPoolExecutor(4) as guessers:
        list(guessers.map(count_guess, [request] * LIMIT))

    assert guesses_too_often(request)


def test_acceptance_that_would_break_separation_says_what_to_do(project: Project, lead: Person) -> None:
    sent = invited(project, lead, role=MemberRole.SECOND_RESPONDENT, at=timezone.now())
    nova = member(project, MemberRole.REVIEWER, email="nova@example.org")

    page = signed_in(nova).post(url(sent.link))

    assert page.status_code == 409
    assert "Ask somebody who has no other role here." in html(page)


def test_role_above_projects_is_accepted() -> None:
    sent = offered(administrator(), role=OversightRole.LEADERSHIP, at=timezone.now())

    done = Client().post(url(sent.link), TYPED, follow=True)

    assert "You take part as: Leadership of everything." in html(done)


def test_mail_leads_to_this_site(
    project: Project, lead: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = signed_in(lead).post(
            reverse("project_people", args=[project.pk]), {"person": "nova@example.org", "role": "reviewer"}
        )

    [message] = mail.outbox
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    assert link.startswith("http://testserver/invitations/")
    assert link in html(page)
    assert Client().get(link).status_code == 200
