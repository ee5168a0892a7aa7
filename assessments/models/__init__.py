"""What is stored of projects and their assessments."""

from .answer import Answer, AnswerAuthor, AnswerEvidence, Said
from .assessment import CLOSED, EDITABLE, Assessment, OpinionState, State, Submission
from .evidence import EvidenceItem
from .history import HistoryEntry, HistoryHead
from .identity import new_id
from .invitation import Invitation
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
from .person import Person
from .question_set import QuestionSet
from .remedy import Action, Remedy, RemedyKind
from .second_opinion import SecondOpinion
from .settlement import DisagreementSettlement, Settlement
from .work import WorkItem, WorkKind

__all__ = [
    "ANSWERING",
    "CLOSED",
    "EDITABLE",
    "Action",
    "Answer",
    "AnswerAuthor",
    "AnswerEvidence",
    "Assessment",
    "DisagreementSettlement",
    "EvidenceItem",
    "HistoryEntry",
    "HistoryHead",
    "Initiative",
    "Invitation",
    "MemberRole",
    "Membership",
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
    "Unit",
    "WorkItem",
    "WorkKind",
    "new_id",
]
