"""Every write of records and reports: one transaction each, with who and when."""

from .concluding import CannotConclude, InvalidSignatories, conclude_assessment
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
from .replacing import replace_signatory, why_not_replaced
from .signing import sign_report, sweep_sign_offs
from .signing_off import (
    CannotSign,
    InvalidDelegation,
    InvalidSignOff,
    NotAsserted,
    Proof,
    Words,
    ask_sign_off,
    decline_sign_off,
    delegate_signing,
    prepare_sign_off,
)
from .taking_back import CannotTakeBack, take_record_back, why_it_stays

__all__ = [
    "CannotConclude",
    "CannotRequest",
    "CannotSign",
    "CannotTakeBack",
    "InvalidDelegation",
    "InvalidExtension",
    "InvalidGoLive",
    "InvalidOutcome",
    "InvalidSignOff",
    "InvalidSignatories",
    "NotAsserted",
    "NothingPredicted",
    "NothingToExtend",
    "Proof",
    "StaleExtension",
    "StaleGoLive",
    "StaleOutcome",
    "TooEarly",
    "Words",
    "acknowledged_in",
    "approve_extension",
    "ask_extension",
    "ask_for_outcomes",
    "ask_sign_off",
    "conclude_assessment",
    "decline_sign_off",
    "delegate_signing",
    "prepare_sign_off",
    "record_outcome",
    "render_report",
    "replace_signatory",
    "request_report",
    "retry_report",
    "set_go_live",
    "sign_report",
    "sweep_reports",
    "sweep_sign_offs",
    "take_record_back",
    "why_it_stays",
    "why_not_replaced",
]
