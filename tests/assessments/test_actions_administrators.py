"""What administrators do, as the database lets them: they see no round, and no role beyond their scope."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from assessments import actions
from assessments.acting import acting_as
from assessments.models import Assessment, MemberRole, Membership, Person
from tests.factories import NOW, MembershipFactory, PersonFactory, member

from .browsing import signed_in
from .invited import administrator
from .steps import K1, answer, level, save, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_the_unit(assessment: Assessment) -> Person:
    return administrator(unit=assessment.project.unit)


def test_account_with_roles_in_other_units_is_not_closed(assessment: Assessment, of_the_unit: Person) -> None:
    person = member(assessment.project, MemberRole.RESPONDENT)
    MembershipFactory(person=person)  # leads something in another unit

    with acting_as(of_the_unit), pytest.raises(actions.NotAllowed, match="roles beyond what you administer"):
        actions.deactivate_person(person=person, by=of_the_unit, at=NOW)


def test_who_answered_is_no_second_respondent(assessment: Assessment, of_the_unit: Person) -> None:
    person = member(assessment.project, MemberRole.RESPONDENT)
    save(assessment, person, level(1))
    Membership.objects.filter(person=person).delete()

    with acting_as(of_the_unit), pytest.raises(actions.RoleBreaksSeparation, match="under way"):
        actions.add_member(
            project=assessment.project,
            person=person,
            role=MemberRole.SECOND_RESPONDENT,
            by=of_the_unit,
            at=NOW,
        )


def test_who_judged_answers_is_no_second_respondent(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="seen", by=reviewer, at=NOW)
    [membership] = Membership.objects.filter(person=reviewer)

    with pytest.raises(actions.RoleBreaksSeparation, match="or judged its answers"):
        actions.change_member(membership=membership, role=MemberRole.SECOND_RESPONDENT, by=lead, at=NOW)


def test_nobody_widens_their_own_sections(assessment: Assessment, of_the_unit: Person) -> None:
    own = MembershipFactory(
        project=assessment.project, person=of_the_unit, role=MemberRole.RESPONDENT, sections=["data"]
    )

    with acting_as(of_the_unit), pytest.raises(actions.NotAllowed, match="or change yours"):
        actions.change_member(membership=own, role=MemberRole.RESPONDENT, by=of_the_unit, at=NOW)
    with acting_as(of_the_unit), pytest.raises(actions.NotAllowed, match="or change yours"):
        actions.remove_member(membership=own, by=of_the_unit, at=NOW)


def test_administrator_brings_a_member_in(assessment: Assessment, of_the_unit: Person) -> None:
    person = PersonFactory()

    with acting_as(of_the_unit):
        actions.add_member(
            project=assessment.project, person=person, role=MemberRole.LEAD, by=of_the_unit, at=NOW
        )

    assert person.work_items.filter(kind="answer", done_at__isnull=True).exists()


def test_ones_own_new_role_is_asked_for_its_second_factor(
    assessment: Assessment, lead: Person, settings: Settings
) -> None:
    settings.MFA_DEMANDED = True
    member(assessment.project)
    client = signed_in(lead)
    assert client.get(reverse("my_work")).status_code == 200
    [own] = Membership.objects.filter(person=lead)

    client.post(reverse("member_change", args=[assessment.project_id, own.pk]), {"role": "approver"})

    assert client.get(reverse("my_work"))["Location"] == reverse("mfa_index")


def test_what_waited_for_a_closed_account_goes_to_others(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    assert reviewer.work_items.filter(kind="settle", done_at__isnull=True).exists()

    actions.deactivate_person(person=reviewer, by=administrator(), at=NOW)

    assert not reviewer.work_items.filter(done_at__isnull=True).exists()
    assert lead.work_items.filter(kind="settle", done_at__isnull=True).exists()
