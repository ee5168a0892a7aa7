"""What a round's pilot left out, as its team registered it."""

from uuid import UUID

from django.db.models import QuerySet

from ..domain import case
from ..models import Assessment, DeferredCase
from .answers import as_number
from .door import one


def deferred_cases_of(assessment: Assessment) -> QuerySet[DeferredCase]:
    """The register, in the order in which it was written."""
    return DeferredCase.objects.filter(assessment=assessment).order_by("pk")


def deferred_case_for(assessment: Assessment, deferred_id: UUID | str) -> DeferredCase:
    """One entry of a round that somebody may see; Http404 for any other."""
    return one(deferred_cases_of(assessment).select_related("stated_by"), deferred_id)


def as_deferred(row: DeferredCase) -> case.DeferredCase:
    """An entry as the rules know it."""
    return case.DeferredCase(
        row.kind_of_case, as_number(row.volume_share), as_number(row.effort_share), row.plan, row.due_on
    )


def scope_register_of(assessment: Assessment) -> tuple[case.DeferredCase, ...]:
    """The whole register as the rules know it; one query."""
    return tuple(as_deferred(row) for row in deferred_cases_of(assessment))
