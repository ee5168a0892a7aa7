"""What stands in the way of a file on its way in: size, number, a form of somebody else's, a full disk."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import Storage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Assessment, Person

from .browsing import WITH_HTMX, fields, save_url, signed_in
from .evidenced import QUESTION, item_url, said, upload
from .files import sent
from .steps import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


@pytest.mark.parametrize("headers", [{}, WITH_HTMX], ids=["page", "card"])
def test_what_is_too_much_is_refused_before_it_is_read(
    assessment: Assessment, lead: Person, settings: Settings, headers: dict[str, str]
) -> None:
    settings.EVIDENCE_FILE_BYTES = 10
    client = signed_in(lead)
    url = reverse("answer_evidence_file", args=[assessment.pk, QUESTION])

    long = client.post(url, {"file": sent("a.txt", b"x" * 200_000)}, headers=headers)
    longer = upload(client, assessment, "a.txt", b"x" * 11, headers=headers)
    endless = client.generic("POST", url, b"", headers=headers, CONTENT_LENGTH="")
    chunked = client.generic("POST", url, b"x", headers={**headers, "Transfer-Encoding": "chunked"})

    codes = [page.status_code for page in (long, longer, endless, chunked)]
    assert codes == [413, 422, 411, 411]
    assert "larger than 10 bytes" in said(long)
    assert "larger than 10 bytes" in said(longer)
    assert not assessment.evidence_items.exists()


def test_form_that_takes_no_file_is_no_way_around_the_limit(
    assessment: Assessment, lead: Person, settings: Settings
) -> None:
    settings.EVIDENCE_FILE_BYTES = 10
    client = signed_in(lead)

    page = client.post(save_url(assessment), fields(QUESTION, said="1") | {"file": sent("a", b"x" * 200_000)})

    assert page.status_code == 400
    assert stored(assessment) is None


def test_very_many_uploads_have_to_wait(
    assessment: Assessment, lead: Person, respondent: Person, settings: Settings
) -> None:
    settings.EVIDENCE_UPLOADS_PER_HOUR = 2
    client = signed_in(lead)

    codes = [upload(client, assessment, f"{n}.txt").status_code for n in range(3)]

    assert codes == [302, 302, 429]
    assert upload(signed_in(respondent), assessment).status_code == 302
    settings.EVIDENCE_UPLOADS_PER_HOUR = 0
    cache.clear()
    assert upload(client, assessment).status_code == 429


def test_upload_from_somebody_elses_page_is_refused(assessment: Assessment, lead: Person) -> None:
    ours = signed_in(lead)
    foreign = Client(enforce_csrf_checks=True)
    foreign.cookies = ours.cookies

    assert upload(foreign, assessment).status_code == 403
    assert not assessment.evidence_items.exists()


@pytest.mark.parametrize("headers", [{}, WITH_HTMX], ids=["page", "card"])
def test_storage_that_is_full_is_told(
    assessment: Assessment, lead: Person, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    client = signed_in(lead)
    upload(client, assessment)
    item = assessment.evidence_items.get()

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Storage, "save", full)
    first = upload(client, assessment, "b.txt", headers=headers)
    second = client.post(item_url("evidence_version", item), {"file": sent("c.txt", b"c")})

    assert (first.status_code, second.status_code) == (503, 422)
    assert "could not be kept" in said(first)
    assert "could not be kept" in said(second)


def test_same_file_once_more_is_kept_once(assessment: Assessment, lead: Person, own_storage: Any) -> None:
    client = signed_in(lead)

    for _ in range(2):
        upload(client, assessment)

    assert assessment.evidence_items.get().versions.count() == 1
    assert sum(path.is_file() for path in (own_storage / "files").rglob("*")) == 1


def test_one_piece_too_many_is_told(
    assessment: Assessment, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.actions.evidence.MOST_PROOFS", 1)
    client = signed_in(lead)
    upload(client, assessment)

    page = upload(client, assessment, "second.txt", b"more")

    assert page.status_code == 422
    assert "At most 1 pieces back one answer." in said(page)
