"""A report's pages as pictures, its PDF in the browser, and a signature that is handed on."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from assessments.models import AnswerAuthor, MemberRole, Person, WorkItem
from reports.models import Record, Report, Signatory, SignOff
from tests.assessments.browsing import html, signed_in
from tests.factories import MembershipFactory
from tests.reports.records import (
    project_with_lead,
    record_made,
    requested,
    sealed,
    three_pages,
)

from .posting import decided, typed, url

pytestmark = pytest.mark.django_db


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
    monkeypatch.setattr("reports.views.handing_on.possible_delegates", lambda _: Person.objects.all())

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


def test_who_answered_meanwhile_is_told_that_somebody_else_signs(
    report: Report, people: dict[str, Person]
) -> None:
    signer = people["decides"]
    AnswerAuthor.objects.create(assessment=report.record.assessment, person=signer, question="load.volume")

    answer = signed_in(signer).post(url(report), typed(report), follow=True)

    assert "somebody else signs." in html(answer)
    assert not SignOff.objects.exists()


def test_record_that_names_nobody_shows_no_signatures() -> None:
    record = record_made(*project_with_lead())
    report = sealed(record, record.concluded_by)

    assert "Decision and signatures" not in html(signed_in(record.concluded_by).get(url(report, "report")))


def test_approver_of_another_project_learns_nothing(report: Report) -> None:
    other = MembershipFactory(role=MemberRole.APPROVER).person
    for name in ("sign_off", "sign_off_delegate", "report_read"):
        assert signed_in(other).get(url(report, name)).status_code == 404
