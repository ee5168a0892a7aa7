"""What was promised with a date: actions of a fix, and acknowledgements that end."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...models import Remedy, RemedyKind, State, WorkKind
from ...permissions import Permission
from .judged import Judged
from .team import Team, Waiting, Work, in_a_line

SUBJECT = "{section}:{position}"


def promised(view: Judged, team: Team) -> Iterator[Waiting]:
    """What remedies ask for by a day: of who chooses them, and of an approver what they approved."""
    for remedy in view.standing_remedies():
        if remedy.kind == RemedyKind.FIX:
            yield from _to_fix(view, remedy, team)
        elif remedy.approved_at and (view.assessment.state == State.ACCEPTED or _still_holds(view, remedy)):
            yield from _to_renew(view, remedy, team)


def _to_fix(view: Judged, remedy: Remedy, team: Team) -> Iterator[Waiting]:
    """An action's owner is a name in words, so it goes to who leads."""
    for action in remedy.actions.all():
        if not action.done:
            item = Work(
                WorkKind.FIX,
                _("See that this is done for %(section)s: %(what)s (%(owner)s)")
                % {
                    "section": view.name(remedy.section),
                    "what": in_a_line(action.what),
                    "owner": in_a_line(action.owner),
                },
                _address(view, remedy),
                view.assessment.pk,
                SUBJECT.format(section=remedy.section, position=action.position),
                action.due_on,
            )
            yield from item.of(team.who_may(Permission.CHOOSE_REMEDY))


def _to_renew(view: Judged, remedy: Remedy, team: Team) -> Iterator[Waiting]:
    name, leads = view.name(remedy.section), team.who_may(Permission.CHOOSE_REMEDY)
    approvers = team.who_may(Permission.APPROVE_ACKNOWLEDGEMENT, but=leads)
    yield from _ending(view, remedy, _what_then(view, name)).of(leads)
    yours = _("The acknowledgement that you approved for %(section)s") % {"section": name}
    yield from _ending(view, remedy, yours).of(person for person in approvers if person == remedy.approver_id)


def _ending(view: Judged, remedy: Remedy, text: str) -> Work:
    address = _address(view, remedy)
    return Work(WorkKind.EXPIRY, text, address, view.assessment.pk, remedy.section, remedy.expires_on)


def _what_then(view: Judged, name: str) -> str:
    """What comes after it; that it ends, or has ended, is said by the line's day."""
    if view.assessment.state == State.ACCEPTED:
        text = _("Decide in the next round what follows the acknowledgement for %(section)s")
    else:
        text = _("Fix %(section)s, or ask for another acknowledgement in place of this one")
    return text % {"section": name}


def _still_holds(view: Judged, remedy: Remedy) -> bool:
    """In a submitted round an expired one is a finding to decide about, and said once."""
    return remedy.expires_on is not None and remedy.expires_on > view.today


def _address(view: Judged, remedy: Remedy) -> str:
    """What is concluded can only be read."""
    return view.verdict_url if view.assessment.state == State.ACCEPTED else view.remedy_url(remedy.section)
