"""Two to five projects side by side."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Oversight, Person
from reports.models import Record
from reports.portfolio import side_by_side
from tests.factories import NOW, OversightFactory, PersonFactory, ProjectFactory

from .demo_portfolio import concluded, submitted

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
ROUNDS = (
    "meter-readings-1", "ed-chatbot-1", "orion-routing-1", "zillow-offers-1", "masai-mammography-1",
    "watson-for-oncology-1",
)  # fmt: skip


@pytest.fixture
def pmo() -> Person:
    oversight: Oversight = OversightFactory()
    return oversight.person


@pytest.fixture
def client(client: Client, pmo: Person) -> Client:
    client.force_login(pmo)
    return client


def address(*records: Record) -> str:
    return reverse("compare") + "?" + "&".join(f"project={record.project_id}" for record in records)


def test_comparison_starts_with_the_weakest_link() -> None:
    good, bad = concluded("meter-readings-1"), concluded("ed-chatbot-1")

    table = side_by_side([good, bad], TODAY)

    assert [column.project for column in table.columns] == [bad.project_id, good.project_id]


def test_sections_that_differ_come_before_those_that_agree() -> None:
    table = side_by_side([concluded("orion-routing-1"), concluded("capio-st-goran-1")], TODAY)

    differing = [line.differs for line in table.sections]
    assert differing == sorted(differing, reverse=True)
    assert [line.key for line in table.sections if line.differs] == ["support"]


def test_questions_that_differ_most_come_first_and_equal_ones_not_at_all() -> None:
    table = side_by_side([concluded("meter-readings-1"), concluded("invoice-triage-1")], TODAY)

    spreads = [line.spread for line in table.questions]
    assert spreads == sorted(spreads, reverse=True)
    assert min(spreads) > 0
    assert table.questions[0].critical


def test_pairs_are_drawn_on_one_scale_where_two_projects_measured_them() -> None:
    table = side_by_side([concluded("invoice-triage-1"), concluded("meter-readings-1")], TODAY)

    line = next(line for line in table.pairs if line.key == "load.volume")
    assert line.chart.count("<svg") == 1
    assert "50" in line.chart
    assert "5,200" in line.chart


def test_pair_that_only_one_project_measured_is_not_drawn() -> None:
    table = side_by_side([concluded("meter-readings-1"), concluded("ed-chatbot-1")], TODAY)

    assert table.pairs == ()


def test_project_without_a_known_pair_is_named_beside_the_chart(client: Client) -> None:
    records = [concluded(name) for name in ("meter-readings-1", "invoice-triage-1", "zillow-offers-1")]

    line = next(line for line in side_by_side(records, TODAY).pairs if line.key == "load.concurrency")
    page = client.get(address(*records)).content.decode()

    zillow = records[2].project.name
    assert line.missing == ((zillow, "not known"),)
    assert f"{zillow}: not known" in page


def test_sections_that_nobody_matches_are_named() -> None:
    table = side_by_side([concluded("ed-chatbot-1"), concluded("masai-mammography-1")], TODAY)

    assert table.common_gaps == ("Support model", "Scope and edge cases")


def test_page_shows_verdicts_claims_and_sections(client: Client) -> None:
    good, bad = concluded("meter-readings-1"), concluded("ed-chatbot-1")

    page = client.get(address(good, bad)).content.decode()

    assert "This result is no evidence for production." in page
    assert "This result predicts production." in page
    assert "Sections that differ" in page
    assert page.count("What was shown") == 2


@pytest.mark.parametrize("count", [2, 5])
def test_two_to_five_projects_are_compared_in_equally_many_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    records = [concluded(name) for name in ROUNDS[:count]]
    client.get(address(*records))

    with django_assert_num_queries(9):
        assert client.get(address(*records)).status_code == 200


def test_nothing_chosen_offers_the_form(client: Client) -> None:
    records = [concluded(name) for name in ROUNDS[:2]]

    response = client.get(reverse("compare"))

    assert response.status_code == 200
    assert all(str(record.project_id) in response.content.decode() for record in records)


def test_one_project_is_told_to_choose_another_and_stays_ticked(client: Client) -> None:
    record, _ = concluded("ed-chatbot-1"), concluded("meter-readings-1")

    response = client.get(address(record))

    assert response.status_code == 422
    assert "Choose at least one more" in response.content.decode()
    assert f'value="{record.project_id}" checked' in response.content.decode()


def test_six_projects_are_told_how_many_to_take_away(client: Client) -> None:
    records = [concluded(name) for name in ROUNDS]

    response = client.get(address(*records))

    assert response.status_code == 422
    assert "6 projects are chosen. Take 1 away" in response.content.decode()


def test_the_same_project_twice_counts_once(client: Client) -> None:
    record = concluded("ed-chatbot-1")

    assert "One project is chosen" in client.get(address(record, record)).content.decode()


def test_project_without_a_concluded_round_is_named(client: Client) -> None:
    record, open_round = (
        concluded("ed-chatbot-1"),
        submitted("meter-readings-1", ProjectFactory(name="Unready")),
    )

    response = client.get(f"{address(record)}&project={open_round.project_id}")

    assert response.status_code == 422
    assert "No round is concluded yet of Unready" in response.content.decode()


def test_project_of_others_is_not_found(client: Client) -> None:
    records = [concluded(name) for name in ROUNDS[:2]]
    client.force_login(PersonFactory())

    assert client.get(address(*records)).status_code == 404


@pytest.mark.parametrize("project", ["00000000-0000-7000-8000-000000000000", "x", "' or 1=1"])
def test_unknown_project_is_not_found(client: Client, project: str) -> None:
    assert client.get(reverse("compare"), {"project": project}).status_code == 404


def test_nothing_to_compare_yet_says_so(client: Client) -> None:
    concluded("ed-chatbot-1")

    assert "Nothing to compare yet" in client.get(reverse("compare")).content.decode()


def test_nobody_signed_in_is_sent_to_sign_in() -> None:
    assert Client().get(reverse("compare")).status_code == 302
