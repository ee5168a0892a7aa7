"""From content to PDF: unsealed, deterministic, and without a single fetched byte."""

import logging

from reports.content.report import ReportContent

from .time_limit import TooSlow

__all__ = ["SECONDS", "TooSlow", "write_pdf"]

logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # a line a page is no news

SECONDS = 60
"""A report that takes more of a processor's time is given up."""


def write_pdf(content: ReportContent, *, seconds: float = SECONDS) -> bytes:
    """Typeset a report, its data attached; the same content always gives the same bytes.

    Raises TooSlow after so many `seconds` of work, and whatever the typesetter raises.
    """
    from .press import press  # noqa: PLC0415 - WeasyPrint is slow to import, and few processes print

    return press(content, seconds)
