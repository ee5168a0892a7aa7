"""Administering people and the organisation in a real browser: no barrier, and as narrow as a phone."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, Person, Project
from tests.accessibility import assert_accessible
from tests.factories import OversightFactory, ProjectFactory, UnitFactory, member

from .answering import signed_in_as
from .invited import administrator, invited, offered

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def whole() -> Person:
    with acting_as(SYSTEM):
        return administrator()


@pytest.fixture
def project() -> Project:
    """With a respondent, and a unit of a long name."""
    with acting_as(SYSTEM):
        unit = UnitFactory(name="Customer claims and complaints handling")
        made: Project = ProjectFactory(name="Claims triage", unit=unit)
        member(made, MemberRole.RESPONDENT, name="Maria Lopez")
    return made


def addresses(by: Person, project: Project) -> list[str]:
    """Every page on which people and the organisation are administered."""
    with acting_as(SYSTEM):
        above = OversightFactory(unit=project.unit)
        keys = [project.pk, project.memberships.get().pk]
        joining, overseeing = invited(project, by).invitation, offered(by).invitation
    return [
        reverse("people"),
        reverse("oversight_grant"),
        reverse("oversight_take", args=[above.person_id, above.pk]),
        reverse("oversight_invitation_withdraw", args=[overseeing.pk]),
        reverse("person_deactivate", args=[above.person_id]),
        reverse("organisation"),
        reverse("parts", args=["units"]),
        reverse("parts", args=["initiatives"]),
        reverse("part_add", args=["units"]),
        reverse("part_rename", args=["units", project.unit_id]),
        reverse("project_people", args=[project.pk]),
        reverse("member_change", args=keys),
        reverse("member_remove", args=keys),
        reverse("invitation_withdraw", args=[project.pk, joining.pk]),
    ]


def test_pages_have_no_barrier_and_fit_a_phone(page: "Page", whole: Person, project: Project) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a ViewportSize
    signed_in_as(page, whole)

    for url in addresses(whole, project):
        page.goto(url)
        assert page.locator("h1").count() == 1, url
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], url
        assert_accessible(page)

    page.goto(reverse("part_add", args=["units"]))
    page.fill("#id_name", project.unit.name.upper())
    page.get_by_role("button", name="Add the unit").click()
    page.get_by_text("There is a problem").wait_for()
    assert page.input_value("#id_name") == project.unit.name.upper()
    assert_accessible(page)


def test_sections_are_asked_of_a_respondent_only_and_a_role_goes_after_a_question(
    page: "Page", whole: Person, project: Project
) -> None:
    signed_in_as(page, whole)
    page.goto(reverse("project_people", args=[project.pk]))
    sections = page.get_by_role("group", name="Sections that a respondent or second respondent answers")
    assert sections.is_hidden()
    page.check("[name=role][value=respondent]")
    assert sections.is_visible()
    page.check("[name=role][value=reviewer]")
    assert sections.is_hidden()

    page.get_by_role("link", name="Remove Maria Lopez as respondent").click()
    page.get_by_text("Maria Lopez will no longer see Claims triage.").wait_for()
    page.get_by_role("button", name="Remove as respondent").click()

    page.get_by_text("Maria Lopez is no longer respondent here.").wait_for()
    page.get_by_text("Nobody takes part yet").wait_for()
