"""Two browsers in one section: whatever either is told is saved stands there in the end."""

from typing import TYPE_CHECKING

import pytest

from .proofs.browsers import lost_in_two_browsers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_two_browsers_lose_nothing(page: "Page", browser: "Browser", live_site: str) -> None:
    lost, met = lost_in_two_browsers(page, browser, live_site, number=10, seed=1)

    assert lost == []
    assert met > 0
