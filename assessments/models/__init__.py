"""What is stored of projects and their assessments."""

from .answer import Answer, AnswerAuthor, AnswerEvidence, Said
from .assessment import CLOSED, EDITABLE, Assessment, OpinionState, State, Submission
from .assignment import Assignment
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
from .remedy import Action, Remedy, RemedyKind
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
    "Action",
    "Answer",
    "AnswerAuthor",
    "AnswerEvidence",
    "Assessment",
    "Assignment",
    "Comment",
    "DeferredCase",
    "DisagreementSettlement",
    "EvidenceFile",
    "EvidenceItem",
    "EvidencePreview",
    "HistoryEntry",
    "HistoryHead",
    "Initiative",
    "Invitation",
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
