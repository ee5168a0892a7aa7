"""A section's page in a real browser: opened, answered, and what the database has of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer
from assessments.models import Assessment, Person

from .browsing import signed_in
from .steps import stored

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

CHOICE, PAIR = "#data__unseen", "#data__volume"
KEY = "data.unseen"


def open_section(page: "Page", person: Person, assessment: Assessment) -> None:
    """Open the first section as somebody who is signed in."""
    signed_in_as(page, person)
    page.goto(reverse("section", args=[assessment.pk, "data"]))


def signed_in_as(page: "Page", person: Person) -> None:
    """Give a browser the session of somebody who has just signed in."""
    page.goto("/healthz")
    with acting_as(SYSTEM):
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
    site = page.url.removesuffix("healthz")
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])


def choose(page: "Page", level: int) -> None:
    """Choose a level of the question and wait until it is saved."""
    page.check(f"{CHOICE} [value='{level}'][name$=said]")
    saved(page)


def saved(page: "Page") -> None:
    """Wait until the question is saved."""
    page.wait_for_selector(f"{CHOICE} .tick")


def said_of_saving(page: "Page") -> str:
    """What the line under the question says."""
    return page.inner_text(f"{CHOICE} .save-state")


def kept_here(page: "Page") -> list[str]:
    """The names of the drafts that this browser keeps."""
    names: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))")
    return names


def asked_of(page: "Page", *, accept: bool = False) -> list[str]:
    """Answer every question of the browser, and note them."""
    asked: list[str] = []

    def note(dialog: "Dialog") -> None:
        asked.append(dialog.message or dialog.type)
        if accept:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", note)
    return asked


def asked_on_leaving(page: "Page") -> list[str]:
    """What the browser asks somebody who closes a page, and then stays."""
    asked = asked_of(page)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    return asked


def in_the_database(assessment: Assessment, question: str = KEY) -> Answer | None:
    """The stored answer."""
    with acting_as(SYSTEM):
        return stored(assessment, question)
