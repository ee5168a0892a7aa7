"""Administrators' pages: people, what each can see, roles above projects, and accounts."""

import pytest
from django.urls import reverse

from assessments.models import (
    Assessment,
    Invitation,
    Person,
)
from assessments.queries import people
from tests.factories import (
    InitiativeFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
    member,
)

from .browsing import html, sees, signed_in
from .invited import accepted_before_the_lock, administrator, offered

pytestmark = pytest.mark.django_db


# People


def test_list_shows_everybody_with_roles_and_closed_accounts(whole: Person) -> None:
    OversightFactory(unit=UnitFactory(name="Retail"), person=PersonFactory(name="Petra"))
    PersonFactory(name="Carl Closed", is_active=False)

    shown = html(signed_in(whole).get(reverse("people")))

    for text in ("Petra", "PMO of unit Retail", "Carl Closed", "Closed"):
        assert text in shown
    assert "More</a>" not in shown


def test_search_finds_by_name_and_address(whole: Person) -> None:
    PersonFactory(name="Rosa Reis", email="rr@example.org")
    PersonFactory(name="Ruben", email="ruben@example.org")
    client = signed_in(whole)

    assert "Ruben" not in html(client.get(reverse("people"), {"search": "rosa"}))
    assert "Rosa Reis" in html(client.get(reverse("people"), {"search": " RR@ "}))
    assert "Nobody like that" in html(client.get(reverse("people"), {"search": "zzz"}))


def test_list_goes_on_by_key(whole: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    for number in range(4):
        PersonFactory(name=f"P{number}", email=f"a{number}@example.org")
    client = signed_in(whole)

    first = html(client.get(reverse("people"), {"search": "a"}))
    assert "?after=a1%40example.org&amp;search=a" in first
    second = html(client.get(reverse("people"), {"search": "a", "after": "a1@example.org"}))
    assert "P2" in second
    assert "P0" not in second
    assert "?search=a" in second


def test_administrator_of_a_unit_sees_who_has_roles_there() -> None:
    unit = UnitFactory()
    inside, above, outside = member(ProjectFactory(unit=unit)), PersonFactory(), member(ProjectFactory())
    OversightFactory(person=above, unit=unit)
    client = signed_in(administrator(unit=unit))

    shown = html(client.get(reverse("people")))

    assert [person.email in shown for person in (inside, above, outside)] == [True, True, False]
    assert client.get(sees(outside)).status_code == 404
    assert client.get(sees(inside)).status_code == 200


def test_empty_page_says_when_people_appear(whole: Person) -> None:
    assert "Nobody here yet" in html(signed_in(whole).get(reverse("people"), {"after": "z"}))


@pytest.mark.parametrize("name", ["people", "oversight_grant", "organisation"])
def test_pages_are_for_administrators(name: str, lead: Person) -> None:
    page = signed_in(lead).get(reverse(name))

    assert page.status_code == 403
    assert "This page is for administrators" in html(page)


# Roles above projects


def test_role_is_given_to_who_has_an_account(whole: Person) -> None:
    petra = PersonFactory(name="Petra")
    given = {"person": petra.email, "role": "pmo", "scope": "everything"}

    page = signed_in(whole).post(reverse("oversight_grant"), given, follow=True)

    assert "Petra is now PMO of everything." in html(page)
    assert petra.oversights.get().role == "pmo"


def test_anyone_else_is_invited_to_it(whole: Person) -> None:
    unit, client = UnitFactory(), signed_in(whole)
    given = {"person": "Nova@example.org", "role": "leadership", "scope": str(unit.pk)}

    page = client.post(reverse("oversight_grant"), given)

    assert "/invitations/" in html(page)
    sent = Invitation.objects.get()
    assert (sent.email, sent.role, sent.unit) == ("nova@example.org", "leadership", unit)
    assert f"Leadership of unit {unit.name}" in html(client.get(reverse("people")))
    url = reverse("oversight_invitation_withdraw", args=[sent.pk])
    asked = html(client.get(url))
    assert "Withdraw the invitation of nova@example.org?" in asked
    assert f"It offers: Leadership of unit {unit.name}." in asked
    assert "is withdrawn" in html(client.post(url, follow=True))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"person": ""}, "Type their e-mail address."),
        ({"role": "lead"}, "Choose one of these roles."),
        ({"scope": ""}, "Choose what the role is over."),
        ({"scope": "elsewhere"}, "Choose what the role is over."),
        ({"person": "closed@example.org"}, "The account of this address is closed."),
    ],
)
def test_wrong_input_is_told_and_stays(whole: Person, typed: dict[str, str], told: str) -> None:
    PersonFactory(email="closed@example.org", is_active=False)
    given = {"person": "nova@example.org", "role": "pmo", "scope": "everything"}

    page = signed_in(whole).post(reverse("oversight_grant"), given | typed)

    assert page.status_code == 422
    assert told in html(page)
    assert not Invitation.objects.exists()


def test_nobody_gives_one_to_themself(whole: Person) -> None:
    given = {"person": whole.email, "role": "pmo", "scope": "everything"}

    page = signed_in(whole).post(reverse("oversight_grant"), given)

    assert page.status_code == 422
    assert "ask another administrator" in html(page)


def test_scopes_are_ones_own_or_for_the_whole_every_part(whole: Person) -> None:
    unit = UnitFactory(name="Retail")
    InitiativeFactory(name="Robots")

    assert "Initiative Robots" in html(signed_in(whole).get(reverse("oversight_grant")))
    shown = html(signed_in(administrator(unit=unit)).get(reverse("oversight_grant")))
    assert "Unit Retail" in shown
    assert "Robots" not in shown
    assert "Everything" not in shown


def test_role_is_taken_away_and_the_last_one_stays(whole: Person) -> None:
    petra = PersonFactory(name="Petra")
    held, own = OversightFactory(person=petra), whole.oversights.get()
    client = signed_in(whole)

    asked = html(client.get(reverse("oversight_take", args=[petra.pk, held.pk])))
    assert "Take the role “PMO of everything” from Petra?" in asked
    assert "As PMO of everything, Petra reads every round once it is submitted" in asked
    assert petra.oversights.exists()
    page = client.post(reverse("oversight_take", args=[petra.pk, held.pk]), follow=True)
    assert "Petra is no longer PMO of everything." in html(page)
    assert "You are signed out everywhere but here." in html(
        client.get(reverse("oversight_take", args=[whole.pk, own.pk]))
    )
    page = client.post(reverse("oversight_take", args=[whole.pk, own.pk]))
    assert page.status_code == 409
    assert "is the last administrator of everything" in html(page)
    assert client.post(reverse("oversight_take", args=[petra.pk, own.pk])).status_code == 404


def test_person_who_leaves_the_scope_leaves_the_list() -> None:
    unit = UnitFactory()
    held = OversightFactory(unit=unit)
    url = reverse("oversight_take", args=[held.person.pk, held.pk])

    page = signed_in(administrator(unit=unit)).post(url, follow=True)

    assert page.redirect_chain == [(reverse("people"), 302)]


def test_administrator_who_stops_being_one_goes_back_to_the_projects(whole: Person) -> None:
    administrator()
    url = reverse("oversight_take", args=[whole.pk, whole.oversights.get().pk])

    page = signed_in(whole).post(url, follow=True)

    assert page.redirect_chain == [(reverse("project_list"), 302)]


def test_invitation_beyond_the_scope_is_not_found(whole: Person) -> None:
    url = reverse("oversight_invitation_withdraw", args=[offered(whole).invitation.pk])

    assert signed_in(administrator(unit=UnitFactory())).post(url).status_code == 404


def test_invitation_accepted_in_this_moment_stays_and_is_told(whole: Person) -> None:
    nova, sent = PersonFactory(name="Nova", email="nova@example.org"), offered(whole).invitation
    client = signed_in(whole)

    with accepted_before_the_lock(sent, nova):
        page = client.post(reverse("oversight_invitation_withdraw", args=[sent.pk]))

    assert page.status_code == 409
    assert "Nova has accepted it meanwhile" in html(page)


# Accounts


def test_account_is_closed_and_opened_again(whole: Person, assessment: Assessment, lead: Person) -> None:
    client, url = signed_in(whole), reverse("person_deactivate", args=[lead.pk])

    asked = html(client.get(url))
    assert "Close the account of Lea Lead?" in asked
    assert f"Without a lead then: “{assessment.project.name}”." in asked
    assert Person.objects.get(pk=lead.pk).is_active
    page = client.post(url, follow=True)
    assert "The account of Lea Lead is closed" in html(page)
    assert f"Without a lead now: “{assessment.project.name}”." in html(page)
    assert "Open this account again" in html(page)
    page = client.post(reverse("person_reactivate", args=[lead.pk]), follow=True)
    assert "is open again, with the roles it had" in html(page)


def test_projects_left_without_a_lead_are_named_as_far_as_one_reads(whole: Person) -> None:
    leader = PersonFactory()
    for number in range(7):
        MembershipFactory(person=leader, project=ProjectFactory(name=f"Project, no. {number}"))

    asked = html(signed_in(whole).get(reverse("person_deactivate", args=[leader.pk])))

    assert "“Project, no. 4” and 2 more." in asked


def test_account_with_roles_elsewhere_stays_open_and_that_is_told() -> None:
    unit = UnitFactory()
    person = member(ProjectFactory(unit=unit), name="Ana")
    MembershipFactory(person=person)

    for is_active, name, status in ((True, "person_deactivate", 409), (False, "person_reactivate", 200)):
        Person.objects.filter(pk=person.pk).update(is_active=is_active)
        url = reverse(name, args=[person.pk])
        page = signed_in(administrator(unit=unit)).post(url, follow=True)
        assert page.status_code == status
        assert "Ana also has roles beyond what you administer" in html(page)
        assert Person.objects.get(pk=person.pk).is_active is is_active


def test_reviewer_who_leaves_leaves_no_project_without_a_lead(whole: Person, reviewer: Person) -> None:
    page = signed_in(whole).post(reverse("person_deactivate", args=[reviewer.pk]), follow=True)

    assert "Without a lead" not in html(page)
