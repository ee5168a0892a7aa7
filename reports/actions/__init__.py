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
from .rendering import render_report

__all__ = [
    "CannotConclude",
    "CannotRequest",
    "InvalidExtension",
    "NothingToExtend",
    "StaleExtension",
    "acknowledged_in",
    "approve_extension",
    "ask_extension",
    "conclude_assessment",
    "render_report",
    "request_report",
    "retry_report",
    "sweep_reports",
]
