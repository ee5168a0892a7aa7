"""The pages on which a report is read, decided on, countersigned, declined and handed on."""

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Outcome
from assessments.domain.verdict import Readiness
from assessments.models import AnswerAuthor, MemberRole, OversightRole, Person, WorkItem
from reports.actions import Proof, Words, ask_sign_off, conclude_assessment, decline_sign_off
from reports.content.decisions import offered
from reports.content.statement import Decision, Reauthentication
from reports.models import Record, Report, Signatory, SignOff
from tests.assessments.browsing import html, signed_in
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory, member
from tests.reports.records import (
    project_with_lead,
    record_made,
    requested,
    sealed,
    submitted_round,
    three_pages,
)

pytestmark = pytest.mark.django_db

PERSONS = ("decides", "signs", "lead", "respondent", "reviewer", "deputy", "second", "pmo", "stranger")
READERS = {"decides", "signs", "lead", "respondent", "reviewer", "deputy", "pmo"}


@pytest.fixture(autouse=True)
def system(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with acting_as(SYSTEM):
        yield


@pytest.fixture
def people() -> dict[str, Person]:
    """Everybody around one project, by what they are."""
    project, lead = project_with_lead()
    approvers = {"decides": "Dora Decides", "signs": "Cy Signs", "deputy": "Dee Deputy"}
    found = {who: member(project, MemberRole.APPROVER, name=name) for who, name in approvers.items()}
    roles = {"respondent": MemberRole.RESPONDENT, "reviewer": MemberRole.REVIEWER}
    roles |= {"second": MemberRole.SECOND_RESPONDENT}
    found |= {who: member(project, role) for who, role in roles.items()}
    return found | {
        "lead": lead,
        "pmo": OversightFactory(role=OversightRole.PMO).person,
        "stranger": PersonFactory(),
    }


@pytest.fixture
def record(people: dict[str, Person]) -> Record:
    lead = people["lead"]
    return conclude_assessment(
        assessment=submitted_round(lead.memberships.get().project, lead),
        decision_maker=people["decides"],
        approvers=[people["signs"]],
        by=lead,
        at=NOW,
    )


@pytest.fixture
def report(record: Record) -> Report:
    return sealed(record, record.concluded_by)


def url(report: Report, name: str = "sign_off", *more: object) -> str:
    return reverse(name, args=[report.pk, *more])


def typed(report: Report, **other: Any) -> dict[str, Any]:
    """What a decision maker posts."""
    said = {"decision": "stop", "reason": "The load was never tried.", "read": "on"}
    return said | {"read_sha256": report.sha256} | other


def refusal(report: Report, **other: Any) -> dict[str, Any]:
    return {"decline": "yes", "reason": "The sample is too small.", "read_sha256": report.sha256} | other


def decided(report: Report, by: Person) -> SignOff:
    """The decision as it stands once a worker has signed it."""
    now = timezone.now()
    proof = Proof(report.sha256, now, Reauthentication.PASSKEY)
    words = Words("The gaps are open.", conditions="Round 2 by May.")
    row = ask_sign_off(report=report, decision=Decision.STOP, words=words, proof=proof, by=by, at=now)
    SignOff.objects.filter(pk=row.pk).update(state="signed", finished_at=now)
    issued = report.issued_files.get()
    issued.pk, issued.signatures, issued.sha256 = row.pk, 1, "b" * 64
    issued.save(force_insert=True)
    Report.objects.filter(pk=report.pk).update(state="signing", sha256="b" * 64)
    report.refresh_from_db()
    return row


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


def test_pages_are_pictures_of_the_file(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])

    for number in (1, 3):
        answer = client.get(url(report, "report_page", number))
        assert answer["Content-Type"] == "image/png"
        assert "private" in answer["Cache-Control"]
        assert Image.open(BytesIO(answer.content)).width > 1000
    for number in (0, 4):
        assert client.get(url(report, "report_page", number)).status_code == 404


def test_report_that_is_not_written_has_no_pages_and_no_signatures(
    record: Record, people: dict[str, Person]
) -> None:
    waiting = requested(record, record.concluded_by)
    client = signed_in(people["decides"])

    for address in (url(waiting), url(waiting, "report_page", 1), url(waiting, "report_read")):
        assert client.get(address).status_code == 404


def test_file_from_before_signatures_is_read_as_pdf_alone(report: Report, people: dict[str, Person]) -> None:
    Report.objects.filter(pk=report.pk).update(sha256="c" * 64)
    client = signed_in(people["decides"])

    assert client.get(url(report, "report_page", 1)).status_code == 404
    assert url(report, "report_page", 1) not in html(client.get(url(report)))


@pytest.mark.parametrize("content", [None, b"no PDF"])
def test_page_that_cannot_be_drawn_is_not_found(
    report: Report, people: dict[str, Person], content: bytes | None
) -> None:
    default_storage.delete(report.file)
    if content:
        with default_storage.open(report.file, "wb") as file:
            file.write(content)

    assert signed_in(people["lead"]).get(url(report, "report_page", 1)).status_code == 404


def test_pdf_is_read_in_the_browser(report: Report, people: dict[str, Person]) -> None:
    answer = signed_in(people["lead"]).get(url(report, "report_read"))

    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer).startswith(three_pages())


def test_signature_is_handed_on_with_its_reason(report: Report, people: dict[str, Person]) -> None:
    client = signed_in(people["decides"])
    form = url(report, "sign_off_delegate")

    offered = html(client.get(form))
    answer = client.post(form, {"to": people["deputy"].pk, "reason": "Away until May."}, follow=True)

    assert "Dee Deputy" in offered
    assert "Cy Signs" not in offered
    assert "Dee Deputy signs now." in html(answer)
    assert "in place of Dora Decides" in html(answer)
    assert client.get(url(report)).status_code == 404
    taken = signed_in(people["deputy"])
    assert "Read, decide and sign" in html(taken.get(url(report)))
    assert "Hand your signature on" not in html(taken.get(url(report)))
    assert WorkItem.objects.get(kind="sign", done_at=None).person == people["deputy"]


def test_handing_on_says_what_is_missing_and_keeps_what_was_typed(
    report: Report, people: dict[str, Person]
) -> None:
    client, form = signed_in(people["decides"]), url(report, "sign_off_delegate")
    for wrong, said in (
        ({"to": "", "reason": "Away until May."}, "Choose who is to sign."),
        ({"to": people["lead"].pk, "reason": "Away until May."}, "Select a valid choice"),
        ({"to": people["deputy"].pk, "reason": ""}, "Say why somebody else signs."),
    ):
        answer = client.post(form, wrong)
        assert answer.status_code == 422
        assert said in html(answer)
        assert str(wrong["reason"]) in html(answer)
    assert not Signatory.objects.exclude(delegate=None).exists()


def test_who_may_sign_no_longer_is_told_where_they_were_chosen(
    report: Report, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the form and the action somebody may lose their role: here the page offers too many."""
    monkeypatch.setattr("reports.views.sign_off.possible_delegates", lambda _: Person.objects.all())

    answer = signed_in(people["decides"]).post(
        url(report, "sign_off_delegate"), {"to": people["reviewer"].pk, "reason": "Away"}
    )

    assert answer.status_code == 422
    assert "must be an approver of this project" in html(answer)


def test_signature_that_was_given_is_not_handed_on(report: Report, people: dict[str, Person]) -> None:
    decided(report, people["decides"])

    answer = signed_in(people["decides"]).post(
        url(report, "sign_off_delegate"), {"to": people["deputy"].pk, "reason": "Away"}, follow=True
    )

    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert "You have signed or declined already." in html(answer)


def test_nobody_to_hand_it_to_is_said(report: Report, people: dict[str, Person]) -> None:
    people["deputy"].memberships.all().delete()

    shown = html(signed_in(people["decides"]).get(url(report, "sign_off_delegate")))

    assert "There is nobody to hand it to" in shown
    assert "Hand it on" not in shown


def test_who_answered_meanwhile_is_told_to_hand_it_on(report: Report, people: dict[str, Person]) -> None:
    signer = people["decides"]
    AnswerAuthor.objects.create(assessment=report.record.assessment, person=signer, question="load.volume")

    answer = signed_in(signer).post(url(report), typed(report), follow=True)

    assert "so somebody else must sign: hand it on." in html(answer)
    assert not SignOff.objects.exists()


def test_record_that_names_nobody_shows_no_signatures() -> None:
    record = record_made(*project_with_lead())
    report = sealed(record, record.concluded_by)

    assert "Decision and signatures" not in html(signed_in(record.concluded_by).get(url(report, "report")))


def test_approver_of_another_project_learns_nothing(report: Report) -> None:
    other = MembershipFactory(role=MemberRole.APPROVER).person
    for name in ("sign_off", "sign_off_delegate", "report_read"):
        assert signed_in(other).get(url(report, name)).status_code == 404
