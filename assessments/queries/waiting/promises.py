"""What was promised with a date: actions of a fix, and acknowledgements that end."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...models import Action, Extension, Remedy, RemedyKind, State, WorkKind
from ...permissions import Permission
from ..remedies import extended_in
from .judged import Judged
from .team import Team, Waiting, Work, approval_due, in_a_line

SUBJECT = "{section}:{position}"


def promised(view: Judged, team: Team) -> Iterator[Waiting]:
    """What remedies ask for by a day: of who chooses them, and of an approver what they approved."""
    is_accepted = view.assessment.state == State.ACCEPTED
    extended = extended_in(view.assessment) if is_accepted else {}
    for remedy in view.standing_remedies():
        if remedy.kind == RemedyKind.FIX:
            yield from _to_fix(view, remedy, team)
        elif remedy.approved_at and (is_accepted or _still_holds(view, remedy)):
            yield from _to_renew(view, remedy, extended.get(remedy.section, remedy.expires_on), team)
    if is_accepted:
        yield from _to_extend(view, team)


def _to_fix(view: Judged, remedy: Remedy, team: Team) -> Iterator[Waiting]:
    """Of its owner, where that is somebody of the project; and that it is done, of who leads."""
    able = team.who_may(Permission.FOLLOW_ACTION)
    for action in remedy.actions.all():
        if not action.goes_on:
            continue
        told = {
            "section": view.name(remedy.section),
            "what": in_a_line(action.what),
            "owner": in_a_line(action.owner),
        }
        seen = _piece(view, action, _("See that this is done for %(section)s: %(what)s (%(owner)s)") % told)
        leads = team.who_may(Permission.CHOOSE_REMEDY, but=[action.owner_person_id])
        yield from seen.of(leads)
        own = _piece(view, action, _("Do this for %(section)s: %(what)s") % told)
        yield from own.of(person for person in able if person == action.owner_person_id)


def _piece(view: Judged, action: Action, text: str) -> Work:
    address = reverse("action", args=[view.assessment.pk, action.pk])
    subject = SUBJECT.format(section=action.remedy.section, position=action.position)
    return Work(WorkKind.FIX, text, address, view.assessment.pk, subject, action.due_on)


def _to_renew(view: Judged, remedy: Remedy, until: date | None, team: Team) -> Iterator[Waiting]:
    name, leads = view.name(remedy.section), team.who_may(Permission.CHOOSE_REMEDY)
    approvers = team.who_may(Permission.APPROVE_ACKNOWLEDGEMENT, but=leads)
    yield from _ending(view, remedy, until, _what_then(view, name)).of(leads)
    yours = _("The acknowledgement that you approved for %(section)s") % {"section": name}
    yield from _ending(view, remedy, until, yours).of(
        person for person in approvers if person == remedy.approver_id
    )


def _ending(view: Judged, remedy: Remedy, until: date | None, text: str) -> Work:
    address = _address(view, remedy)
    return Work(WorkKind.EXPIRY, text, address, view.assessment.pk, remedy.section, until)


def _to_extend(view: Judged, team: Team) -> Iterator[Waiting]:
    """Of who was asked to approve a later end of what a record holds."""
    able = team.who_may(Permission.APPROVE_ACKNOWLEDGEMENT)
    asked = Extension.objects.filter(remedy__assessment=view.assessment, approved_at__isnull=True)
    for extension in asked.select_related("remedy", "asked_by"):
        if extension.approver_id in able and extension.expires_on > view.today:
            section = extension.remedy.section
            told = {
                "section": view.name(section),
                "day": date_format(extension.expires_on),
                "person": extension.asked_by,
            }
            text = _(
                "Approve that the acknowledgement for %(section)s holds until %(day)s, asked by %(person)s"
            )
            item = Work(
                WorkKind.APPROVE,
                text % told,
                reverse("extension", args=[view.assessment.pk, section]),
                view.assessment.pk,
                section,
                approval_due(extension.asked_at),
            )
            yield from item.of([extension.approver_id])


def _what_then(view: Judged, name: str) -> str:
    """What comes after it; that it ends, or has ended, is said by the line's day."""
    if view.assessment.state == State.ACCEPTED:
        text = _("Extend the acknowledgement for %(section)s, or decide in the next round what follows it")
    else:
        text = _("Fix %(section)s, or ask for another acknowledgement in place of this one")
    return text % {"section": name}


def _still_holds(view: Judged, remedy: Remedy) -> bool:
    """In a submitted round an expired one is a finding to decide about, and said once."""
    return remedy.expires_on is not None and remedy.expires_on > view.today


def _address(view: Judged, remedy: Remedy) -> str:
    """What is concluded can only be extended."""
    if view.assessment.state == State.ACCEPTED:
        return reverse("extension", args=[view.assessment.pk, remedy.section])
    return view.remedy_url(remedy.section)
