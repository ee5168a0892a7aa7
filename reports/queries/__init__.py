"""Every read of records and reports: lists start from what somebody may see, one thing has one door."""

from .course import course_of
from .judgement import Judgement, Register, judge
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
    people_who_may_sign,
    place_for,
    places_of,
    possible_delegates,
    readiness_of,
    signatories_of,
    standing_sign_offs,
)

__all__ = [
    "Judgement",
    "Place",
    "Register",
    "RegisterEntry",
    "Standing",
    "course_of",
    "decision_of",
    "decisions_open",
    "judge",
    "latest_records",
    "latest_rows",
    "oldest_request",
    "open_reports_of",
    "people_who_may_sign",
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
