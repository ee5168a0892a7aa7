"""Threat T16: files that somebody made to do harm are refused in words, or lie there and do nothing.

What is refused by its name, its declared type or its bytes stands in one table, tests/domain/test_files.py,
and is sent here as a browser would. What cannot be told from an honest file is taken and stays inert: it goes
out as an attachment that no browser opens here, and its preview is a picture that we drew.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.drawing import PNG
from assessments.models import Assessment, EvidenceFile, EvidencePreview
from tests.assessments.browsing import WITH_HTMX, signed_in
from tests.assessments.files import archive, office, pdf, picture, sent
from tests.domain.test_files import REFUSED
from tests.factories import NOW, AssessmentFactory, member

from .streams import digest_of, kept, site

MARK = b"<script>alert('mark')</script>"
JAVASCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert('mark')) >>"

INERT: dict[str, tuple[str, bytes]] = {
    "picture with a page behind it": ("a.png", picture() + MARK),
    "photo with a page behind it": ("a.jpg", picture("JPEG") + MARK),
    "animation that is also a script": ("a.gif", picture("GIF") + b"=1;" + MARK),
    "picture that is also an archive": ("a.png", picture() + archive({"a.html": MARK})),
    "PDF that is also an archive": ("a.pdf", pdf() + archive({"a.html": MARK})),
    "PDF with a script": ("a.pdf", pdf().replace(b"/Type /Catalog", JAVASCRIPT + b" /Type /Catalog")),
    "pixel bomb": ("a.png", picture("PNG", (15_000, 15_000), "1")),
    "text with a page in it": ("a.txt", b"see: " + MARK),
    "formulas": ("a.csv", b'=HYPERLINK("http://evil"),@SUM(1)\n'),
    "document with a page in it": ("a.docx", office(more={"word/a.html": MARK})),
    "name that turns around": ("gpj\u202efdp.txt", b"text"),
    "name that is a page": ("<img src=x onerror=alert(1)>.txt", b"text"),
    "name that climbs": ("../../../static/js/app.txt", b"text"),
    "endless name": ("n" * 5_000 + ".txt", b"text"),
}
"""Taken, because nobody can tell them from honest files: and harmless here."""


BROKEN = {
    "name with a header in it": "a\r\nSet-Cookie: x=1.txt",
    "name that is two": 'a";filename="evil.html";x=".txt',
}
"""No browser sends such names."""


@pytest.fixture
def sender(settings: Settings, tmp_path: Path) -> tuple[Client, Assessment]:
    cache.clear()
    options = {"location": tmp_path, "base_url": None}
    settings.STORAGES = settings.STORAGES | {
        "evidence": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    }
    assessment: Assessment = AssessmentFactory()
    return signed_in(member(assessment.project)), assessment


def send(sender: tuple[Client, Assessment], name: str, content: bytes, declared: str = "") -> Any:
    client, assessment = sender
    url = reverse("answer_evidence_file", args=[assessment.pk, "data.selection"])
    return client.post(
        url, {"file": sent(name, content, declared or "application/octet-stream")}, headers=WITH_HTMX
    )


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(INERT) >= 40


@pytest.mark.django_db
@pytest.mark.parametrize("what", REFUSED)
def test_hostile_file_is_refused_and_leaves_nothing(
    sender: tuple[Client, Assessment], tmp_path: Path, what: str
) -> None:
    name, content, declared, said = REFUSED[what]

    answered = send(sender, name, content, declared)

    assert answered.status_code == 422
    assert said in answered.content.decode() or "Choose a file." in answered.content.decode()
    assert not EvidenceFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("what", BROKEN)
def test_broken_form_is_refused(sender: tuple[Client, Assessment], what: str) -> None:
    assert send(sender, BROKEN[what], b"text").status_code == 422
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", INERT)
def test_what_is_taken_is_inert(sender: tuple[Client, Assessment], tmp_path: Path, what: str) -> None:
    name, content = INERT[what]
    client, assessment = sender

    answered = send(sender, name, content)

    assert answered.status_code == 200
    assert "<img src=x" not in answered.content.decode()
    file = EvidenceFile.objects.get()
    assert len(file.name) <= 200
    assert not set(file.name) & set("/\\\r\n\u202e")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [file.stored.rpartition("/")[2]]
    served = client.get(reverse("evidence_file", args=[assessment.pk, file.pk]))
    assert served["Content-Disposition"].startswith("attachment; filename")
    assert served["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert b"".join(served) == content
    actions.draw_preview(file_id=file.pk, at=NOW)
    preview = EvidencePreview.objects.get()
    if preview.stored:
        drawn = (tmp_path / preview.stored).read_bytes()
        assert drawn.startswith(PNG)
        assert b"script" not in drawn


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_stream_is_refused_unread_or_kept_whole(tmp_path: Path) -> None:
    """One of a gigabyte is `script/prove uploads`."""
    fits, too_much = 20_000_000, 40_000_000
    with site(tmp_path / "site.log") as served:
        served.send(1_000)
        before = served.memory()

        answered = [
            served.send(26_000_000),
            served.send(too_much),
            served.send(too_much, declared=False),
            served.send(fits),
        ]

        grown = served.memory() - before
    assert answered[0] in {0, 413}
    assert answered[1] in {0, 413}
    assert answered[2] in {0, 411}
    assert answered[3] == 302
    assert (fits, digest_of(fits)) in kept()
    assert grown < 30_000_000
    with acting_as(SYSTEM):
        assert EvidenceFile.objects.count() == 2
