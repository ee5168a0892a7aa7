"""Every write: keywords with `by` and `at`, one transaction, the object back or a refusal in words."""

from .answers import InvalidAnswer, StaleAnswer, save_answer
from .asked import InvalidAssignment, assign, end_assignment, suggest_somebody
from .claims import InvalidClaim, StaleClaim, change_claim
from .history import anchor_history, history_until_now
from .import_case import import_case, import_parsed, import_project, parsed
from .invitations import (
    AccountExists,
    ForAnother,
    InvitationOver,
    Invited,
    UnknownInvitation,
    accept_invitation,
    invite_member,
    invite_overseer,
    join_by_invitation,
    open_invitation,
    withdraw_invitation,
)
from .mailing import send_waiting_mail
from .members import (
    InvalidMember,
    LastLead,
    MemberAlready,
    RoleBreaksSeparation,
    add_member,
    change_member,
    remove_member,
)
from .organisation import InvalidPart, add_part, rename_part
from .oversight import LastAdministrator, grant_oversight, make_first_administrator, take_oversight
from .password_links import ask_for_password_link, mail_password_link
from .people import deactivate_person, reactivate_person
from .preferences import choose_mail
from .projects import InvalidProject, create_project
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
from .reminding import remind_of_days
from .reviewing import (
    InvalidSettlement,
    NothingToAgree,
    NothingToSettle,
    agree_not_applicable,
    settle_contradiction,
)
from .rounds import RoundOpen, start_assessment
from .talking import (
    InvalidComment,
    NothingToResolve,
    add_comment,
    change_comment,
    reopen_thread,
    resolve_thread,
    withdraw_comment,
)
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
from .work import renew_due_work, renew_work

__all__ = [
    "REOPEN",
    "TRANSITIONS",
    "WITHDRAW",
    "AccountExists",
    "CannotFreeze",
    "ForAnother",
    "InvalidAnswer",
    "InvalidAssignment",
    "InvalidClaim",
    "InvalidComment",
    "InvalidInput",
    "InvalidMember",
    "InvalidPart",
    "InvalidProject",
    "InvalidRemedy",
    "InvalidSettlement",
    "InvitationOver",
    "Invited",
    "LastAdministrator",
    "LastLead",
    "MemberAlready",
    "NotAcknowledgeable",
    "NotAllowed",
    "NotIndependent",
    "NothingToAgree",
    "NothingToApprove",
    "NothingToRemedy",
    "NothingToResolve",
    "NothingToSettle",
    "ReasonMissing",
    "Refused",
    "RoleBreaksSeparation",
    "RoundOpen",
    "StaleAcknowledgement",
    "StaleAnswer",
    "StaleClaim",
    "Transition",
    "UnknownInvitation",
    "WrongState",
    "accept_invitation",
    "add_comment",
    "add_member",
    "add_part",
    "agree_not_applicable",
    "anchor_history",
    "approve_acknowledgement",
    "ask_acknowledgement",
    "ask_for_password_link",
    "assign",
    "change_claim",
    "change_comment",
    "change_member",
    "choose_fix",
    "choose_mail",
    "create_project",
    "deactivate_person",
    "end_assignment",
    "grant_oversight",
    "history_until_now",
    "import_case",
    "import_parsed",
    "import_project",
    "invite_member",
    "invite_overseer",
    "join_by_invitation",
    "mail_password_link",
    "make_first_administrator",
    "open_invitation",
    "parsed",
    "reactivate_person",
    "remind_of_days",
    "remove_member",
    "rename_part",
    "renew_due_work",
    "renew_work",
    "reopen_assessment",
    "reopen_thread",
    "resolve_thread",
    "save_answer",
    "send_waiting_mail",
    "settle_contradiction",
    "start_assessment",
    "submit_assessment",
    "suggest_somebody",
    "take_oversight",
    "withdraw_assessment",
    "withdraw_comment",
    "withdraw_invitation",
]
