"""What is stored of projects and their assessments."""

from .answer import Answer, AnswerAuthor, AnswerEvidence, Said
from .assessment import CLOSED, EDITABLE, JUDGED, OPEN, Assessment, OpinionState, State, Submission
from .assignment import Assignment
from .calendar_address import CalendarAddress
from .evidence import EvidenceFile, EvidenceItem, EvidencePreview
from .history import HistoryEntry, HistoryHead
from .identity import new_id
from .invitation import Invitation
from .mail import Mail, Notice, NoticeKind
from .organisation import (
    ANSWERING,
    Initiative,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Project,
    Unit,
)
from .person import MailChoice, Person
from .question_set import QuestionSet
from .remedy import Action, ActionProgress, ActionProof, ActionStatus, Extension, Remedy, RemedyKind
from .review import Challenge, Decision, Judgement, Ruling
from .scope import DeferredCase
from .second_opinion import SecondOpinion
from .settlement import DisagreementSettlement, Settlement
from .thread import EDITABLE_FOR, Comment, Mention, Thread
from .work import WorkItem, WorkKind

__all__ = [
    "ANSWERING",
    "CLOSED",
    "EDITABLE",
    "EDITABLE_FOR",
    "JUDGED",
    "OPEN",
    "Action",
    "ActionProgress",
    "ActionProof",
    "ActionStatus",
    "Answer",
    "AnswerAuthor",
    "AnswerEvidence",
    "Assessment",
    "Assignment",
    "CalendarAddress",
    "Challenge",
    "Comment",
    "Decision",
    "DeferredCase",
    "DisagreementSettlement",
    "EvidenceFile",
    "EvidenceItem",
    "EvidencePreview",
    "Extension",
    "HistoryEntry",
    "HistoryHead",
    "Initiative",
    "Invitation",
    "Judgement",
    "Mail",
    "MailChoice",
    "MemberRole",
    "Membership",
    "Mention",
    "Notice",
    "NoticeKind",
    "OpinionState",
    "Oversight",
    "OversightRole",
    "Person",
    "Project",
    "QuestionSet",
    "Remedy",
    "RemedyKind",
    "Ruling",
    "Said",
    "SecondOpinion",
    "Settlement",
    "State",
    "Submission",
    "Thread",
    "Unit",
    "WorkItem",
    "WorkKind",
    "new_id",
]
