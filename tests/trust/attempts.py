"""What guards of people, roles above projects, invitations and units refuse: each tried once, by a name.

An attempt is told by what became of it: the refusal's name, or what it returns, which says whether a session
outlived what should end it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import transaction

from assessments import actions
from assessments.acting import acting_as
from assessments.actions.invitations import SIGNER
from assessments.domain.case import Answer, Choice
from assessments.models import (
    Assessment,
    Initiative,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Person,
    Project,
    Unit,
)
from assessments.queries import assessment_to_answer_for
from tests.assessments.invited import administrator, invited, offered
from tests.factories import (
    NOW,
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    SecondOpinionFactory,
    member,
)

from .asking import undone


class World:
    """A project with a lead; who administers everything, and who its unit; somebody with neither."""

    def __init__(self) -> None:
        self.project: Project = ProjectFactory()
        self.lead = member(self.project)
        self.boss = administrator()
        self.local = administrator(unit=self.project.unit)
        self.other: Person = PersonFactory(email="nova@example.org")

    def add(self, person: Person, by: Person, role: MemberRole = MemberRole.REVIEWER, **how: Any) -> str:
        """Give a role in the project."""
        actions.add_member(project=self.project, person=person, role=role, by=by, at=NOW, **how)
        return "done"

    def held(self, role: MemberRole = MemberRole.REVIEWER) -> Membership:
        """A role in the project of somebody who is signed in."""
        held: Membership = MembershipFactory(project=self.project, role=role)
        sign_in(held.person)
        return held

    def grant(self, person: Person, by: Person, unit: Unit | None = None) -> str:
        """Give a role above projects: everything's, without a unit."""
        actions.grant_oversight(person=person, role=OversightRole.PMO, unit=unit, by=by, at=NOW)
        return "done"

    def accept(self, token: str, by: Person | None = None, days: int = 0) -> str:
        """Accept an invitation."""
        at = NOW + timedelta(days=days)
        return f"accepted as {actions.accept_invitation(token=token, by=by or self.other, at=at).role}"


def sign_in(person: Person) -> None:
    """One session somewhere."""
    UserSession.objects.create(user=person, session_key=person.email, ip="127.0.0.1")


def left(person: Person) -> str:
    """How many sessions somebody has."""
    return f"{UserSession.objects.filter(user=person).count()} sessions"


class Apart:
    """A round of the world's in draft with two second respondents, and a reviewer."""

    def __init__(self, world: World) -> None:
        self.round: Assessment = AssessmentFactory(project=world.project)
        self.lead, self.reviewer = world.lead, member(world.project, MemberRole.REVIEWER)
        self.one, self.two = (member(world.project, MemberRole.SECOND_RESPONDENT) for _ in range(2))
        for person in (self.one, self.two):
            SecondOpinionFactory(assessment=self.round, person=person)

    def says(self, level: int, voice: Person | None = None, by: Person | None = None) -> Assessment:
        """Answer the first question: for the team, or in somebody's voice."""
        round_ = assessment_to_answer_for(voice, self.round.pk) if voice else self.round
        actions.save_answer(
            assessment=round_,
            question="data.selection",
            answer=Answer(Choice(level)),
            seen_version=0,
            by=by or voice or self.lead,
            at=NOW,
        )
        return round_

    def complete(self, voice: Person) -> Assessment:
        """Say that this one's answers are complete."""
        own = assessment_to_answer_for(voice, self.round.pk)
        return actions.complete_opinion(assessment=own, by=voice, at=NOW)

    def both_in(self, level: int = 0) -> UUID:
        """Submit the team's 4 beside this; the id of the second answer."""
        self.says(4)
        own = self.says(level, self.one)
        self.complete(self.one)
        actions.submit_assessment(assessment=self.round, by=self.lead, at=NOW)
        return own.answers.get(voice=self.one).pk

    def settle(self, answer_id: UUID, by: Person, why: str = "Both were asked.") -> str:
        """Settle the disagreement."""
        actions.settle_disagreement(assessment=self.round, answer_id=answer_id, why=why, by=by, at=NOW)
        return "done"


def _in_anothers_voice(world: World) -> str:
    apart = Apart(world)
    apart.says(4, voice=apart.one, by=apart.two)
    return "done"


def _answered_when_complete(world: World) -> str:
    apart = Apart(world)
    apart.says(4, apart.one)
    apart.complete(apart.one)
    actions.save_answer(
        assessment=assessment_to_answer_for(apart.one, apart.round.pk),
        question="data.selection",
        answer=Answer(Choice(0)),
        seen_version=1,
        by=apart.one,
        at=NOW,
    )
    return "done"


def _complete_without_a_word(world: World) -> str:
    apart = Apart(world)
    apart.complete(apart.one)
    return "done"


def _taken_back_when_opened(world: World) -> str:
    apart = Apart(world)
    apart.both_in()
    own = assessment_to_answer_for(apart.one, apart.round.pk)
    actions.take_back_opinion(assessment=own, by=apart.one, at=NOW)
    return "done"


def _settled_without_a_word(world: World) -> str:
    apart = Apart(world)
    return apart.settle(apart.both_in(), apart.reviewer, " ")


def _settled_where_voices_agree(world: World) -> str:
    apart = Apart(world)
    return apart.settle(apart.both_in(3), apart.reviewer)


def _settled_by_one_side(world: World) -> str:
    apart = Apart(world)
    return apart.settle(apart.both_in(), apart.lead)


def _submitted_from_above(world: World) -> str:
    round_ = AssessmentFactory(project=world.project)
    above = OversightFactory(role=OversightRole.PMO).person
    with acting_as(above):
        actions.submit_assessment(assessment=round_, by=above, at=NOW)
    return "done"


def _unknown_section(world: World) -> str:
    return world.add(world.other, world.lead, MemberRole.RESPONDENT, sections=["nowhere"])


def _changed(world: World) -> str:
    held = world.held()
    actions.change_member(membership=held, role=MemberRole.APPROVER, by=world.lead, at=NOW)
    return left(held.person)


def _removed(world: World) -> str:
    held = world.held()
    actions.remove_member(membership=held, by=world.lead, at=NOW)
    return left(held.person)


def _approver(world: World) -> str:
    sign_in(world.other)
    world.add(world.other, world.lead, MemberRole.APPROVER)
    return left(world.other)


def _offered_beyond(world: World) -> str:
    offered(world.local, role=OversightRole.ADMINISTRATOR)
    return "done"


def _withdrawn_after_use(world: World) -> str:
    sent = invited(world.project, world.lead)
    world.accept(sent.link)
    actions.withdraw_invitation(invitation=sent.invitation, by=world.lead, at=NOW)
    return "done"


def _withdrawn_by_stranger(world: World) -> str:
    sent = invited(world.project, world.lead)
    actions.withdraw_invitation(invitation=sent.invitation, by=world.other, at=NOW)
    return "done"


def _withdrawn_beyond(world: World) -> str:
    sent = offered(world.boss)
    actions.withdraw_invitation(invitation=sent.invitation, by=world.local, at=NOW)
    return "done"


def _accepted_by_another(world: World) -> str:
    return world.accept(invited(world.project, world.lead).link, by=PersonFactory())


def _accepted_when_closed(world: World) -> str:
    world.other.is_active = False
    world.other.save()
    return world.accept(invited(world.project, world.lead).link)


def _guessed(world: World) -> str:
    return world.accept(SIGNER.sign("a guess"))


def _accepted_twice(world: World) -> str:
    sent = invited(world.project, world.lead)
    world.accept(sent.link)
    world.project.memberships.filter(person=world.other).delete()
    return world.accept(sent.link)


def _accepted_when_withdrawn(world: World) -> str:
    sent = invited(world.project, world.lead)
    actions.withdraw_invitation(invitation=sent.invitation, by=world.lead, at=NOW)
    return world.accept(sent.link)


def _accepted_too_late(world: World) -> str:
    return world.accept(invited(world.project, world.lead).link, days=400)


def _accepted_from_who_left(world: World) -> str:
    """Whoever lost their role would otherwise come back by a link of their own."""
    sent = invited(world.project, world.lead)
    world.project.memberships.filter(person=world.lead).delete()
    return world.accept(sent.link)


def _role_taken(by: Person) -> str:
    held: Oversight = OversightFactory(role=OversightRole.PMO)
    sign_in(held.person)
    actions.take_oversight(oversight=held, by=by, at=NOW)
    return left(held.person)


def _last_taken(world: World) -> str:
    actions.take_oversight(oversight=world.boss.oversights.get(), by=world.boss, at=NOW)
    return "done"


def _granted(world: World) -> str:
    sign_in(world.other)
    world.grant(world.other, world.boss)
    return left(world.other)


def _closed(person: Person, by: Person) -> str:
    sign_in(person)
    actions.deactivate_person(person=person, by=by, at=NOW)
    return left(person)


def _closed_oneself(world: World) -> str:
    administrator()  # so that it is not the last one's account
    return _closed(world.boss, world.boss)


def _opened(world: World) -> str:
    actions.reactivate_person(person=world.other, by=world.local, at=NOW)
    return "done"


def _named(by: Person, name: str) -> str:
    actions.add_part(kind=Initiative, name=name, by=by, at=NOW)
    return "done"


@dataclass(frozen=True)
class Attempt:
    """What is tried, and what must become of it while the guard stands."""

    tried: Callable[[World], str]
    expected: str

    def outcome(self) -> str:
        """Try it in a world of its own; what was stored is taken back."""
        with undone():
            world = World()
            try:
                with transaction.atomic():
                    return self.tried(world)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told by its name and no refusal
                return type(error).__name__


ENDED = "0 sessions"

ATTEMPTS = {
    "working.working_on: _not_allowed": Attempt(_submitted_from_above, "NotAllowed"),
    "working.speaking_apart: _not_allowed": Attempt(_in_anothers_voice, "NotAllowed"),
    "answers.answering: WrongState": Attempt(_answered_when_complete, "WrongState"),
    "opinions.complete_opinion: NothingSaid": Attempt(_complete_without_a_word, "NothingSaid"),
    "opinions.take_back_opinion: OpinionStands": Attempt(_taken_back_when_opened, "OpinionStands"),
    "reviewing.settle_disagreement: InvalidSettlement": Attempt(_settled_without_a_word, "InvalidSettlement"),
    "reviewing.settle_disagreement: NothingToSettle": Attempt(_settled_where_voices_agree, "NothingToSettle"),
    "reviewing.settle_disagreement: NotAllowed": Attempt(_settled_by_one_side, "NotAllowed"),
    "members.check_manages: NotAllowed 2": Attempt(lambda it: it.add(it.local, it.local), "NotAllowed"),
    "members.checked_sections: InvalidMember": Attempt(_unknown_section, "InvalidMember"),
    "members.change_member: end_sessions()": Attempt(_changed, ENDED),
    "members.remove_member: end_sessions()": Attempt(_removed, ENDED),
    "members.give_role: end_sessions()": Attempt(_approver, ENDED),
    "invitations.invite_overseer: check_may_oversee()": Attempt(_offered_beyond, "NotAllowed"),
    "invitations.withdraw_invitation: InvitationOver": Attempt(_withdrawn_after_use, "InvitationOver"),
    "invitations.withdraw_invitation: check_manages()": Attempt(_withdrawn_by_stranger, "NotAllowed"),
    "invitations.withdraw_invitation: check_may_oversee()": Attempt(_withdrawn_beyond, "NotAllowed"),
    "invitations.accept_invitation: ForAnother": Attempt(_accepted_by_another, "ForAnother"),
    "invitations.accept_invitation: NotAllowed": Attempt(_accepted_when_closed, "NotAllowed"),
    "invitations._open: UnknownInvitation": Attempt(_guessed, "UnknownInvitation"),
    "invitations._open: _check_not_over()": Attempt(_accepted_twice, "InvitationOver"),
    "invitations._open: _check_still_offered()": Attempt(_accepted_from_who_left, "InvitationOver"),
    "invitations._check_still_offered: InvitationOver": Attempt(_accepted_from_who_left, "InvitationOver"),
    "invitations._check_not_over: InvitationOver": Attempt(_accepted_twice, "InvitationOver"),
    "invitations._check_not_over: InvitationOver 2": Attempt(_accepted_when_withdrawn, "InvitationOver"),
    "invitations._check_not_over: InvitationOver 3": Attempt(_accepted_too_late, "InvitationOver"),
    "oversight.grant_oversight: check_may_oversee()": Attempt(
        lambda it: it.grant(it.other, it.local), "NotAllowed"
    ),
    "oversight.take_oversight: check_may_oversee()": Attempt(lambda it: _role_taken(it.local), "NotAllowed"),
    "oversight.take_oversight: check_another_administrator()": Attempt(_last_taken, "LastAdministrator"),
    "oversight.take_oversight: end_sessions()": Attempt(lambda it: _role_taken(it.boss), ENDED),
    "oversight.give_oversight: end_sessions()": Attempt(_granted, ENDED),
    "oversight.check_may_oversee: NotAllowed": Attempt(lambda it: it.grant(it.other, it.local), "NotAllowed"),
    "oversight.check_may_oversee: NotAllowed 2": Attempt(
        lambda it: it.grant(it.local, it.local, it.project.unit), "NotAllowed"
    ),
    "oversight.check_another_administrator: LastAdministrator": Attempt(_last_taken, "LastAdministrator"),
    "people.deactivate_person: _check_may()": Attempt(lambda it: _closed(it.other, it.local), "NotAllowed"),
    "people.deactivate_person: NotAllowed": Attempt(_closed_oneself, "NotAllowed"),
    "people.deactivate_person: end_sessions()": Attempt(lambda it: _closed(it.other, it.boss), ENDED),
    "people.reactivate_person: _check_may()": Attempt(_opened, "NotAllowed"),
    "people._check_may: NotAllowed": Attempt(_opened, "NotAllowed"),
    "organisation._named: NotAllowed": Attempt(lambda it: _named(it.local, "New"), "NotAllowed"),
    "organisation._named: InvalidPart": Attempt(lambda it: _named(it.boss, " "), "InvalidPart"),
}
"""By the guard that must notice."""
