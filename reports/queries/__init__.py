"""Every read of records and reports: lists start from what somebody may see, one thing has one door."""

from .course import course_of
from .judgement import Judgement, Register, judge
from .outcomes import Happened, as_outcome, happened, milestones_open, outcomes_beside
from .records import latest_records, latest_rows, previous_record, record_for, records_visible_to
from .reports import (
    RegisterEntry,
    Standing,
    approvers_of,
    oldest_request,
    open_reports_of,
    register_entry,
    report_for,
    reports_visible_to,
)

__all__ = [
    "Happened",
    "Judgement",
    "Register",
    "RegisterEntry",
    "Standing",
    "approvers_of",
    "as_outcome",
    "course_of",
    "happened",
    "judge",
    "latest_records",
    "latest_rows",
    "milestones_open",
    "oldest_request",
    "open_reports_of",
    "outcomes_beside",
    "previous_record",
    "record_for",
    "records_visible_to",
    "register_entry",
    "report_for",
    "reports_visible_to",
]
