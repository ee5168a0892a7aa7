"""A report made on the command line: the workers' pages under a seal that says nobody registered it."""

from assessments.domain.verdict import Assessed

from .content.record import Provenance, freeze
from .content.report import report_content
from .pdf import write_pdf
from .signing import seal


def unregistered_report(assessed: Assessed) -> bytes:
    """Freeze, typeset and seal one assessed case; nothing is stored."""
    content = report_content(freeze(assessed, provenance=Provenance()))
    return seal(write_pdf(content), record_sha256=content.heading.record_sha256, registered=False)
