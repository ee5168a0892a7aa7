"""The page on which a report is read, decided on, countersigned and declined."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.domain.case import Outcome
from assessments.domain.verdict import Readiness
from assessments.models import Person
from reports.actions import Proof, decline_sign_off
from reports.content.decisions import offered
from reports.content.statement import Reauthentication
from reports.models import Report, Signatory, SignOff
from tests.assessments.browsing import html, signed_in

from .posting import decided, refusal, typed, url

pytestmark = pytest.mark.django_db

PERSONS = ("decides", "signs", "lead", "respondent", "reviewer", "deputy", "second", "pmo", "stranger")
READERS = {"decides", "signs", "lead", "respondent", "reviewer", "deputy", "pmo"}


@pytest.mark.parametrize("who", PERSONS)
def test_page_opens_to_who_was_named_and_to_nobody_else(
    report: Report, people: dict[str, Person], who: str
) -> None:
    client = signed_in(people[who])
    named = who in {"decides", "signs"}

    for name, *key in (("sign_off",), ("sign_off_delegate",), ("report_page", 1), ("report_read",)):
        answer = client.get(url(report, name, *key))
        b"".join(answer)  # a file is closed when it was read
        allowed = named if name.startswith("sign_off") else who in READERS
        assert answer.status_code == (200 if allowed else 404), name


def test_who_is_not_signed_in_is_asked_to(report: Report) -> None:
    for address in (url(report), url(report, "sign_off_delegate"), url(report, "report_page", 1)):
        assert Client().get(address)["Location"].startswith(reverse("account_login"))


def test_decision_maker_reads_every_page_and_is_offered_what_the_rules_leave(
    report: Report, people: dict[str, Person]
) -> None:
    shown = html(signed_in(people["decides"]).get(url(report)))

    assert [url(report, "report_page", page) in shown for page in (1, 2, 3, 4)] == [True, True, True, False]
    assert url(report, "report_read") in shown
    assert 'value="stop"' in shown
    assert 'value="proceed"' not in shown
    assert "Proceeding is not offered: for some findings it is undecided" in shown
    assert url(report, "sign_off_delegate") in shown


def test_decision_is_asked_for_with_how_its_maker_was_proved(
    report: Report, people: dict[str, Person]
) -> None:
    answer = signed_in(people["decides"]).post(url(report), typed(report, conditions="Round 2 by May."))

    row = SignOff.objects.get()
    assert answer["Location"] == report.get_absolute_url()
    assert (row.state, row.decision, row.by, row.proved_by) == (
        "asked",
        "stop",
        people["decides"],
        "password",
    )
    assert (row.reason, row.conditions) == ("The load was never tried.", "Round 2 by May.")
    assert (row.read_sha256, row.record_sha256) == (report.sha256, report.record.sha256)


@pytest.mark.parametrize(
    ("proof", "by"),
    [
        ({"method": "mfa", "type": "totp"}, "code"),
        ({"method": "mfa", "type": "recovery_codes"}, "recovery_code"),
        ({"method": "mfa", "type": "webauthn"}, "passkey"),
        ({"method": "socialaccount"}, "single_sign_on"),
        ({"method": "password"}, "password"),
    ],
)
def test_proof_is_told_by_its_kind(
    report: Report, people: dict[str, Person], proof: dict[str, str], by: str
) -> None:
    client = signed_in(people["decides"])
    session = client.session
    session[PROOFS] = [proof | {"at": time.time()}]
    session.save()

    client.post(url(report), typed(report))

    assert SignOff.objects.get().proved_by == by


def test_page_follows_what_a_worker_signs(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])
    client.post(url(report), typed(report))

    shown = html(client.get(report.get_absolute_url()))

    assert "Is being signed" in shown
    assert "A worker sets the signature now" in shown
    assert "every 1s" in shown
    assert "You have said what you have to say" in html(client.get(url(report)))


def test_posted_twice_it_is_asked_for_once(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])

    answers = [client.post(url(report), typed(report)) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [report.get_absolute_url()] * 2
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"decision": ""}, "Choose one of the decisions."),
        ({"decision": "proceed"}, "Select a valid choice"),
        ({"reason": " "}, "Give your reason in a sentence or two."),
        ({"read": ""}, "Read the report first, then say so here."),
        ({"reason": "x" * 20_001}, "This text is 1 too long"),
        ({"conditions": "x" * 20_002}, "This text is 2 too long"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    report: Report, people: dict[str, Person], wrong: dict[str, str], said: str
) -> None:
    answer = signed_in(people["decides"]).post(url(report), typed(report, conditions="By May.") | wrong)

    shown = html(answer)
    assert answer.status_code == 422
    assert said in shown
    assert (wrong.get("conditions") or "By May.") in shown
    assert ("The load was never tried." in shown) == ("reason" not in wrong)
    assert not SignOff.objects.exists()


def test_decision_that_went_meanwhile_is_told_beside_the_others(
    report: Report, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between form and action an acknowledgement may expire: here the page still offers everything."""
    everything = offered(Readiness.READY, Outcome.MET)
    monkeypatch.setattr("reports.views.sign_off.decisions_open", lambda *_: everything)

    answer = signed_in(people["decides"]).post(url(report), typed(report, decision="proceed"))

    assert answer.status_code == 422
    assert "Choose one of the decisions that are offered today." in html(answer)


def test_nothing_is_posted_without_a_fresh_proof(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])
    session = client.session
    session[PROOFS] = [{"method": "password", "at": time.time() - 301}]
    session.save()

    assert client.get(url(report)).status_code == 200
    for address, post in (
        (url(report), typed(report)),
        (url(report), refusal(report)),
        (url(report, "sign_off_delegate"), {"to": people["deputy"].pk, "reason": "Away"}),
    ):
        answer = client.post(address, post)
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not SignOff.objects.exists()
    assert not Signatory.objects.exclude(delegate=None).exists()


def test_another_file_than_the_one_read_is_refused(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])
    for post in (typed, refusal):
        answer = client.post(url(report), post(report, read_sha256="0" * 64), follow=True)
        assert answer.redirect_chain == [(url(report), 302)]
        assert "Read it again." in html(answer)
    assert not SignOff.objects.exists()


def test_it_is_not_ones_turn_before_the_decision(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["signs"])

    assert "It is not your turn" in html(client.get(url(report)))
    answer = client.post(url(report), typed(report), follow=True)

    assert "The decision maker signs first" in html(answer)
    assert not SignOff.objects.exists()


def test_countersigner_sees_the_decision_and_signs_it(report: Report, people: dict[str, Person]) -> None:
    decided(report, people["decides"])
    client = signed_in(people["signs"])

    shown = html(client.get(url(report)))
    client.post(url(report), typed(report, decision="proceed", dissent="The date is late."))

    assert "You countersign this decision: <strong>stop</strong>." in shown
    assert "The gaps are open." in shown
    assert "Round 2 by May." in shown
    assert "proved by passkey" in shown
    assert "Read and sign</a>" not in shown
    row = SignOff.objects.get(by=people["signs"])
    assert (row.state, row.decision, row.dissent) == ("asked", "stop", "The date is late.")


def test_report_leads_who_is_to_sign_to_it(report: Report, people: dict[str, Person]) -> None:
    for who, leads in (("decides", True), ("signs", False), ("lead", False)):
        shown = html(signed_in(people[who]).get(report.get_absolute_url()))
        assert ("Read and sign</a>" in shown) == leads
        assert "Dora Decides" in shown
        assert "Signs after the decision maker" in shown


def test_declined_in_writing_it_ends_for_everybody(report: Report, people: dict[str, Person]) -> None:
    decided(report, people["decides"])
    answer = signed_in(people["signs"]).post(url(report), refusal(report), follow=True)

    shown = html(answer)
    assert "You have declined." in shown
    assert "The sample is too small." in shown
    assert "do not act on it" in shown
    assert "You have said what you have to say" in html(signed_in(people["signs"]).get(url(report)))


def test_who_had_not_signed_yet_is_told_that_it_was_declined(
    report: Report, people: dict[str, Person]
) -> None:
    now = timezone.now()
    proof = Proof(report.sha256, now, Reauthentication.PASSWORD)
    decline_sign_off(report=report, reason="No.", proof=proof, by=people["decides"], at=now)
    client = signed_in(people["signs"])

    assert "Somebody declined to sign this report" in html(client.get(url(report)))
    assert "Need not sign any more" in html(client.get(report.get_absolute_url()))
    answer = client.post(url(report), refusal(report), follow=True)
    assert "nobody can sign it any more" in html(answer)


def test_declining_without_a_word_keeps_the_form_open(report: Report, people: dict[str, Person]) -> None:
    for reason, said in ((" ", "Say why"), ("x" * 20_001, "This text is 1 too long")):
        answer = signed_in(people["decides"]).post(url(report), refusal(report, reason=reason))
        shown = html(answer)
        assert answer.status_code == 422
        assert '<details class="more-ways" open>' in shown
        assert said in shown
    assert not SignOff.objects.exists()


def test_void_signature_is_told_with_what_to_do(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])
    client.post(url(report), typed(report))
    why = "The file is not the one that you read. Read the report again and sign."
    SignOff.objects.update(state="void", error=why, finished_at=timezone.now())

    for address in (url(report), report.get_absolute_url()):
        assert f"Your signature was not set. {why}" in html(client.get(address))
    assert "was not set" not in html(signed_in(people["signs"]).get(report.get_absolute_url()))
