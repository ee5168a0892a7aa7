"""What is stored of projects and their assessments."""

from .answer import Answer, AnswerAuthor, AnswerEvidence, Said
from .assessment import CLOSED, EDITABLE, Assessment, State, Submission
from .evidence import EvidenceFile, EvidenceItem, EvidencePreview
from .history import HistoryEntry, HistoryHead
from .identity import new_id
from .invitation import Invitation
from .organisation import Initiative, MemberRole, Membership, Oversight, OversightRole, Project, Unit
from .person import Person
from .question_set import QuestionSet
from .remedy import Action, Remedy, RemedyKind
from .settlement import Settlement
from .work import WorkItem, WorkKind

__all__ = [
    "CLOSED",
    "EDITABLE",
    "Action",
    "Answer",
    "AnswerAuthor",
    "AnswerEvidence",
    "Assessment",
    "EvidenceFile",
    "EvidenceItem",
    "EvidencePreview",
    "HistoryEntry",
    "HistoryHead",
    "Initiative",
    "Invitation",
    "MemberRole",
    "Membership",
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
    "Unit",
    "WorkItem",
    "WorkKind",
    "new_id",
]
