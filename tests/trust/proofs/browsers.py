"""Two browsers that save answers of one section in turn: nothing that was said to be saved is lost.

Run by script/prove as `pytest -s tests/trust/proofs/browsers.py`, with PROOF_SAVES and PROOF_SEED in the
environment. The small version runs with all tests, in tests/trust/test_browser_interleaved.py.
"""

import os
from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole
from tests.assessments.answering import open_section
from tests.factories import AssessmentFactory, member
from tests.trust.interleaved import interleaved

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

SAVES, SEED = int(os.environ.get("PROOF_SAVES", "10")), int(os.environ.get("PROOF_SEED", "1"))


def test_two_browsers(page: "Page", browser: "Browser", live_site: str) -> None:
    """As many saves as were asked for."""
    lost, met = lost_in_two_browsers(page, browser, live_site, number=SAVES, seed=SEED)
    print(f"\n{SAVES} saves in two browsers, seed {SEED}: lost {len(lost)}, met {met}")  # noqa: T201 - what script/prove reads
    assert not lost


def lost_in_two_browsers(
    page: "Page", browser: "Browser", live_site: str, *, number: int, seed: int
) -> tuple[list[str], int]:
    """The words that were lost, and how often the two met at one answer."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        people = [
            member(assessment.project, name="Lea Lead"),
            member(assessment.project, MemberRole.RESPONDENT, name="Rosa Respondent"),
        ]
    context = browser.new_context(base_url=live_site)
    pages = {"lea": page, "rosa": context.new_page()}
    for opened, person in zip(pages.values(), people, strict=True):
        open_section(opened, person, assessment)
    saves = interleaved(pages, number, seed)
    context.close()
    return saves.lost(assessment), saves.met
