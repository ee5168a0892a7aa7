"""Evidence in the browser: addresses, an upload, and what a page says without its markup."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.models import Assessment, EvidenceItem, Person
from tests.factories import NOW

from .files import sent
from .steps import PLAN

QUESTION = "data.selection"


def page_url(assessment: Assessment, question: str = QUESTION) -> str:
    return reverse("answer_evidence", args=[assessment.pk, question])


def upload(
    client: Client, assessment: Assessment, name: str = "note.txt", content: bytes = b"text", **more: Any
) -> HttpResponse:
    url = reverse("answer_evidence_file", args=[assessment.pk, QUESTION])
    return client.post(url, {"file": sent(name, content), **more.pop("typed", {})}, **more)  # type: ignore[return-value]


def item_url(name: str, item: EvidenceItem) -> str:
    return reverse(name, args=[item.assessment_id, item.pk])


def linked(assessment: Assessment, by: Person) -> EvidenceItem:
    return actions.attach_link(
        assessment=assessment, question=QUESTION, title=PLAN.title, link=PLAN.link, by=by, at=NOW
    )


def said(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def seen(item: EvidenceItem) -> dict[str, str]:
    """What the form of a piece that bears no day posts of what it showed."""
    return {"seen_title": item.title}


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form that describes a piece, as the page has them."""
    fields = page.context["describe_form"].hidden_fields()
    assert all(str(field) in page.content.decode() for field in fields)
    return {field.name: str(field.value() or "") for field in fields}
