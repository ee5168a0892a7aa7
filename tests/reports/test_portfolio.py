"""The heat map: order, filters, pages, access, and how much work it is."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import MemberRole, Membership, Oversight, OversightRole, Person, Project
from reports.models import Record, RecordRow
from reports.portfolio import heat, heat_map, readiness_on
from reports.portfolio.heat import age_in_words
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory, ProjectFactory

from .demo_portfolio import concluded, submitted
from .records import project_with_lead, record_made

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
QUERIES = 6
"""Session, person, in whose name, what can be chosen, the rows, what was left out in all of them."""
IN_A_TEST = 3
"""A test's own transaction makes the request's a savepoint: set, released, and the name given back."""


@pytest.fixture
def pmo() -> Person:
    oversight: Oversight = OversightFactory()
    return oversight.person


@pytest.fixture
def client(client: Client, pmo: Person) -> Client:
    client.force_login(pmo)
    return client


def names(page: str, records: list[Record]) -> list[str]:
    """The records' projects in the order in which the page shows them."""
    return sorted((record.project.name for record in records), key=lambda name: page.index(f">{name}<"))


def rows() -> QuerySet[RecordRow]:
    return RecordRow.objects.filter(is_latest=True)


def test_heat_map_starts_with_the_weakest_link(client: Client) -> None:
    good, bad, middle = (
        concluded(name) for name in ("meter-readings-1", "ed-chatbot-1", "epic-sepsis-model-1")
    )

    page = client.get(reverse("portfolio")).content.decode()

    assert names(page, [good, bad, middle]) == [
        record.project.name for record in sorted((bad, middle, good), key=lambda record: record.index)
    ]


def test_heat_map_shows_the_latest_round_of_a_project_only(client: Client) -> None:
    first = concluded("data-centre-cooling-1")
    concluded("data-centre-cooling-2", first.project, NOW + timedelta(days=1))

    page = client.get(reverse("portfolio")).content.decode()

    assert page.count(f">{first.project.name}<") == 1
    assert "round\N{NO-BREAK SPACE}2" in page


def test_cell_leads_to_its_section_on_the_verdict(client: Client) -> None:
    record = concluded("ed-chatbot-1")

    page = client.get(reverse("portfolio")).content.decode()

    assert f'href="{reverse("verdict", args=[record.assessment_id])}#finding-support"' in page
    assert "unmatched, level 0" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"verdict": "predictive"}, {"good"}),
        ({"verdict": "not_predictive"}, {"bad"}),
        ({"text": "AD"}, {"bad"}),
        ({"text": "%"}, set()),
        ({}, {"good", "bad"}),
    ],
)
def test_filter_narrows_the_rows(client: Client, query: dict[str, str], found: set[str]) -> None:
    concluded("meter-readings-1", ProjectFactory(name="good"))
    concluded("ed-chatbot-1", ProjectFactory(name="bad"))

    page = client.get(reverse("portfolio"), query).content.decode()

    assert {name for name in ("good", "bad") if f">{name}<" in page} == found


def test_filter_by_initiative_and_unit(client: Client) -> None:
    here, there = concluded("meter-readings-1"), concluded("ed-chatbot-1")
    for field, key in (("initiative", here.project.initiative_id), ("unit", here.project.unit_id)):
        page = client.get(reverse("portfolio"), {field: str(key)}).content.decode()

        assert f">{here.project.name}<" in page
        assert f">{there.project.name}<" not in page


@pytest.mark.parametrize(
    "query", [{"verdict": "splendid"}, {"initiative": "x"}, {"after": "9_zz_1"}, {"after": "1_NaN_x"}]
)
def test_wrong_filter_shows_everything_and_says_so(client: Client, query: dict[str, str]) -> None:
    record = concluded("meter-readings-1")

    response = client.get(reverse("portfolio"), query)

    assert response.status_code == 200
    assert f">{record.project.name}<" in response.content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        concluded(name) for name in ("meter-readings-1", "ed-chatbot-1", "zillow-offers-1", "orion-routing-1")
    ]
    monkeypatch.setattr(heat, "PAGE", 3)

    first = heat_map(rows(), TODAY)
    second = heat_map(rows(), TODAY, first.next_page)

    seen = [row.project for row in (*first.rows, *second.rows)]
    assert len(first.rows) == 3
    assert sorted(seen) == sorted(record.project_id for record in records)
    assert second.next_page == ""


def test_next_page_keeps_the_filter(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    concluded("ed-chatbot-1")
    concluded("zillow-offers-1")
    monkeypatch.setattr(heat, "PAGE", 1)

    page = client.get(reverse("portfolio"), {"verdict": "not_predictive"}).content.decode()

    assert "verdict=not_predictive&amp;after=" in page


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for name in ("ed-chatbot-1", "zillow-offers-1", "meter-readings-1")[:count]:
        concluded(name)
    client.get(reverse("portfolio"))

    with django_assert_num_queries(QUERIES + IN_A_TEST):
        client.get(reverse("portfolio"))


def test_stranger_sees_nothing_and_is_told_what_to_do(client: Client) -> None:
    record = concluded("ed-chatbot-1")
    client.force_login(PersonFactory())

    page = client.get(reverse("portfolio")).content.decode()

    assert record.project.name not in page
    assert "No project to see yet" in page


def test_member_sees_the_own_project_only(client: Client) -> None:
    own, other = concluded("ed-chatbot-1"), concluded("zillow-offers-1")
    respondent = MembershipFactory(project=own.project, role=MemberRole.RESPONDENT).person
    client.force_login(respondent)

    page = client.get(reverse("portfolio")).content.decode()

    assert f">{own.project.name}<" in page
    assert other.project.name not in page


def test_leadership_of_one_unit_sees_that_unit_only(client: Client) -> None:
    own, other = concluded("ed-chatbot-1"), concluded("zillow-offers-1")
    leader = OversightFactory(role=OversightRole.LEADERSHIP, unit=own.project.unit).person
    client.force_login(leader)

    page = client.get(reverse("portfolio")).content.decode()

    assert f">{own.project.name}<" in page
    assert other.project.name not in page


def test_nobody_signed_in_is_sent_to_sign_in() -> None:
    response = Client().get(reverse("portfolio"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_projects_without_a_concluded_round_are_counted(client: Client) -> None:
    concluded("ed-chatbot-1")
    submitted("zillow-offers-1")

    assert "1 project is not shown" in client.get(reverse("portfolio")).content.decode()


def test_empty_portfolio_says_what_to_do_next(client: Client) -> None:
    submitted("zillow-offers-1")

    assert "No round is concluded yet" in client.get(reverse("portfolio")).content.decode()


def test_filter_that_fits_nothing_says_so(client: Client) -> None:
    concluded("ed-chatbot-1")

    assert "Nothing matches" in client.get(reverse("portfolio"), {"text": "nowhere"}).content.decode()


@pytest.mark.parametrize(
    ("day", "code", "note"),
    [
        (date(2027, 6, 29), "ready_with_adjusted_expectations", "until 30 June 2027"),
        (date(2027, 6, 30), "undecided", "expired 30 June 2027"),
    ],
)
def test_readiness_falls_back_on_the_day_an_acknowledgement_expires(day: date, code: str, note: str) -> None:
    found = readiness_on("ready_with_adjusted_expectations", "met", date(2027, 6, 30), day)

    assert (found.code, found.note) == (code, note)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "1 day ago"),
        (59, "59 days ago"),
        (60, "2 months ago"),
        (729, "24 months ago"),
        (730, "2 years ago"),
    ],
)
def test_age_is_said_in_words(days: int, said: str) -> None:
    assert age_in_words(TODAY - timedelta(days=days), TODAY) == said


def test_membership_of_many_projects_makes_no_row_twice(client: Client, pmo: Person) -> None:
    record = concluded("ed-chatbot-1")
    for role in (MemberRole.REVIEWER, MemberRole.APPROVER):
        Membership.objects.create(project=record.project, person=pmo, role=role)

    page = client.get(reverse("portfolio")).content.decode()

    assert page.count(f">{record.project.name}<") == 1
    assert Project.objects.count() == 1


REGISTER: list[dict[str, object]] = [
    {"kind": "credit notes", "volume_share": 15, "effort_share": 35},
    {"kind": "foreign currencies", "volume_share": 25},
]
SAMPLE = {"scope.sample": {"pilot": 500, "production": 10000}}


def with_register(register: list[dict[str, object]], answers: dict[str, object] | None = None) -> Record:
    project, lead = project_with_lead()
    return record_made(project, lead, answers=SAMPLE if answers is None else answers, scope_register=register)


def test_what_was_left_out_stands_beside_its_project_and_is_summed(client: Client) -> None:
    record = with_register(REGISTER)
    with_register([{"kind": "receipts", "volume_share": 20, "effort_share": 60}], answers={})
    concluded("ed-chatbot-1")

    page = client.get(reverse("portfolio")).content.decode()

    row = RecordRow.objects.get(record=record)
    assert (row.deferred_kinds, row.deferred_volume_of, row.deferred_effort_of) == (2, 2, 1)
    assert row.deferred_monthly == 4000
    assert "left out: 40\xa0% of volume, at least about 35\xa0% of effort" in page
    assert page.count("no register") == 1
    for said in (
        "Left out by the pilots: 3 kinds of case, in the registers of 2 projects.",
        "On average 30\xa0% of a project’s volume (of 2 projects that state it).",
        "On average at least about 47.5\xa0% of its effort (of 2 projects that state it).",
        "Together 4,000 cases a month (of 1 project that also state their month).",
    ):
        assert said in page


def test_nothing_is_invented_where_nothing_is_stated(client: Client) -> None:
    with_register([{"kind": "credit notes"}])

    page = client.get(reverse("portfolio")).content.decode()

    assert "left out: an unknown share of volume, an unknown share of effort" in page
    assert "1 kind of case, in the registers of 1 project." in page
    assert "On average" not in page
    assert "Together" not in page


def test_portfolio_without_registers_says_so(client: Client) -> None:
    concluded("ed-chatbot-1")

    assert "has a register of what its pilot left out" in client.get(reverse("portfolio")).content.decode()
