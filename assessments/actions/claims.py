"""The pilot claim of a round."""

from dataclasses import asdict, fields
from datetime import datetime

from django.utils.translation import gettext as _

from ..domain.case import Claim
from ..domain.casefile.schema import ClaimPart
from ..models import EDITABLE, Assessment, Person, State
from ..permissions import Permission
from ..queries import claim_of
from .reconsidering import after_claim
from .refusal import InvalidInput, Refused, shape_errors
from .working import working_on

COLUMNS = {field.name: f"claim_{field.name}" for field in fields(Claim)}


class InvalidClaim(InvalidInput):
    """The claim is incomplete or contradicts itself; errors by the claim's field, "claim" for the whole."""


class StaleClaim(Refused):
    """Someone else changed the claim since it was read; `current` is theirs."""

    def __init__(self, current: Claim) -> None:
        super().__init__(_("Someone else changed the claim while you were typing."))
        self.current = current


def change_claim(
    *,
    assessment: Assessment,
    claim: Claim,
    seen_version: int,
    by: Person,
    at: datetime,  # noqa: ARG001 - every action says when
) -> Assessment:
    """Replace the claim, unless somebody did since `seen_version`; the same claim makes no new version.

    In a returned round, what was explained or approved on the old claim is undone.
    """
    check_claim(claim)
    with working_on(assessment, by=by, permission=Permission.CHANGE_CLAIM, states=EDITABLE):
        current = claim_of(assessment)
        if claim == current:
            return assessment
        if assessment.claim_version != seen_version:
            raise StaleClaim(current)
        state_claim(assessment, claim)
        assessment.claim_version += 1
        assessment.claim_after_verdict = assessment.claim_after_verdict or assessment.shows_verdict
        assessment.save(update_fields=[*COLUMNS.values(), "claim_version", "claim_after_verdict"])
        if assessment.state == State.RETURNED:
            after_claim(assessment)
    return assessment


def check_claim(claim: Claim) -> None:
    """Raise InvalidClaim unless the claim fits the case file's rules."""
    errors = shape_errors(ClaimPart, asdict(claim) | {"result": str(claim.result)}, "claim")
    if errors:
        raise InvalidClaim(errors)


def state_claim(assessment: Assessment, claim: Claim) -> None:
    """Fill in the round's columns; stores nothing."""
    for name, column in COLUMNS.items():
        value = getattr(claim, name)
        setattr(assessment, column, str(value) if name == "result" else value)
