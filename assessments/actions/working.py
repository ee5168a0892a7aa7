"""The way into every change of a round: one transaction, its row locked, permission and state checked."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Answer, Assessment, Person, Settlement, State
from ..permissions import Permission, granted_to, roles_of
from .refusal import NotAllowed, WrongState


@contextmanager
def working_on(
    assessment: Assessment, *, by: Person, permission: Permission, states: Collection[State]
) -> Iterator[None]:
    """Lock the round until the transaction ends, bring the object up to date, and check what is allowed.

    Joins the caller's transaction where there is one (a request has one), else makes its own. Changes of one
    round thus follow each other; its answers, remedies and settlements need no locks of their own.
    """
    with one_transaction():
        locked = _rows(by).get(pk=assessment.pk)
        vars(assessment).update(vars(locked))
        vars(assessment).pop("_prefetched_objects_cache", None)
        _check_permission(locked, by, permission)
        _check_state(assessment, permission, states)
        yield


@contextmanager
def one_transaction() -> Iterator[None]:
    """Without a savepoint inside another: an action checks everything before it writes anything."""
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


def _rows(by: Person) -> QuerySet[Assessment]:
    member, above = roles_of(by, "project")
    agreed = Answer.objects.filter(assessment=OuterRef("pk"), agreed_by=by)
    settled = Settlement.objects.filter(assessment=OuterRef("pk"), by=by)
    return (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project__initiative", "project__unit", "question_set")
        .defer("question_set__content")
        .annotate(member_roles=member, roles_above=above, reviewed=Q(Exists(agreed)) | Q(Exists(settled)))
    )


def _check_permission(locked: Assessment, by: Person, permission: Permission) -> None:
    facts = vars(locked)
    roles = frozenset[str](facts["member_roles"]) | frozenset(facts["roles_above"])
    if not by.is_active or permission not in granted_to(roles):
        raise NotAllowed(f"You may not {permission.value} in this project.")
    if permission is Permission.ANSWER and facts["reviewed"]:
        raise NotAllowed("You have reviewed answers of this round, so you cannot answer in it any more.")


def _check_state(assessment: Assessment, permission: Permission, states: Collection[State]) -> None:
    if assessment.state not in states:
        raise WrongState(
            f"This round is “{assessment.get_state_display()}”: nobody can {permission.value} now."
        )
