"""Threat T2 for one's own account: the same for the forms of signing in, which are not ours.

What they store holds secrets that are never twice the same, so that columns are compared, and whose they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from assessments.models import Person
from config import accounts_forms
from tests.config.factors import code_of, with_app
from tests.factories import PASSWORD

from .asking import Asker, undone
from .company import Company, Team
from .rows import Rows, changed_columns, every_row
from .stuffing import stuffing

NEW_PASSWORD = "quite another long password"

ACCOUNTS: dict[type[Any], str] = {
    accounts_forms.InOurWords: "",
    accounts_forms.ByCode: "",
    accounts_forms.SignInForm: "account_login",
    accounts_forms.PasswordForm: "account_change_password",
    accounts_forms.ConfirmForm: "account_reauthenticate",
    accounts_forms.ForgottenForm: "account_reset_password",
    accounts_forms.LinkForm: "",
    accounts_forms.NewPasswordForm: "account_reset_password_from_key",
    accounts_forms.ConfirmCodeForm: "mfa_reauthenticate",
    accounts_forms.CodeForm: "",
    accounts_forms.ActivateAppForm: "mfa_activate_totp",
    accounts_forms.AddPasskeyForm: "",
    accounts_forms.RenamePasskeyForm: "mfa_edit_webauthn",
}
"""Where each form is posted to. Not here: the first code, which is the confirming one's twin, and a new
passkey, whose page talks to a device (tests/journeys/test_signing_in.py)."""


@dataclass(frozen=True)
class Post:
    """What somebody posts after what was done before, and which columns that may change."""

    posted: Callable[[Team, Asker], dict[str, Any]]
    writes: str = ""
    nobody: bool = False


def _app_set_up(_: Team, asker: Asker) -> dict[str, str]:
    asker.ask("GET", reverse("mfa_activate_totp"))
    session = import_module(settings.SESSION_ENGINE).SessionStore(asker.cookie)
    return {"code": code_of(session[SECRET_SESSION_KEY])}


def _app_used(team: Team, _: Asker) -> dict[str, str]:
    with_app(team.above.person)
    return {"code": code_of()}


def _link_opened(team: Team, asker: Asker) -> dict[str, str]:
    session = import_module(settings.SESSION_ENGINE).SessionStore(asker.cookie)
    session[INTERNAL_RESET_SESSION_KEY] = default_token_generator.make_token(team.above.person)
    session.save()
    return {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


KEYS: dict[str, Callable[[Team], list[Any]]] = {
    "mfa_edit_webauthn": lambda team: [team.passkey.pk],
    "account_reset_password_from_key": lambda team: [team.above.person_id, "set-password"],
}
"""What stands in the addresses that have keys."""

POSTS = {
    "account_login": Post(
        lambda team, _: {"login": team.people["lead"].email, "password": PASSWORD},
        "person.last_login +usersession",
        nobody=True,
    ),
    "account_change_password": Post(
        lambda *_: {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        "person.password +usersession",
    ),
    "account_reauthenticate": Post(lambda *_: {"password": PASSWORD}),
    "account_reset_password": Post(lambda team, _: {"email": team.above.person.email}),
    "account_reset_password_from_key": Post(_link_opened, "person.password -usersession"),
    "mfa_reauthenticate": Post(_app_used, "authenticator.last_used_at"),
    "mfa_activate_totp": Post(_app_set_up, "+authenticator"),
    "mfa_edit_webauthn": Post(lambda *_: {"name": "New"}, "authenticator.data"),
}


@pytest.mark.parametrize("name", POSTS)
def test_only_what_a_form_of_an_account_is_for_changes(company: Company, name: str) -> None:
    team, post = company.teams["own"], POSTS[name]
    owner = team.people["lead"] if post.nobody else team.above.person
    asker = Asker(None if post.nobody else owner)
    url = reverse(name, args=KEYS[name](team) if name in KEYS else [])
    posted = post.posted(team, asker)
    own = {field for form, at in ACCOUNTS.items() if at == name for field in form.base_fields}
    before = every_row()

    plain = _left_behind(asker, url, posted)
    full = _left_behind(asker, url, stuffing(company, posted, own))

    assert changed_columns(before, plain) == set(post.writes.split())
    assert changed_columns(before, full) == changed_columns(before, plain)
    assert _whose(before, full) <= {str(owner.pk)}


def test_every_form_of_an_account_is_posted() -> None:
    assert {name for name in ACCOUNTS.values() if name} == POSTS.keys()


def _left_behind(asker: Asker, url: str, posted: dict[str, Any]) -> Rows:
    with undone():
        assert asker.ask("POST", url, posted).word == "302"
        return every_row()


def _whose(before: Rows, after: Rows) -> set[str]:
    """Whose rows changed."""
    person = Person._meta.db_table
    changed = (place for place in after if after[place] != before.get(place))
    return {place[1] if place[0] == person else str(after[place]["user_id"]) for place in changed}
