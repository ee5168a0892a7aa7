"""What goes on beside a round that stands: actions of a fix, and the ends of acknowledgements."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from ..models import Action, ActionProgress, ActionProof, Assessment, Extension, Remedy, RemedyKind
from .door import one


def action_for(assessment: Assessment, action_id: UUID | str) -> Action:
    """One action of a round that somebody may see, with its history and proofs; Http404 for any other."""
    actions = Action.objects.filter(remedy__assessment=assessment).select_related("remedy", "owner_person")
    proofs = ActionProof.objects.select_related("item__latest__preview", "added_by")
    progress = ActionProgress.objects.select_related("by")
    return one(
        actions.prefetch_related(Prefetch("proofs", proofs), Prefetch("progress", progress)), action_id
    )


def extended_among(assessments: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """Until when acknowledgements were extended, by round and section; one query."""
    found: dict[UUID, dict[str, date]] = {key: {} for key in assessments}
    approved = Extension.objects.filter(remedy__assessment__in=assessments, approved_at__isnull=False)
    rows = approved.order_by("expires_on").values_list("remedy__assessment", "remedy__section", "expires_on")
    for assessment, section, until in rows:
        found[assessment][section] = until
    return found


def extended_in(assessment: Assessment) -> dict[str, date]:
    """The same of one round."""
    return extended_among([assessment.pk])[assessment.pk]


def extensions_of(remedy: Remedy) -> QuerySet[Extension]:
    """What was asked and approved to extend an acknowledgement, in its order, with the people."""
    return remedy.extensions.select_related("asked_by", "approver")


def approved_acknowledgements() -> QuerySet[Any]:
    """Those that somebody approved; `until` is the day on which each ends, with what extended it."""
    approved = Remedy.objects.filter(kind=RemedyKind.ACKNOWLEDGE, approved_at__isnull=False)
    longest = Max("extensions__expires_on", filter=Q(extensions__approved_at__isnull=False))
    return approved.annotate(until=Greatest(F("expires_on"), Coalesce(longest, F("expires_on"))))


def need_renewal(assessments: Collection[UUID], today: date) -> set[UUID]:
    """Those of these concluded rounds in which an acknowledgement has ended; one query."""
    ended = approved_acknowledgements().filter(assessment__in=assessments, until__lte=today)
    return set(ended.values_list("assessment", flat=True))
