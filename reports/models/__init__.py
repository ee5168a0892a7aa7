"""What is frozen and asked for: records, result rows, reports, who signs them, and what happened then."""

from .outcome import MILESTONES, GoLive, Outcome, Running
from .record import Record
from .report import ATTEMPTS, ISSUED, OPEN, Report
from .rows import FINDING_CODES, QuestionRow, RecordRow
from .sign_off import FIRST, IssuedFile, Signatory, SignOff

__all__ = [
    "ATTEMPTS",
    "FINDING_CODES",
    "FIRST",
    "ISSUED",
    "MILESTONES",
    "OPEN",
    "GoLive",
    "IssuedFile",
    "Outcome",
    "QuestionRow",
    "Record",
    "RecordRow",
    "Report",
    "Running",
    "SignOff",
    "Signatory",
]
