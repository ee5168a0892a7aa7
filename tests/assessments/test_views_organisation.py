"""The organisation as administrators keep it: units, initiatives, and the projects within the scope."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Initiative, Person, Unit
from assessments.queries.organisation import PAGE
from tests.factories import InitiativeFactory, PersonFactory, ProjectFactory, UnitFactory

from .browsing import html, signed_in
from .invited import administrator
from .steps import accept

pytestmark = pytest.mark.django_db
UNITS = "/organisation/units/"


@pytest.fixture
def client(whole: Person) -> Client:
    return signed_in(whole)


def rename_url(part: Unit | Initiative, kind: str = "units") -> str:
    return reverse("part_rename", args=[kind, part.pk])


# Units and initiatives


def test_units_are_rows_with_how_many_projects_each_has(client: Client) -> None:
    retail = UnitFactory(name="Retail")
    ProjectFactory.create_batch(3, unit=retail)
    UnitFactory(name="Claims")

    shown = html(client.get(UNITS))

    assert shown.index("Claims") < shown.index("Retail")
    assert '<td class="num">3</td>' in shown
    assert '<td class="num">0</td>' in shown
    assert rename_url(retail) in shown
    assert reverse("part_add", args=["units"]) in shown
    assert "<input" not in shown.partition("<main")[2]


@pytest.mark.parametrize(("kind", "model"), [("units", Unit), ("initiatives", Initiative)])
def test_part_is_added(client: Client, kind: str, model: type[Unit]) -> None:
    url = reverse("part_add", args=[kind])
    assert "Add the first one" in html(client.get(f"/organisation/{kind}/"))
    assert client.get(url).status_code == 200

    page = client.post(url, {"name": " Robots "}, follow=True)

    assert page.redirect_chain == [(f"/organisation/{kind}/", 302)]
    assert "“Robots” is added." in html(page)
    assert model.objects.get().name == "Robots"


def test_part_is_renamed_from_the_name_it_has(client: Client) -> None:
    retail = UnitFactory(name="Retail")
    assert 'value="Retail"' in html(client.get(rename_url(retail)))

    page = client.post(rename_url(retail), {"name": "Shops"}, follow=True)

    assert "“Retail” is now called “Shops”." in html(page)
    assert Unit.objects.get().name == "Shops"


def test_name_that_is_taken_is_told_at_its_field_and_stays(client: Client) -> None:
    UnitFactory(name="Shops")
    taken = "Another unit has this name already. Choose another name."

    for url in (reverse("part_add", args=["units"]), rename_url(UnitFactory(name="Retail"))):
        page = client.post(url, {"name": "SHOPS"})
        assert page.status_code == 422
        assert html(page).count(taken) == 2  # in the summary and beside its field
        assert 'value="SHOPS"' in html(page)
    assert sorted(Unit.objects.values_list("name", flat=True)) == ["Retail", "Shops"]


def test_name_that_is_missing_is_asked_for(client: Client) -> None:
    page = client.post(reverse("part_add", args=["initiatives"]), {"name": " "})

    assert page.status_code == 422
    assert "Type a name." in html(page)


def test_unknown_parts_are_not_found(client: Client, whole: Person) -> None:
    for url in (
        "/organisation/kitchens/",
        reverse("part_add", args=["kitchens"]),
        reverse("part_rename", args=["units", whole.pk]),
    ):
        assert client.get(url).status_code == 404
    assert client.post(reverse("part_add", args=["kitchens"]), {"name": "x"}).status_code == 404


def test_administrator_of_a_unit_keeps_people_but_no_names() -> None:
    unit = UnitFactory(name="Claims")
    project, _ = ProjectFactory(unit=unit), ProjectFactory(name="Elsewhere")
    client = signed_in(administrator(unit=unit))

    shown = html(client.get(reverse("organisation")))

    assert "You administer unit Claims:" in shown
    assert reverse("project_people", args=[project.pk]) in shown
    assert "Elsewhere" not in shown
    for url in (UNITS, reverse("part_add", args=["units"]), rename_url(unit)):
        assert url not in shown
        assert client.get(url).status_code == 403
        assert client.post(url, {"name": "Mine"}).status_code in {403, 405}


# Long lists


@pytest.mark.parametrize(
    ("url", "factory"),
    [
        ("/organisation/", ProjectFactory),
        (UNITS, UnitFactory),
        ("/organisation/initiatives/", InitiativeFactory),
    ],
)
def test_long_list_goes_on_by_name_and_is_searched(client: Client, url: str, factory: type) -> None:
    for number in range(PAGE, -1, -1):
        factory.create(name=f"{'x' if number % 2 else 'X'}{number:02}")  # type: ignore[attr-defined]
    first = html(client.get(url, {"q": "x"}))
    assert f"x{PAGE - 1:02}" in first
    assert f"X{PAGE:02}" not in first

    more = unescape(first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0])
    second = html(client.get(url + more))

    assert f"X{PAGE:02}" in second
    assert f"x{PAGE - 1:02}" not in second
    assert 'href="?q=x"' in second
    assert "X06" in html(client.get(url, {"q": " x06 "}))
    assert "x07" not in html(client.get(url, {"q": "x06"}))
    assert "Show all" in html(client.get(url, {"q": "no such thing"}))
    for unknown in ("x", "00000000-0000-0000-0000-000000000000"):
        assert client.get(url, {"after": unknown}).status_code == 404


@pytest.mark.parametrize("url", ["/organisation/", UNITS])
def test_list_takes_the_same_queries_for_one_row_and_three(client: Client, url: str) -> None:
    ProjectFactory()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    ProjectFactory.create_batch(2)
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)


def test_list_without_a_project_says_when_they_appear(client: Client) -> None:
    assert "No project yet" in html(client.get(reverse("organisation")))


# The projects' people


def test_administrator_finds_people_of_a_project_and_nothing_it_says(
    assessment: Assessment, lead: Person
) -> None:
    accept(assessment, lead)
    client = signed_in(administrator(unit=assessment.project.unit))

    page = html(client.get(assessment.project.get_absolute_url()))

    assert "Lea Lead" in page
    assert reverse("project_people", args=[assessment.project.pk]) in page
    assert "Round 1" not in page
    assert "accuracy" not in page
    for name in ("assessment", "verdict", "check_answers"):
        assert client.get(reverse(name, args=[assessment.pk])).status_code == 404
    listed = html(client.get(reverse("project_list")))
    assert assessment.project.name not in listed
    assert reverse("organisation") in listed


def test_administrator_brings_in_a_lead_where_nobody_is_left() -> None:
    project, nova = ProjectFactory(), PersonFactory()
    client = signed_in(administrator(unit=project.unit))
    url = reverse("project_people", args=[project.pk])

    assert "Nobody takes part yet" in html(client.get(url))
    client.post(url, {"person": nova.email, "role": "lead"})

    assert project.memberships.get().person == nova
