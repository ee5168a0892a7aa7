"""What follows for people when a role, an account or an invitation is taken from them, in plain words."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.language import enumerated
from assessments.forms.roles import above_in_words, does, name_of, said_within
from assessments.models import Invitation, Membership, Oversight, Person, Project
from assessments.permissions import roles_in

from .confirming import Step
from .people_rows import offered_in_words

MOST_NAMED = 5


def removal(membership: Membership, by: Person) -> Step:
    """A role in a project taken away."""
    person, project, own = membership.person, membership.project, membership.person.is_same(by)
    left = sorted(name_of(held) for held in roles_in(project, person) - {membership.role})
    told = {"person": person, "project": project, "role": said_within(membership.role)}
    return Step(
        title=_("Remove %(person)s as %(role)s?") % told,
        follows=[
            _still_seen(own=own, left=left) % (told | {"roles": enumerated(left)}),
            _("Your answers and decisions stay, under your name.")
            if own
            else _("Their answers and decisions stay, under their name."),
            _signed_out(person, by),
        ],
        button=_("Remove as %(role)s") % told,
        done=_("%(person)s is no longer %(role)s here.") % told,
        trail=_to_people_of(project),
    )


def taking(held: Oversight, by: Person) -> Step:
    """A role over a unit, an initiative or everything taken away."""
    person = held.person
    role = above_in_words(held.role, held.unit or held.initiative)
    told = {"person": person, "role": role, "does": does(held.role)}
    return Step(
        title=_("Take the role “%(role)s” from %(person)s?") % told,
        follows=[
            _("As %(role)s, %(person)s %(does)s. That ends.") % told,
            _("Other roles stay. What %(person)s did stays, under that name.") % told,
            _signed_out(person, by),
        ],
        button=_("Take the role away"),
        done=_("%(person)s is no longer %(role)s.") % told,
        trail=_to_person(person),
    )


def closing(person: Person, left_without_lead: Sequence[str]) -> Step:
    """An account closed."""
    told = {"person": person}
    follows = [
        _("%(person)s is signed out everywhere at once, and cannot sign in any more.") % told,
        _(
            "Their answers and decisions stay, under their name. "
            "Opened again, the account has the roles it had."
        ),
    ]
    if left_without_lead:
        text = _("Without a lead then: %(projects)s. Add one on each project’s people page.")
        follows.append(text % {"projects": _some(left_without_lead)})
    return Step(
        title=_("Close the account of %(person)s?") % told,
        follows=follows,
        button=_("Close the account"),
        done=_("The account of %(person)s is closed, and they are signed out.") % told,
        trail=_to_person(person),
    )


def without_lead_now(names: Sequence[str]) -> str:
    """Which projects need a lead."""
    text = _("Without a lead now: %(projects)s. Add one on each project’s people page.")
    return text % {"projects": _some(names)}


def withdrawal(sent: Invitation) -> Step:
    """An invitation taken back."""
    told = {"email": sent.email, "offer": offered_in_words(sent), "project": sent.project}
    return Step(
        title=_("Withdraw the invitation of %(email)s?") % told,
        follows=[
            (_("It offers: %(offer)s in %(project)s.") if sent.project else _("It offers: %(offer)s."))
            % told,
            _(
                "Its link will no longer work. "
                "Whoever opens it is told that it was withdrawn, and whom to ask."
            ),
            _("The same address can be invited again at any time."),
        ],
        button=_("Withdraw the invitation"),
        done=_("The invitation of %(email)s is withdrawn: its link works no more.") % told,
        trail=_to_people_of(sent.project) if sent.project else [_to_people()],
    )


def _some(names: Sequence[str]) -> str:
    """The first of them by name, and how many more."""
    named = enumerated([_("“%(name)s”") % {"name": name} for name in names[:MOST_NAMED]])
    if (more := len(names) - MOST_NAMED) > 0:
        return _("%(names)s and %(count)s more") % {"names": named, "count": more}
    return named


def _still_seen(*, own: bool, left: Sequence[str]) -> str:
    if left:
        return _("Other roles stay, and with them a view of %(project)s: %(roles)s.")
    if own:
        return _("You will no longer see %(project)s.")
    return _("%(person)s will no longer see %(project)s.")


def _signed_out(person: Person, by: Person) -> str:
    if person.is_same(by):
        return _("You are signed out everywhere but here.")
    return _("%(person)s is signed out everywhere, and signs in again for anything else.") % {
        "person": person
    }


def _to_people_of(project: Project) -> list[tuple[str, str]]:
    return [
        (reverse("project_list"), _("Projects")),
        (project.get_absolute_url(), project.name),
        (reverse("project_people", args=[project.pk]), _("People")),
    ]


def _to_person(person: Person) -> list[tuple[str, str]]:
    return [_to_people(), (reverse("person_sees", args=[person.pk]), str(person))]


def _to_people() -> tuple[str, str]:
    return reverse("people"), _("People")
