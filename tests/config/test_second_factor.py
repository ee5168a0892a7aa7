"""Whoever's role demands a second factor uses one, whichever way they came in, before anything else opens."""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from pytest_django import Settings

from assessments.models import MemberRole, Oversight, OversightRole, Person
from config.second_factor import OPEN
from tests.config.entering import browser, by_mail, by_password, by_provider
from tests.config.factors import code_of, spare_code, with_app
from tests.config.passkey import Passkey, sign_in_with, with_passkey
from tests.factories import MembershipFactory, OversightFactory, PersonFactory
from tests.identity_provider import IdentityProvider

pytestmark = pytest.mark.django_db

DEMANDED = [MemberRole.APPROVER, OversightRole.PMO, OversightRole.ADMINISTRATOR]
FREE = [MemberRole.LEAD, MemberRole.RESPONDENT, MemberRole.REVIEWER, OversightRole.LEADERSHIP, None]

HOME, SET_UP, SECOND_STEP = "home", "mfa_index", "mfa_authenticate"

TABLE = [
    # path, is it demanded, which factor there is, where one lands
    ("password", True, None, SET_UP),
    ("password", True, "app", SECOND_STEP),
    ("password", True, "passkey", SECOND_STEP),
    ("password", False, None, HOME),
    ("password", False, "app", SECOND_STEP),
    ("password", False, "passkey", SECOND_STEP),
    ("new password by mail", True, None, SET_UP),
    ("new password by mail", True, "app", SECOND_STEP),
    ("new password by mail", True, "passkey", SECOND_STEP),
    ("new password by mail", False, None, HOME),
    ("new password by mail", False, "app", SECOND_STEP),
    ("new password by mail", False, "passkey", SECOND_STEP),
    ("single sign-on", True, None, SET_UP),
    ("single sign-on", True, "app", SECOND_STEP),
    ("single sign-on", True, "passkey", SECOND_STEP),
    ("single sign-on", False, None, HOME),
    ("single sign-on", False, "app", SECOND_STEP),
    ("single sign-on", False, "passkey", SECOND_STEP),
    ("passkey", True, "passkey", HOME),
    ("passkey", False, "passkey", HOME),
]


@pytest.fixture(autouse=True)
def demanded(settings: Settings) -> None:
    settings.MFA_DEMANDED = True


def holder(role: str | None) -> Person:
    """Somebody with one role."""
    person: Person = PersonFactory()
    if role in MemberRole.values:
        MembershipFactory(person=person, role=role)
    elif role:
        OversightFactory(person=person, role=role)
    return person


@pytest.mark.parametrize(("path", "is_demanded", "factor", "lands"), TABLE)
def test_every_path_ends_where_the_table_says(
    provider: IdentityProvider, path: str, is_demanded: bool, factor: str | None, lands: str
) -> None:
    for role in DEMANDED if is_demanded else FREE:
        person, client = holder(role), browser()
        passkey = with_passkey(person) if factor == "passkey" else None
        if factor == "app":
            with_app(person)

        answer = entered(path, person, passkey, provider, client)

        assert landed(answer, client) == lands
        if lands != HOME:
            assert_nothing_opens(client, is_signed_in=lands == SET_UP)


def entered(
    path: str, person: Person, passkey: Passkey | None, provider: IdentityProvider, client: Client
) -> Any:
    """The answer to the last request of a way in."""
    if path == "password":
        return by_password(person, client)
    if path == "new password by mail":
        return by_mail(person, client)
    if path == "passkey":
        assert passkey
        return sign_in_with(passkey, person, client)
    provider.knows(str(person.pk), email=person.email, email_verified=True)
    return by_provider(str(person.pk), provider, client)


def landed(answer: Any, client: Client) -> str:
    """The page somebody stands on in the end: home stands for whatever home leads to."""
    assert answer.status_code == 302
    if answer["Location"].startswith(reverse(SECOND_STEP)):
        return SECOND_STEP
    return SET_UP if client.get(reverse("project_list")).status_code == 302 else HOME


def assert_nothing_opens(client: Client, *, is_signed_in: bool) -> None:
    for address in (
        "project_list",
        "portfolio",
        "account_change_password",
        "usersessions_list",
        "project_create",
    ):
        got = client.get(reverse(address))
        assert got.status_code == 302, address
        expected = reverse(SET_UP) if is_signed_in else f"{reverse('account_login')}?next="
        assert got["Location"].startswith(expected), address


def test_session_that_owes_it_opens_no_address_of_the_site() -> None:
    client = browser()
    by_password(holder(MemberRole.APPROVER), client)

    opened = {
        name
        for name, address in addresses(get_resolver().url_patterns)
        for answer in (client.get(address), client.post(address))
        if answer.get("Location") != reverse(SET_UP)
    }

    assert opened == OPEN - {"account_logout"}


def addresses(
    patterns: Iterable[URLPattern | URLResolver], keys: Mapping[str, object] = MappingProxyType({})
) -> Iterator[tuple[str, str]]:
    """Every address by its name, filled in with what belongs to nobody; but not the one that signs out."""
    for pattern in patterns:
        found = dict.fromkeys(pattern.pattern.regex.groupindex) | pattern.pattern.converters
        all_keys = {**keys, **found}
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, all_keys)
        elif pattern.name != "account_logout":
            filled = {key: filling(key, converter) for key, converter in all_keys.items()}
            yield str(pattern.name), reverse(str(pattern.name), kwargs=filled)


def filling(key: str, converter: object) -> object:
    """A value for a key of an address, as its converter takes it."""
    if isinstance(converter, IntConverter):
        return 30
    known = {
        "provider_id": "sso",
        "section": "data",
        "rule": "K1",
        "question": "data.selection",
    }
    return known.get(key, "0197a000-0000-7000-8000-000000000000")


def test_save_in_the_background_is_told_what_to_do() -> None:
    client = browser()
    by_password(holder(OversightRole.PMO), client)

    answer = client.post(reverse("project_create"), headers={"hx-request": "true"})

    assert answer.status_code == 422
    assert "needs two-step sign-in" in answer.content.decode()


def test_setting_up_an_app_opens_the_site() -> None:
    person, client = holder(MemberRole.APPROVER), browser()
    by_password(person, client)
    page = client.get(reverse("mfa_index"))
    assert "nothing else opens before" in page.content.decode()
    shown = client.get(reverse("mfa_activate_totp"))

    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(shown.context["form"].secret)})

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(done["Location"]).status_code == 200
    assert client.get(reverse("project_list")).status_code == 200


def test_wrong_code_while_setting_up_opens_nothing() -> None:
    person, client = holder(MemberRole.APPROVER), browser()
    by_password(person, client)
    client.get(reverse("mfa_activate_totp"))

    refused = client.post(reverse("mfa_activate_totp"), {"code": "12345"})

    assert refused.status_code == 200
    assert_nothing_opens(client, is_signed_in=True)


def test_setting_up_a_passkey_opens_the_site() -> None:
    client = browser()
    by_password(holder(OversightRole.ADMINISTRATOR), client)

    assert added(client, Passkey())["Location"] == reverse("mfa_view_recovery_codes")

    assert client.get(reverse("project_list")).status_code == 200


def test_passkey_that_verifies_nobody_is_not_taken() -> None:
    client = browser()
    by_password(holder(OversightRole.ADMINISTRATOR), client)

    assert added(client, Passkey(verifies=False)).status_code == 200

    assert_nothing_opens(client, is_signed_in=True)


def added(client: Client, passkey: Passkey) -> Any:
    """What the page that sets a passkey up does."""
    asked = client.get(reverse("mfa_add_webauthn")).context["js_data"]
    made = passkey.made(asked["creation_options"]["publicKey"]["challenge"])
    posted = {"credential": json.dumps(made), "name": "", "passwordless": "on"}
    return client.post(reverse("mfa_add_webauthn"), posted)


def test_factor_set_up_elsewhere_meanwhile_opens_nothing_here() -> None:
    person, client = holder(MemberRole.APPROVER), browser()
    by_password(person, client)
    assert_nothing_opens(client, is_signed_in=True)

    with_app(person)

    assert_nothing_opens(client, is_signed_in=True)
    assert "Use it now" in client.get(reverse("mfa_index")).content.decode()
    assert client.post(reverse("mfa_reauthenticate"), {"code": code_of()}).status_code == 302
    assert client.get(reverse("project_list")).status_code == 200


@pytest.mark.parametrize("code", ["app", "recovery code", "passkey"])
def test_second_step_opens_the_site(code: str) -> None:
    person, client = with_app(holder(MemberRole.APPROVER)), browser()
    passkey = with_passkey(person)
    by_password(person, client)
    asked = client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    used = passkey.used(asked["publicKey"]["challenge"], person)
    given = {
        "app": {"code": code_of()},
        "recovery code": {"code": spare_code(person)},
        "passkey": {"credential": json.dumps(used)},
    }[code]

    answer = client.post(reverse("mfa_authenticate"), given)

    assert answer["Location"] == reverse("home")
    assert client.get(reverse("project_list")).status_code == 200


def test_passkey_that_verified_nobody_signs_nobody_in() -> None:
    person, client = holder(MemberRole.APPROVER), browser()
    passkey = with_passkey(person)
    passkey.verifies = False

    sign_in_with(passkey, person, client)

    assert client.get(reverse("project_list"))["Location"].startswith(reverse("account_login"))


def test_passkey_leads_to_where_one_was_going() -> None:
    person, client = holder(MemberRole.LEAD), browser()
    passkey = with_passkey(person)

    assert sign_in_with(passkey, person, client, next="/portfolio/")["Location"] == "/portfolio/"
    other = sign_in_with(passkey, person, browser(), next="https://elsewhere.example/")
    assert other["Location"] == reverse("home")


def test_somebody_elses_passkey_is_not_there() -> None:
    owner, client = holder(MemberRole.LEAD), browser()
    with_passkey(owner)
    by_password(holder(OversightRole.LEADERSHIP), client)
    foreign = Authenticator.objects.get(user=owner).pk

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[foreign])).status_code == 404
        assert client.post(reverse(name, args=[foreign]), {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get(user=owner).data["name"] == "Passkey"


def test_last_factor_stays_while_a_role_demands_one() -> None:
    person, client = holder(MemberRole.APPROVER), browser()
    passkey = with_passkey(person)
    sign_in_with(passkey, person, client)
    key = Authenticator.objects.get(user=person)
    remove = reverse("mfa_remove_webauthn", args=[key.pk])

    refused = client.post(remove, follow=True)

    assert "set up another one first" in refused.content.decode()
    with_app(person)
    client.post(remove)
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    last = client.post(reverse("mfa_deactivate_totp"))
    assert "set up another one first" in last.content.decode()
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def test_anybody_else_may_take_the_last_factor_away() -> None:
    person, client = holder(MemberRole.LEAD), browser()
    passkey = with_passkey(person)
    sign_in_with(passkey, person, client)

    client.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(user=person).pk]))

    assert not Authenticator.objects.filter(user=person).exists()


def test_role_is_asked_once_for_a_session(settings: Settings) -> None:
    person, client = holder(MemberRole.LEAD), browser()
    by_password(person, client)
    client.get(reverse("quick_check"))

    Oversight.objects.create(person=person, role=OversightRole.PMO)  # without the action that ends sessions

    assert client.get(reverse("project_list")).status_code == 200
    demanding = queries_of(client)
    settings.MFA_DEMANDED = False
    assert demanding == queries_of(client)


def queries_of(client: Client) -> int:
    """How many a page asks."""
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("quick_check"))
    return len(asked)


def test_trial_demands_nothing(settings: Settings) -> None:
    settings.MFA_DEMANDED = False
    person, client = holder(OversightRole.ADMINISTRATOR), browser()
    passkey = with_passkey(person)
    sign_in_with(passkey, person, client)

    assert client.get(reverse("project_list")).status_code == 200

    client.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(user=person).pk]))
    assert not Authenticator.objects.filter(user=person).exists()
