"""Every write: keywords with `by` and `at`, one transaction, the object back or a refusal in words."""

from .answers import InvalidAnswer, StaleAnswer, save_answer
from .claims import InvalidClaim, StaleClaim, change_claim
from .import_case import import_case, import_parsed, parsed
from .projects import InvalidProject, LastLead, add_member, create_project, remove_member
from .refusal import InvalidInput, NotAllowed, Refused, WrongState
from .remedies import (
    InvalidRemedy,
    NotAcknowledgeable,
    NothingToApprove,
    NothingToRemedy,
    StaleAcknowledgement,
    approve_acknowledgement,
    ask_acknowledgement,
    choose_fix,
)
from .reviewing import (
    InvalidSettlement,
    NothingToAgree,
    NothingToSettle,
    agree_not_applicable,
    settle_contradiction,
)
from .rounds import RoundOpen, start_assessment
from .transitions import (
    REOPEN,
    TRANSITIONS,
    WITHDRAW,
    CannotFreeze,
    NotIndependent,
    ReasonMissing,
    Transition,
    reopen_assessment,
    submit_assessment,
    withdraw_assessment,
)

__all__ = [
    "REOPEN",
    "TRANSITIONS",
    "WITHDRAW",
    "CannotFreeze",
    "InvalidAnswer",
    "InvalidClaim",
    "InvalidInput",
    "InvalidProject",
    "InvalidRemedy",
    "InvalidSettlement",
    "LastLead",
    "NotAcknowledgeable",
    "NotAllowed",
    "NotIndependent",
    "NothingToAgree",
    "NothingToApprove",
    "NothingToRemedy",
    "NothingToSettle",
    "ReasonMissing",
    "Refused",
    "RoundOpen",
    "StaleAcknowledgement",
    "StaleAnswer",
    "StaleClaim",
    "Transition",
    "WrongState",
    "add_member",
    "agree_not_applicable",
    "approve_acknowledgement",
    "ask_acknowledgement",
    "change_claim",
    "choose_fix",
    "create_project",
    "import_case",
    "import_parsed",
    "parsed",
    "remove_member",
    "reopen_assessment",
    "save_answer",
    "settle_contradiction",
    "start_assessment",
    "submit_assessment",
    "withdraw_assessment",
]
