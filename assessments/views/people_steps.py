"""What follows for people when a role, an account or an invitation is taken from them, in plain words."""

from collections.abc import Sequence

from django.urls import reverse

from assessments.forms.roles import DOES, NAMES, above_in_words
from assessments.models import Invitation, Membership, Oversight, Person, Project
from assessments.permissions import roles_in

from .confirming import Step
from .people_rows import offered_in_words

MOST_NAMED = 5


def removal(membership: Membership, by: Person) -> Step:
    """A role in a project taken away."""
    person, project, role = membership.person, membership.project, membership.get_role_display()
    who, their = ("You", "Your") if person.is_same(by) else (str(person), "Their")
    left = sorted(NAMES[held] for held in roles_in(project, person) - {membership.role})
    return Step(
        title=f"Remove {person} as {role}?",
        follows=[
            f"Other roles stay, and with them a view of {project}: {', '.join(left)}."
            if left
            else f"{who} will no longer see {project}.",
            f"{their} answers and decisions stay, under {their.lower()} name.",
            _signed_out(person, by),
        ],
        button=f"Remove as {role}",
        done=f"{person} is no longer {role} here.",
        trail=_to_people_of(project),
    )


def taking(held: Oversight, by: Person) -> Step:
    """A role over a unit, an initiative or everything taken away."""
    person, role = held.person, above_in_words(held.role, held.unit or held.initiative)
    return Step(
        title=f"Take the role “{role}” from {person}?",
        follows=[
            f"As {role}, {person} {DOES[held.role]}. That ends.",
            f"Other roles stay. What {person} did stays, under that name.",
            _signed_out(person, by),
        ],
        button="Take the role away",
        done=f"{person} is no longer {role}.",
        trail=_to_person(person),
    )


def closing(person: Person, left_without_lead: Sequence[str]) -> Step:
    """An account closed."""
    follows = [
        f"{person} is signed out everywhere at once, and cannot sign in any more.",
        "Their answers and decisions stay, under their name. Opened again, the account has the roles it had.",
    ]
    if left_without_lead:
        follows.append(without_lead("then", left_without_lead))
    return Step(
        title=f"Close the account of {person}?",
        follows=follows,
        button="Close the account",
        done=f"The account of {person} is closed, and they are signed out.",
        trail=_to_person(person),
    )


def without_lead(when: str, names: Sequence[str]) -> str:
    """Which projects need a lead: the first of them by name, and how many more."""
    named = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"Without a lead {when}: {named}{more}. Add one on each project’s people page."


def withdrawal(sent: Invitation) -> Step:
    """An invitation taken back."""
    where = f" in {sent.project}" if sent.project else ""
    return Step(
        title=f"Withdraw the invitation of {sent.email}?",
        follows=[
            f"It offers: {offered_in_words(sent)}{where}.",
            "Its link will no longer work. Whoever opens it is told that it was withdrawn, and whom to ask.",
            "The same address can be invited again at any time.",
        ],
        button="Withdraw the invitation",
        done=f"The invitation of {sent.email} is withdrawn: its link works no more.",
        trail=_to_people_of(sent.project) if sent.project else [_to_people()],
    )


def _signed_out(person: Person, by: Person) -> str:
    if person.is_same(by):
        return "You are signed out everywhere but here."
    return f"{person} is signed out everywhere, and signs in again for anything else."


def _to_people_of(project: Project) -> list[tuple[str, str]]:
    return [
        (reverse("project_list"), "Projects"),
        (project.get_absolute_url(), project.name),
        (reverse("project_people", args=[project.pk]), "People"),
    ]


def _to_person(person: Person) -> list[tuple[str, str]]:
    return [_to_people(), (reverse("person_sees", args=[person.pk]), str(person))]


def _to_people() -> tuple[str, str]:
    return reverse("people"), "People"
