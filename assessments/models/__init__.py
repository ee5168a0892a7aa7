"""What is stored of projects and their assessments."""

from .answer import Answer, AnswerAuthor, AnswerEvidence, Said
from .assessment import CLOSED, EDITABLE, Assessment, State, Submission
from .assignment import Assignment
from .evidence import EvidenceItem
from .history import HistoryEntry, HistoryHead
from .identity import new_id
from .invitation import Invitation
from .mail import Mail, Notice, NoticeKind
from .organisation import Initiative, MemberRole, Membership, Oversight, OversightRole, Project, Unit
from .person import MailChoice, Person
from .question_set import QuestionSet
from .remedy import Action, Remedy, RemedyKind
from .settlement import Settlement
from .thread import EDITABLE_FOR, Comment, Mention, Thread
from .work import WorkItem, WorkKind

__all__ = [
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
    "EvidenceItem",
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
    "Oversight",
    "OversightRole",
    "Person",
    "Project",
    "QuestionSet",
    "Remedy",
    "RemedyKind",
    "Said",
    "Settlement",
    "State",
    "Submission",
    "Thread",
    "Unit",
    "WorkItem",
    "WorkKind",
    "new_id",
]
