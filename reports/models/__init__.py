"""What is frozen and what is asked for: records, their result rows, reports, and what happened then."""

from .outcome import MILESTONES, GoLive, Outcome, Running
from .record import Record
from .report import ATTEMPTS, OPEN, Report
from .rows import FINDING_CODES, QuestionRow, RecordRow

__all__ = [
    "ATTEMPTS",
    "FINDING_CODES",
    "MILESTONES",
    "OPEN",
    "GoLive",
    "Outcome",
    "QuestionRow",
    "Record",
    "RecordRow",
    "Report",
    "Running",
]
