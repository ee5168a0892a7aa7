"""Who takes part in a project, and as what."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..domain.questionnaire import SECTIONS
from ..models import ANSWERING, CLOSED, MemberRole, Membership, Person, Project
from ..permissions import Permission, may
from ..queries.assignments import have_judged
from .opinions import ask_opinions
from .refusal import InvalidInput, NotAllowed, Refused
from .sessions import end_sessions
from .work import renew_work


class InvalidMember(InvalidInput):
    """The role or the sections do not exist, or do not go together."""


class LastLead(Refused):
    """A project keeps a lead who can sign in; without one nobody could go on with it."""


class RoleBreaksSeparation(Refused):
    """The role does not go with what this person is here already, or did in the round under way."""


class MemberAlready(Refused):
    """The person has the role that they would get."""


def add_member(
    *,
    project: Project,
    person: Person,
    role: MemberRole,
    by: Person,
    at: datetime,
    sections: Collection[str] = (),
    keep_session: str = "",
) -> Membership:
    """Give someone a role in a project; giving it twice changes nothing."""
    with managing(project, by, person.email) as managed:
        return give_role(managed, person, role, sections, by=by, at=at, keep_session=keep_session)


def change_member(
    *,
    membership: Membership,
    role: MemberRole,
    by: Person,
    at: datetime,
    sections: Collection[str] = (),
    keep_session: str = "",
) -> Membership:
    """Give someone another role, or other sections, in place of this one; signs them out everywhere else."""
    with managing(membership.project, by, membership.person.email) as project:
        wanted = checked_sections(role, sections)
        if role != MemberRole.LEAD:
            _check_another_lead(membership)
        _check_separation(project, membership.person, role, besides=membership)
        if Membership.objects.filter(project=project, person=membership.person, role=role).exclude(
            pk=membership.pk
        ):
            text = _("%(person)s is %(role)s here already: remove one of the two roles.")
            raise MemberAlready(text % {"person": membership.person, "role": role.label})
        membership.role, membership.sections = role, wanted
        membership.save(update_fields=["role", "sections"])
        ask_opinions(project, by=by, at=at)
        renew_work(project=project, at=at)
        end_sessions(membership.person, except_key=keep_session)
    return membership


def remove_member(
    *,
    membership: Membership,
    by: Person,
    at: datetime,
    keep_session: str = "",
) -> None:
    """Take a role from someone, and sign them out; what they answered and decided stays theirs."""
    with managing(membership.project, by, membership.person.email) as project:
        _check_another_lead(membership)
        Membership.objects.filter(pk=membership.pk).delete()
        renew_work(project=project, at=at)
        end_sessions(membership.person, except_key=keep_session)


def give_role(
    project: Project,
    person: Person,
    role: MemberRole,
    sections: Collection[str] = (),
    *,
    by: Person,
    at: datetime,
    keep_session: str = "",
) -> Membership:
    """Store the role, in a transaction in which the project is `locked`; whose right it is was checked.

    A new role ends the person's other sessions: they knew of no such role, nor what it asks at sign-in.
    """
    wanted = checked_sections(role, sections)
    _check_separation(project, person, role)
    membership, is_new = Membership.objects.get_or_create(
        project=project, person=person, role=role, defaults={"sections": wanted}
    )
    ask_opinions(project, by=by, at=at)
    renew_work(project=project, at=at)
    if is_new:
        end_sessions(person, except_key=keep_session)
    return membership


@contextmanager
def managing(project: Project, by: Person, for_address: str) -> Iterator[Project]:
    """The transaction in which somebody changes who takes part, with the project locked."""
    with transaction.atomic():
        project = locked(project)
        check_manages(by, project, for_address)
        yield project


def locked(project: Project) -> Project:
    """Two who change the people of a project at once: the second waits here and then finds what is left."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def check_manages(by: Person, project: Project, for_address: str = "") -> None:
    """Refuse who may not; an administrator gives no role, and with it no sight, to themself."""
    if not may(by, Permission.MANAGE_MEMBERS, project):
        raise NotAllowed(_("You may not say who takes part in this project."))
    leads = Membership.objects.filter(project=project, person=by, role=MemberRole.LEAD)
    if for_address.casefold() == by.email.casefold() and not leads.exists():
        raise NotAllowed(
            _(
                "You cannot give yourself a role here, or change yours: ask a lead of the project, or "
                "another administrator."
            )
        )


def checked_sections(role: MemberRole, sections: Collection[str]) -> list[str]:
    """The sections in their order; all of them is written as none."""
    if unknown := set(sections) - set(SECTIONS):
        text = _("%(sections)s is no section: choose from the eight")
        raise InvalidMember({"sections": text % {"sections": ", ".join(sorted(unknown))}})
    if sections and role not in ANSWERING:
        text = _(
            "only a respondent or a second respondent is limited to sections: choose none for other roles"
        )
        raise InvalidMember({"sections": text})
    return [key for key in SECTIONS if key in sections] if len(set(sections)) < len(SECTIONS) else []


def _check_another_lead(membership: Membership) -> None:
    if membership.role == MemberRole.LEAD and not _other_leads(membership).exists():
        text = _(
            "%(person)s is the only lead here. Add somebody else as lead first, then take the role from this "
            "one."
        )
        raise LastLead(text % {"person": membership.person})


def _other_leads(membership: Membership) -> QuerySet[Membership]:
    leads = Membership.objects.filter(project=membership.project_id, role=MemberRole.LEAD)
    return leads.filter(person__is_active=True).exclude(pk=membership.pk)


def _check_separation(
    project: Project, person: Person, role: MemberRole, besides: Membership | None = None
) -> None:
    """Who is to answer without knowing the team's answers must not know them.

    Reviewers and approvers may have answered: a review of one's own answer is refused by itself.
    """
    others = Membership.objects.filter(project=project, person=person).exclude(role=role)
    held = set(others.exclude(pk__in=[besides.pk] if besides else []).values_list("role", flat=True))
    if MemberRole.SECOND_RESPONDENT in held:
        text = _(
            "%(person)s is second respondent here, who answers without knowing the team’s answers. Take that "
            "role away first, or ask somebody else."
        )
        raise RoleBreaksSeparation(text % {"person": person})
    if role == MemberRole.SECOND_RESPONDENT and held:
        text = _(
            "%(person)s takes part already, and a second respondent must not know the team’s answers. Ask "
            "somebody who has no other role here."
        )
        raise RoleBreaksSeparation(text % {"person": person})
    if role == MemberRole.SECOND_RESPONDENT and _took_part_in_open_round(project, person):
        text = _(
            "%(person)s has answered for the team, or judged its answers, in the round under way. Ask "
            "somebody who has not, or wait for the next round."
        )
        raise RoleBreaksSeparation(text % {"person": person})


def _took_part_in_open_round(project: Project, person: Person) -> bool:
    """Asked as the system: an administrator, who may give the role, sees no round."""
    with acting_as(SYSTEM):
        return any(
            person.pk in have_judged(round_)
            or round_.authors.filter(person=person, voice__isnull=True).exists()
            for round_ in project.assessments.exclude(state__in=CLOSED)
        )
