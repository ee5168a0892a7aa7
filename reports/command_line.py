"""A report made on the command line: the workers' pages under a seal that says nobody registered it."""

from assessments.domain.verdict import Assessed

from .authority import TimestampUnavailable
from .content.record import Provenance, freeze
from .content.report import report_content
from .pdf import TooSlow, write_pdf
from .signing import seal


class NotMade(Exception):  # noqa: N818 - says what was the matter
    """There is no report; the message says why and what helps."""


def unregistered_report(assessed: Assessed) -> bytes:
    """Freeze, typeset and seal one assessed case; nothing is stored. Raises NotMade."""
    content = report_content(freeze(assessed, provenance=Provenance()))
    try:
        return seal(write_pdf(content), record_sha256=content.heading.record_sha256, registered=False)
    except (TooSlow, MemoryError, TimestampUnavailable) as error:
        raise NotMade(what_to_do(error)) from error


def what_to_do(error: Exception) -> str:
    """Tell whoever asked why there is no report, and what helps."""
    match error:
        case TooSlow():
            return f"No report: {error}. Shorten the longest texts of the case."
        case MemoryError():
            return (
                "No report: there is not enough memory. Free some, or shorten the longest texts of the case."
            )
    return f"No report: {error} Try again later, or unset TIMESTAMP_URL: the seal then bears our own time."
