"""Every write of records and reports: one transaction each, with who and when."""

from .concluding import CannotConclude, InvalidSignatories, conclude_assessment
from .outbox import CannotRequest, request_report, retry_report, sweep_reports
from .rendering import render_report
from .signing import sign_report, sweep_sign_offs
from .signing_off import (
    CannotSign,
    InvalidDelegation,
    InvalidSignOff,
    Proof,
    Words,
    ask_sign_off,
    decline_sign_off,
    delegate_signing,
)

__all__ = [
    "CannotConclude",
    "CannotRequest",
    "CannotSign",
    "InvalidDelegation",
    "InvalidSignOff",
    "InvalidSignatories",
    "Proof",
    "Words",
    "ask_sign_off",
    "conclude_assessment",
    "decline_sign_off",
    "delegate_signing",
    "render_report",
    "request_report",
    "retry_report",
    "sign_report",
    "sweep_reports",
    "sweep_sign_offs",
]
