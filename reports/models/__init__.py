"""What is frozen and what is asked for: records, their result rows, and reports."""

from .record import Record
from .report import ATTEMPTS, OPEN, Report
from .rows import FINDING_CODES, QuestionRow, RecordRow

__all__ = ["ATTEMPTS", "FINDING_CODES", "OPEN", "QuestionRow", "Record", "RecordRow", "Report"]
