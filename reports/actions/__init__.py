"""Every write of records and reports: one transaction each, with who and when."""

from .concluding import CannotConclude, conclude_assessment
from .extending import (
    InvalidExtension,
    NothingToExtend,
    StaleExtension,
    acknowledged_in,
    approve_extension,
    ask_extension,
)
from .outbox import CannotRequest, request_report, retry_report, sweep_reports
from .outcomes import (
    InvalidGoLive,
    InvalidOutcome,
    NothingPredicted,
    StaleGoLive,
    StaleOutcome,
    TooEarly,
    ask_for_outcomes,
    record_outcome,
    set_go_live,
)
from .rendering import render_report

__all__ = [
    "CannotConclude",
    "CannotRequest",
    "InvalidExtension",
    "InvalidGoLive",
    "InvalidOutcome",
    "NothingPredicted",
    "NothingToExtend",
    "StaleExtension",
    "StaleGoLive",
    "StaleOutcome",
    "TooEarly",
    "acknowledged_in",
    "approve_extension",
    "ask_extension",
    "ask_for_outcomes",
    "conclude_assessment",
    "record_outcome",
    "render_report",
    "request_report",
    "retry_report",
    "set_go_live",
    "sweep_reports",
]
