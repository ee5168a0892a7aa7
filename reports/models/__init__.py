"""What is frozen and what is asked for: records, their result rows, reports, and who signs them."""

from .record import Record
from .report import ATTEMPTS, ISSUED, OPEN, Report
from .rows import FINDING_CODES, QuestionRow, RecordRow
from .sign_off import FIRST, IssuedFile, Signatory, SignOff

__all__ = [
    "ATTEMPTS",
    "FINDING_CODES",
    "FIRST",
    "ISSUED",
    "OPEN",
    "IssuedFile",
    "QuestionRow",
    "Record",
    "RecordRow",
    "Report",
    "SignOff",
    "Signatory",
]
