"""The actions of a fix as they are planned: what is wrong with a plan, and its rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from ..domain import case
from ..models import Action, ActionProgress, Assessment, Person, Remedy
from ..queries import possible_owners

Owners = Sequence[Person | None]
Standing = dict[str, Action]
"""The actions that are there, by their words: these tell them apart, as long as nobody changes them."""


def standing_actions(assessment: Assessment, section: str) -> Standing:
    """What the section's fix consists of so far."""
    actions = Action.objects.filter(remedy__assessment=assessment, remedy__section=section)
    return {action.what: action for action in actions}


def plan_errors(
    assessment: Assessment,
    actions: Sequence[case.Action],
    owners: Owners,
    standing: Standing,
    at: datetime,
) -> dict[str, str]:
    """What is wrong with a plan, told of its first wrong action."""
    able = set(possible_owners(assessment.project).values_list("pk", flat=True)) if any(owners) else set()
    for place, (planned, owner) in enumerate(zip_longest(actions, owners), start=1):
        error = _error(planned, standing.get(planned.what), at)
        if owner is not None and owner.pk not in able:
            error = _("its owner must be somebody who takes part in this project and sees its answers")
        if error:
            told = {"number": place, "error": error}
            return {"actions": _("action %(number)s: %(error)s") % told}
    return {}


def keep_actions(
    remedy: Remedy,
    actions: Sequence[case.Action],
    owners: Owners,
    standing: Standing,
    *,
    by: Person,
    at: datetime,
) -> None:
    """Write the plan: what is there already stays with its history, what is planned no more goes."""
    planned = [action.what for action in actions]
    Action.objects.filter(pk__in=[row.pk for what, row in standing.items() if what not in planned]).delete()
    there = dict(standing)
    rows = []
    for place, (action, owner) in enumerate(zip_longest(actions, owners)):
        row = there.pop(action.what, None)
        if row is None:
            row = Action(remedy=remedy, status=action.status, dropped_because=action.dropped_because)
        row.position, row.what, row.due_on = place, action.what, action.due
        row.owner, row.owner_person = (str(owner) if owner else action.owner), owner
        row.cost, row.shown_by = action.cost.strip(), action.shown_by.strip()
        row.save()
        rows.append(row)
    ActionProgress.objects.bulk_create(_begun(rows, by, at))


def _error(planned: case.Action, row: Action | None, at: datetime) -> str:
    newly_due = row is None or row.due_on != planned.due
    if planned.status.goes_on and newly_due and planned.due < timezone.localdate(at):
        return _("its day is over: choose today or a later day")
    if not planned.shown_by.strip() and (row is None or row.shown_by):
        return _("say what will show that it worked")
    return ""


def _begun(rows: Sequence[Action], by: Person, at: datetime) -> Iterator[ActionProgress]:
    """Where an action begins further on than at the start, its history says so."""
    for row in rows:
        if row.status != case.Progress.OPEN and not row.progress.exists():
            yield ActionProgress(
                action=row,
                assessment_id=row.remedy.assessment_id,
                status=row.status,
                remark=row.dropped_because,
                by=by,
                at=at,
            )
