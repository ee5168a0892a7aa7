"""Invitations: made, renewed, withdrawn, accepted once, and refused in words that say what to do."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings

from assessments import actions
from assessments.models import Assessment, Invitation, MemberRole, Oversight, OversightRole, Person, Project
from tests.factories import NOW, PersonFactory, UnitFactory, member
from tests.recorded import told

from .invited import administrator, invited, offered
from .mailed import page_of

pytestmark = pytest.mark.django_db
NEW = "a brand new password"
NO_SERVER = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,
}


@pytest.fixture
def project(assessment: Assessment) -> Project:
    return assessment.project


def join(token: str, at: Any = NOW) -> Person:
    return actions.join_by_invitation(token=token, name=" Nova Novak ", password=NEW, at=at)


def roles(project: Project, person: Person) -> list[tuple[str, list[str]]]:
    return list(project.memberships.filter(person=person).values_list("role", "sections"))


def test_new_person_joins_with_the_offered_role_and_sections(project: Project, lead: Person) -> None:
    sent = invited(project, lead, " Nova@Example.org ", sections=["users", "data"])

    person = join(sent.link)

    assert (person.email, person.name, person.check_password(NEW)) == ("nova@example.org", "Nova Novak", True)
    assert roles(project, person) == [("respondent", ["data", "users"])]
    kept = Invitation.objects.get()
    assert (kept.accepted_by, kept.accepted_at, kept.invited_by) == (person, NOW, lead)


def test_only_a_hash_of_the_secret_is_stored(project: Project, lead: Person) -> None:
    sent = invited(project, lead)

    stored = Invitation.objects.values().get()
    secret = sent.link.rpartition(".")[0]
    assert secret not in str(stored)
    assert len(stored["secret_sha256"]) == 64


def test_person_with_an_account_accepts(project: Project, lead: Person) -> None:
    nova: Person = PersonFactory(email="nova@example.org")
    sent = invited(project, lead, role=MemberRole.REVIEWER)

    accepted = actions.accept_invitation(token=sent.link, by=nova, at=NOW)

    assert accepted.accepted_by == nova
    assert roles(project, nova) == [("reviewer", [])]


def test_used_invitation_says_so(project: Project, lead: Person) -> None:
    sent = invited(project, lead)
    nova = join(sent.link)

    for again in (
        lambda: actions.accept_invitation(token=sent.link, by=nova, at=NOW),
        lambda: join(sent.link),
        lambda: actions.open_invitation(token=sent.link, at=NOW),
    ):
        with pytest.raises(actions.InvitationOver, match=r"accepted already\. Sign in") as refused:
            again()
        assert refused.value.why == "accepted"


def test_expired_invitation_names_who_sends_a_new_one(project: Project, lead: Person) -> None:
    sent = invited(project, lead)

    actions.open_invitation(token=sent.link, at=NOW + timedelta(days=13, hours=23))
    with pytest.raises(actions.InvitationOver, match=rf"has expired. Ask Lea Lead .{lead.email}"):
        join(sent.link, NOW + timedelta(days=14))


@override_settings(INVITATION_DAYS=2)
def test_days_are_a_setting(project: Project, lead: Person) -> None:
    assert invited(project, lead).invitation.expires_at == NOW + timedelta(days=2)


def test_withdrawn_invitation_says_so(project: Project, lead: Person) -> None:
    sent = invited(project, lead)
    for _ in range(2):
        gone = actions.withdraw_invitation(invitation=sent.invitation, by=lead, at=NOW)

    assert (gone.withdrawn_by, gone.withdrawn_at) == (lead, NOW)
    with pytest.raises(actions.InvitationOver, match=r"was withdrawn\. Ask Lea Lead"):
        join(sent.link)


def test_accepted_invitation_is_withdrawn_no_more(project: Project, lead: Person) -> None:
    sent = invited(project, lead)
    join(sent.link)

    with pytest.raises(actions.InvitationOver, match="remove their role instead"):
        actions.withdraw_invitation(invitation=sent.invitation, by=lead, at=NOW)


def test_invitation_for_another_address_names_both(project: Project, lead: Person) -> None:
    other: Person = PersonFactory(email="other@example.org")
    sent = invited(project, lead)

    with pytest.raises(
        actions.ForAnother, match=r"is for nova@example.org, and you are signed in as other@example.org"
    ):
        actions.accept_invitation(token=sent.link, by=other, at=NOW)


def test_closed_account_accepts_nothing(project: Project, lead: Person) -> None:
    closed: Person = PersonFactory(email="nova@example.org", is_active=False)

    with pytest.raises(actions.NotAllowed, match="closed"):
        actions.accept_invitation(token=invited(project, lead).link, by=closed, at=NOW)


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: f"x{token}", lambda _: "nonsense"])
def test_forged_link_is_unknown(project: Project, lead: Person, spoil: Any) -> None:
    token = invited(project, lead).link

    with pytest.raises(actions.UnknownInvitation, match="not whole"):
        actions.open_invitation(token=spoil(token), at=NOW)


def test_same_invitation_twice_renews_it(project: Project, lead: Person) -> None:
    first = invited(project, lead)
    later = NOW + timedelta(days=20)

    again = invited(project, lead, "NOVA@example.org", sections=["data"], at=later)

    assert (first.renewed, again.renewed, Invitation.objects.count()) == (False, True, 1)
    with pytest.raises(actions.UnknownInvitation, match="replaced by a newer one"):
        join(first.link, later)
    assert roles(project, join(again.link, later)) == [("respondent", ["data"])]


def test_another_role_for_the_same_address_is_another_invitation(project: Project, lead: Person) -> None:
    invited(project, lead)
    invited(project, lead, role=MemberRole.REVIEWER)

    assert Invitation.objects.count() == 2


def test_second_account_for_an_address_is_refused(project: Project, lead: Person) -> None:
    sent = invited(project, lead)
    PersonFactory(email="nova@example.org")

    with pytest.raises(actions.AccountExists, match="sign in with it, then accept"):
        join(sent.link)


def test_acceptance_that_would_break_separation_is_refused(project: Project, lead: Person) -> None:
    sent = invited(project, lead, role=MemberRole.SECOND_RESPONDENT)
    nova = member(project, MemberRole.REVIEWER, email="nova@example.org")

    with pytest.raises(actions.RoleBreaksSeparation, match="takes part already"):
        actions.accept_invitation(token=sent.link, by=nova, at=NOW)
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("lost", ["the account", "the role"])
def test_what_the_inviter_may_not_give_any_more_is_not_accepted(
    project: Project, lead: Person, lost: str
) -> None:
    token = invited(project, lead).link
    if lost == "the account":
        Person.objects.filter(pk=lead.pk).update(is_active=False)
    else:
        project.memberships.filter(person=lead).delete()

    with pytest.raises(actions.InvitationOver, match="may not give this role any more"):
        actions.open_invitation(token=token, at=NOW)


def test_role_above_projects_is_not_accepted_from_who_lost_theirs() -> None:
    by = administrator()
    token = offered(by).link
    by.oversights.all().delete()

    with pytest.raises(actions.InvitationOver, match="Ask an administrator for it"):
        actions.join_by_invitation(token=token, name="Nova", password=NEW, at=NOW)


def test_history_names_who_accepted(project: Project, lead: Person) -> None:
    person = PersonFactory(email="nova@example.org")

    actions.accept_invitation(token=invited(project, lead).link, by=person, at=NOW)

    entries = told(f"project:{project.pk}", op="insert", table="assessments_membership")
    assert entries[-1]["by"] == str(person.pk)


def test_who_may_not_manage_invites_nobody(project: Project, respondent: Person, lead: Person) -> None:
    sent = invited(project, lead)

    with pytest.raises(actions.NotAllowed):
        invited(project, respondent)
    with pytest.raises(actions.NotAllowed):
        actions.withdraw_invitation(invitation=sent.invitation, by=respondent, at=NOW)


def test_unknown_section_is_refused(project: Project, lead: Person) -> None:
    with pytest.raises(actions.InvalidMember, match="kitchen is no section: choose from the eight"):
        invited(project, lead, sections=["kitchen"])


def test_mail_is_sent_once_stored(
    project: Project, lead: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent = invited(project, lead, link="https://pilot.example.org/invitations/{}/".format)
        assert mail.outbox == []

    [message] = mail.outbox
    assert message.to == ["nova@example.org"]
    assert f"Lea Lead ({lead.email}) invites you" in message.body
    assert sent.link in message.body
    assert set(page_of(message).links) == {sent.link}


@override_settings(**NO_SERVER)
def test_mail_server_that_is_down_loses_no_invitation(
    project: Project, lead: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        sent = invited(project, lead)

    with pytest.raises(OSError, match="refused"):
        callbacks[0]()
    assert roles(project, join(sent.link))


def test_administrator_offers_a_role_above_projects() -> None:
    unit = UnitFactory()
    sent = offered(administrator(unit=unit), unit=unit)

    nova = join(sent.link)

    held = Oversight.objects.get(person=nova)
    assert (held.role, held.unit) == (OversightRole.PMO, unit)


def test_nothing_is_offered_beyond_ones_scope() -> None:
    by = administrator(unit=UnitFactory())
    sent = offered(administrator())

    with pytest.raises(actions.NotAllowed, match="beyond what you administer"):
        offered(by, unit=UnitFactory())
    with pytest.raises(actions.NotAllowed, match="beyond what you administer"):
        actions.withdraw_invitation(invitation=sent.invitation, by=by, at=NOW)


def test_nobody_is_offered_a_role_by_themself(project: Project) -> None:
    by = administrator()

    with pytest.raises(actions.NotAllowed, match="ask another administrator"):
        offered(by, by.email.upper())
    with pytest.raises(actions.NotAllowed, match="cannot give yourself a role"):
        invited(project, by, by.email)


def test_invitation_says_what_it_is(project: Project, lead: Person) -> None:
    assert str(invited(project, lead).invitation) == "respondent for nova@example.org"
