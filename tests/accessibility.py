"""What axe-core says of a page in a real browser."""

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


def assert_accessible(page: "Page") -> None:
    """No finding of axe-core on the page as it stands."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
