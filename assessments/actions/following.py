"""How far the actions of a fix are, said by their owners and the leads: also beside a record, which stays.

What is done counts once a later round's answers show it; so nothing here moves a finding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..domain.case import Progress, Proof
from ..domain.casefile.parts import ProofPart
from ..domain.casefile.values import Text
from ..models import JUDGED, Action, ActionProgress, ActionProof, Assessment, EvidenceItem, Person, State
from ..permissions import Permission, may
from ..queries import action_for, as_id, evidence_for, later_accepted
from ..storage import KeptFile
from .evidence import MOST_PROOFS, InvalidEvidence
from .evidence_files import register_file
from .proofs import found_or_made
from .refusal import InvalidInput, NotAllowed, WrongState, shape_errors
from .work import renew_work
from .working import working_on

FOLLOWED = (*JUDGED, State.RETURNED, State.ACCEPTED)
"""In these states actions are promised, and people work on them."""


class InvalidProgress(InvalidInput):
    """What was said about an action cannot be stored; errors by field: status, note."""


class Superseded(WrongState):
    """A later round was concluded: what this one promised is judged there."""

    def __init__(self, later: Assessment) -> None:
        text = _(
            "Round %(round)s was concluded since, so this one only stays to be read. Go on in the latest "
            "round."
        )
        super().__init__(text % {"round": later.round})


def move_action(
    *, assessment: Assessment, action_id: UUID | str, status: str, note: str = "", by: Person, at: datetime
) -> Action:
    """Say how far an action is; whoever drops it says why. The same status with a note is news as well."""
    with following(assessment, action_id, by=by) as action:
        note = note.strip()
        _check_progress(action, status, note)
        action.status = status
        action.dropped_because = note if status == Progress.DROPPED else ""
        action.save(update_fields=["status", "dropped_because"])
        ActionProgress.objects.create(
            action=action, assessment=assessment, status=status, remark=note, by=by, at=at
        )
        renew_work(project=assessment.project, at=at)
    return action


def prove_by_link(
    *, assessment: Assessment, action_id: UUID | str, title: str, link: str, by: Person, at: datetime
) -> EvidenceItem:
    """Let a document at an address show what became of an action."""
    if errors := shape_errors(ProofPart, {"title": title.strip(), "link": link}, "link"):
        raise InvalidEvidence(errors)
    with following(assessment, action_id, by=by) as action:
        proof = Proof(title.strip(), link)
        item = found_or_made(assessment, [proof], by=by, at=at)[proof]
        _prove(action, item, by, at)
    return item


def prove_by_file(
    *, assessment: Assessment, action_id: UUID | str, title: str, file: KeptFile, by: Person, at: datetime
) -> EvidenceItem:
    """The same with a file, which goes the way of all evidence; without a title it goes by its name."""
    title = title.strip() or file.name
    if errors := shape_errors(ProofPart, {"title": title, "sha256": file.sha256}, "title"):
        raise InvalidEvidence(errors)
    # Undone as a whole: how much room there is shows only on the way, and a view tells the refusal.
    with transaction.atomic(), following(assessment, action_id, by=by) as action:
        item = register_file(assessment, title, file, by, at)
        _prove(action, item, by, at)
    return item


def prove_by_evidence(
    *, assessment: Assessment, action_id: UUID | str, item_id: UUID | str, by: Person, at: datetime
) -> EvidenceItem:
    """The same with a piece that is in the round's register already. Http404 where there is none such."""
    with following(assessment, action_id, by=by) as action:
        item = evidence_for(assessment, item_id)
        _prove(action, item, by, at)
    return item


def take_proof_off(*, assessment: Assessment, action_id: UUID | str, item_id: UUID | str, by: Person) -> None:
    """Take a piece off an action; it stays in the register. What is off already is no error."""
    with following(assessment, action_id, by=by) as action:
        action.proofs.filter(item=as_id(item_id)).delete()


@contextmanager
def following(assessment: Assessment, action_id: UUID | str, *, by: Person) -> Iterator[Action]:
    """An action of a round that stands, for its owner or a lead; Http404 where there is none such."""
    with working_on(assessment, by=by, permission=Permission.FOLLOW_ACTION, states=FOLLOWED):
        check_stands(assessment)
        action = action_for(assessment, action_id)
        if not action.is_followed_by(by) and not may(by, Permission.CHOOSE_REMEDY, assessment.project):
            raise NotAllowed(
                _("Its owner or a lead says how far an action is. Ask a lead to make you its owner.")
            )
        yield action


def check_stands(assessment: Assessment) -> None:
    """Refuse what was replaced: a later round was concluded."""
    if later := later_accepted(assessment):
        raise Superseded(later)


def _check_progress(action: Action, status: str, note: str) -> None:
    errors = shape_errors(Text, note, "note")
    if status not in list(Progress):
        errors["status"] = _("choose how far it is")
    elif status == Progress.DROPPED and not note:
        errors["note"] = _("say why it is dropped")
    elif status == action.status and not note:
        errors["note"] = _("nothing was changed: choose another status, or say what is new")
    if errors:
        raise InvalidProgress(errors)


def _prove(action: Action, item: EvidenceItem, by: Person, at: datetime) -> None:
    if action.proofs.count() >= MOST_PROOFS:
        text = _("at most %(count)s pieces show what became of one action")
        raise InvalidEvidence({"action": text % {"count": MOST_PROOFS}})
    ActionProof.objects.get_or_create(action=action, item=item, defaults={"added_by": by, "added_at": at})
