"""Signing with a passkey in two steps: what is signed is shown, then the passkey answers for it."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.test import Client
from django.urls import reverse

from assessments.models import Person
from reports.models import Report, SignOff
from reports.views.passkey_step import ASKED
from tests.assessments.browsing import html, signed_in
from tests.config.passkey import Passkey, with_passkey

from .posting import decided, refusal, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(people: dict[str, Person]) -> Person:
    return people["decides"]


@pytest.fixture
def passkey(dora: Person) -> Passkey:
    return with_passkey(dora)


def options(page: Any) -> dict[str, Any]:
    """What the page hands to the browser."""
    found: dict[str, Any] = page.context["js_data"]["request_options"]["publicKey"]
    return found


def answered(page: Any, passkey: Passkey, by: Person) -> dict[str, str]:
    """The field that the browser fills in."""
    return {"credential": json.dumps(passkey.used(options(page)["challenge"], by))}


def with_old_proof(person: Person) -> Client:
    """A browser in which somebody signed in some time ago."""
    client = signed_in(person)
    session = client.session
    session[PROOFS] = [{"method": "password", "at": time.time() - 301}]
    session.save()
    return client


def test_page_says_what_the_next_one_is(report: Report, dora: Person, people: dict[str, Person]) -> None:
    without = html(signed_in(dora).get(url(report)))
    with_passkey(dora)
    having = html(signed_in(dora).get(url(report)))

    assert "You have no passkey: that you signed this rests on that proof" in without
    assert reverse("mfa_add_webauthn") in without
    assert "The next page shows what you sign" in having
    assert "You have no passkey" not in having
    assert "no passkey" not in html(signed_in(people["signs"]).get(url(report)))  # nothing to sign yet


def test_what_is_signed_is_shown_word_for_word_and_nothing_is_stored(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    post = typed(report, reason="Not <b>yet</b>.\r\nLater.", conditions="Round 2 by May.")
    page = with_old_proof(dora).post(url(report), post)

    shown = html(page)
    assert page.status_code == 200
    assert "Nothing is signed yet." in shown
    assert "<strong>Stop</strong>" in shown
    assert "Not &lt;b&gt;yet&lt;/b&gt;.<br>Later." in shown
    assert "Round 2 by May." in shown
    assert dora.email in shown
    assert report.sha256 in shown
    assert "What you see otherwise" not in shown
    assert options(page)["userVerification"] == "required"
    assert [one["id"] for one in options(page)["allowCredentials"]] == [
        passkey.used("AAAA", dora)["id"],
    ]
    assert not SignOff.objects.exists()


def test_passkey_is_proof_enough(report: Report, dora: Person, passkey: Passkey) -> None:
    client, post = with_old_proof(dora), typed(report, conditions="Round 2\r\nby May.")
    page = client.post(url(report), post)

    answer = client.post(url(report), post | answered(page, passkey, dora))

    row = SignOff.objects.get()
    assert answer["Location"] == report.get_absolute_url()
    assert (row.state, row.proved_by, row.by) == ("asked", "passkey", dora)
    assert row.conditions == "Round 2\nby May."
    assert row.asked_at - row.proved_at < timedelta(minutes=1)
    assert ASKED not in client.session


def test_countersigner_is_shown_the_decision_and_their_dissent(
    report: Report, people: dict[str, Person]
) -> None:
    decided(report, people["decides"])
    signer = people["signs"]
    passkey, client = with_passkey(signer), signed_in(signer)
    post = typed(report, dissent="The date is late.")

    page = client.post(url(report), post)
    client.post(url(report), post | answered(page, passkey, signer))

    assert "You countersign" in html(page)
    assert "The date is late." in html(page)
    assert SignOff.objects.get(by=signer).dissent == "The date is late."


def test_posted_twice_it_is_asked_for_once(report: Report, dora: Person, passkey: Passkey) -> None:
    client = signed_in(dora)
    page = client.post(url(report), typed(report))
    post = typed(report) | answered(page, passkey, dora)

    answers = [client.post(url(report), post) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [report.get_absolute_url()] * 2
    assert SignOff.objects.count() == 1


def test_what_was_typed_can_be_changed(report: Report, dora: Person, passkey: Passkey) -> None:
    page = signed_in(dora).post(url(report), typed(report, conditions="By May.") | {"change": "yes"})

    shown = html(page)
    assert page.status_code == 200
    assert "Read, decide and sign" in shown
    assert "By May." in shown
    assert "error_summary" not in shown
    assert passkey.id


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, "Give your reason in a sentence or two."),
        ({"change": "yes", "read": ""}, "Read the report first, then say so here."),
        ({"credential": "x" * 20_001}, "Your passkey gave an answer that cannot be read."),
    ],
)
@pytest.mark.usefixtures("passkey")
def test_what_is_wrong_is_told_where_it_is_typed(
    report: Report, dora: Person, wrong: dict[str, str], said: str
) -> None:
    page = signed_in(dora).post(url(report), typed(report) | wrong)

    assert page.status_code == 422
    assert said in html(page)
    assert "Read, decide and sign" in html(page)


def test_other_words_than_the_passkey_answered_for_are_refused(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    client = signed_in(dora)
    page = client.post(url(report), typed(report))

    again = client.post(url(report), typed(report, reason="All is well.") | answered(page, passkey, dora))

    assert again.status_code == 422
    assert "Your passkey did not confirm exactly this" in html(again)
    assert options(again)["challenge"] != options(page)["challenge"]
    assert not SignOff.objects.exists()


def test_answer_counts_once_and_for_the_newest_page(report: Report, dora: Person, passkey: Passkey) -> None:
    client = signed_in(dora)
    first, second = (client.post(url(report), typed(report)) for _ in range(2))
    for page, said in ((first, "did not confirm exactly this"), (second, "did not confirm exactly this")):
        again = client.post(url(report), typed(report) | answered(page, passkey, dora))
        assert said in html(again)
    assert not SignOff.objects.exists()


def test_answer_to_a_page_that_was_open_for_too_long_is_asked_for_again(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    client = signed_in(dora)
    page = client.post(url(report), typed(report))
    session = client.session
    key, _at = session[ASKED]
    session[ASKED] = [key, "2026-01-01T00:00:00+00:00"]
    session.save()

    again = client.post(url(report), typed(report) | answered(page, passkey, dora))

    assert again.status_code == 422
    assert "open for too long" in html(again)
    assert "The load was never tried." in html(again)


@pytest.mark.usefixtures("passkey")
def test_answer_that_nobody_asked_for_is_refused(report: Report, dora: Person) -> None:
    page = signed_in(dora).post(url(report), typed(report) | {"credential": "{}"})

    assert page.status_code == 422
    assert "another one took its place" in html(page)


@pytest.mark.usefixtures("passkey")
def test_another_file_than_the_one_read_is_refused_before_the_passkey_is_asked(
    report: Report, dora: Person
) -> None:
    answer = signed_in(dora).post(url(report), typed(report, read_sha256="0" * 64), follow=True)

    assert answer.redirect_chain == [(url(report), 302)]
    assert "Read it again." in html(answer)


@pytest.mark.usefixtures("passkey")
def test_declining_and_handing_on_need_the_fresh_proof_as_ever(
    report: Report, dora: Person, people: dict[str, Person]
) -> None:
    client = with_old_proof(dora)
    for address, post in (
        (url(report), refusal(report)),
        (url(report, "sign_off_delegate"), {"to": people["deputy"].pk, "reason": "Away"}),
    ):
        assert client.post(address, post)["Location"].startswith(reverse("account_reauthenticate"))
    assert not SignOff.objects.exists()


def test_page_opens_to_nobody_but_who_was_named(report: Report, people: dict[str, Person]) -> None:
    for who in ("lead", "reviewer", "deputy", "stranger"):
        with_passkey(people[who])
        assert signed_in(people[who]).post(url(report), typed(report)).status_code == 404
