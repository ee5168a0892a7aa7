"""Every read of records and reports: lists start from what somebody may see, one thing has one door."""

from .course import course_of
from .judgement import Judgement, Register, judge
from .outcomes import Happened, as_outcome, happened, milestones_open, outcomes_beside
from .records import latest_records, latest_rows, previous_record, record_for, records_visible_to
from .reports import (
    RegisterEntry,
    Standing,
    oldest_request,
    open_reports_of,
    register_entry,
    report_for,
    reports_visible_to,
)
from .signing import (
    Place,
    decision_of,
    decisions_open,
    is_being_signed,
    people_who_may_sign,
    place_at,
    place_for,
    places_of,
    possible_delegates,
    readiness_of,
    signatories_of,
    standing_sign_offs,
)

__all__ = [
    "Happened",
    "Judgement",
    "Place",
    "Register",
    "RegisterEntry",
    "Standing",
    "as_outcome",
    "course_of",
    "decision_of",
    "decisions_open",
    "happened",
    "is_being_signed",
    "judge",
    "latest_records",
    "latest_rows",
    "milestones_open",
    "oldest_request",
    "open_reports_of",
    "outcomes_beside",
    "people_who_may_sign",
    "place_at",
    "place_for",
    "places_of",
    "possible_delegates",
    "previous_record",
    "readiness_of",
    "record_for",
    "records_visible_to",
    "register_entry",
    "report_for",
    "reports_visible_to",
    "signatories_of",
    "standing_sign_offs",
]
