"""The sign-in page names the demo's accounts in a trial that has them, and nowhere else."""

from datetime import UTC, datetime

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from assessments.models import Person
from reports.demo import PASSWORD
from reports.demo.people import make_people

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def sign_in_page() -> str:
    return Client().get(reverse("account_login")).content.decode()


def test_trial_names_the_accounts_that_are_there() -> None:
    make_people(NOW)
    Person.objects.filter(email="pmo@example.org").update(is_active=False)

    html = sign_in_page()

    assert PASSWORD in html
    assert "lead@example.org" in html
    assert "pmo@example.org" not in html


def test_named_account_signs_in() -> None:
    make_people(NOW)

    page = Client().post(reverse("account_login"), {"login": "lead@example.org", "password": PASSWORD})

    assert page.status_code == 302


def test_who_signed_in_is_not_told_so() -> None:
    make_people(NOW)
    typed = {"login": "lead@example.org", "password": PASSWORD}

    page = Client().post(reverse("account_login"), typed, follow=True)

    assert page.status_code == 200
    assert not list(page.context["messages"])


def test_trial_without_the_demo_names_nobody() -> None:
    html = sign_in_page()

    assert "This is a trial" not in html
    assert PASSWORD not in html


@override_settings(TRIAL=False)
def test_deployment_names_nobody() -> None:
    make_people(NOW)

    html = sign_in_page()

    assert "lead@example.org" not in html
    assert PASSWORD not in html
