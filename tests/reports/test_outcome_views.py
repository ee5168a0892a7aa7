"""What happened beside what was predicted, in the browser; the day of go-live, and each milestone's form."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.domain.case import OutcomeRecord
from assessments.models import MemberRole, OversightRole, Person, Project
from reports import actions
from reports.models import GoLive, Outcome, Record
from tests.assessments.browsing import html, signed_in
from tests.factories import OversightFactory, PersonFactory, member

from .records import project_with_lead, record_made

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MADE = timezone.now() - timedelta(days=200)
LIVE = timezone.localdate(MADE) + timedelta(days=1)
SAID = OutcomeRecord(30, "below", "Slower than promised.", Decimal("78.5"), "%", incidents={"data": 3})
TYPED = {
    "running": "below",
    "metric_value": "78.5",
    "metric_unit": "%",
    "incidents_data": "3",
    "incidents_load": "0",
    "users": "1,240",
    "cost": "1.000,5",
    "currency": "eur",
    "note": "Slower than promised.",
    "version": "0",
}
IN_A_TEST = 3
"""Queries that only a test's transaction adds."""


@pytest.fixture
def lead_of() -> Person:
    """The lead of a project with one record of half a year ago."""
    project, lead = project_with_lead(name="Invoices")
    record_made(project, lead, at=MADE)
    return lead


@pytest.fixture
def project(lead_of: Person) -> Project:
    found: Project = Project.objects.get(memberships__person=lead_of)
    return found


@pytest.fixture
def client(lead_of: Person) -> Client:
    return signed_in(lead_of)


def page_of(project: Project) -> str:
    return reverse("what_happened", args=[project.pk])


def live_url(project: Project) -> str:
    return reverse("go_live", args=[project.pk])


def day_url(project: Project, days: int = 30) -> str:
    return reverse("outcome", args=[project.pk, days])


def live(project: Project, by: Person, day: date = LIVE) -> GoLive:
    return actions.set_go_live(project=project, day=day, seen=None, by=by, at=timezone.now())


def recorded(project: Project, by: Person, said: OutcomeRecord = SAID, seen: int = 0) -> Outcome:
    return actions.record_outcome(project=project, said=said, seen_version=seen, by=by, at=timezone.now())


def test_project_leads_to_what_happened_and_to_go_live(project: Project, client: Client) -> None:
    says = html(client.get(project.get_absolute_url()))

    assert page_of(project) in says
    assert live_url(project) in says


def test_project_without_a_record_says_nothing_of_production() -> None:
    project, lead = project_with_lead()
    client = signed_in(lead)

    assert page_of(project) not in html(client.get(project.get_absolute_url()))
    assert "Nothing was predicted yet" in html(client.get(page_of(project)))


def test_day_is_set_from_the_page(project: Project, client: Client) -> None:
    assert "Set the day of go-live" in html(client.get(page_of(project)))

    says = html(client.post(live_url(project), {"day": LIVE.isoformat()}, follow=True))

    assert "The day of go-live is set." in says
    assert "In production since" in says
    assert says.count("not recorded") == 3
    assert "What was claimed" in says


def test_day_that_is_yet_to_come_says_when_it_is_asked(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of, TODAY + timedelta(days=5))

    says = html(client.get(page_of(project)))

    assert "Goes into production on" in says
    assert says.count("not yet") == 3
    assert day_url(project) not in says


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "Give the day, such as 2026-12-15."),
        ({"day": "tomorrow"}, "Type a date as year-month-day"),
        ({"day": "2001-01-01"}, "Must not be before the first record"),
        ({"day": (TODAY + timedelta(days=400)).isoformat()}, "Must be at most a year from now."),
        ({"reason": ""}, "Must not be empty: say why the day is another."),
    ],
)
def test_day_that_cannot_be_is_said_with_what_was_typed(
    project: Project, lead_of: Person, client: Client, typed: dict[str, str], said: str
) -> None:
    live(project, lead_of)
    posted = {"day": TODAY.isoformat(), "reason": "a strike", "seen": LIVE.isoformat()} | typed

    answered = client.post(live_url(project), posted)

    assert answered.status_code == 422
    assert said in html(answered)
    assert posted["reason"] in html(answered)
    assert GoLive.objects.get().day == LIVE


def test_day_is_corrected_with_a_reason_that_everybody_reads(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)
    assert "So far it is" in html(client.get(live_url(project)))

    client.post(live_url(project), {"day": TODAY.isoformat(), "reason": "a strike", "seen": LIVE.isoformat()})

    assert "a strike" in html(client.get(page_of(project)))


def test_stale_correction_is_told_and_can_be_sent_again(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)
    posted = {"day": TODAY.isoformat(), "reason": "a strike", "seen": ""}

    clash = client.post(live_url(project), posted)
    again = client.post(live_url(project), posted | {"seen": LIVE.isoformat()})

    assert (clash.status_code, again.status_code) == (409, 302)
    assert "Somebody else changed this" in html(clash)
    assert f'value="{LIVE.isoformat()}"' in html(clash)


def test_day_that_somebody_else_took_back_can_be_set_again(project: Project, client: Client) -> None:
    clash = client.post(live_url(project), {"day": TODAY.isoformat(), "seen": LIVE.isoformat()})

    assert clash.status_code == 409


def test_no_day_without_a_record() -> None:
    project, lead = project_with_lead()

    answered = signed_in(lead).post(live_url(project), {"day": TODAY.isoformat()})

    assert answered.status_code == 422
    assert "Accept a round first." in html(answered)


def test_what_happened_stands_beside_the_prediction(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)
    form = html(client.get(day_url(project)))
    assert "What the pilot claimed, measured in production: accuracy." in form
    assert 'value="%"' in form

    says = html(client.post(day_url(project), TYPED, follow=True))

    assert "What happened is recorded." in says
    for said in (
        "78.5\xa0%",
        "95\xa0%",
        "1,240",
        "1,000.5\xa0EUR",
        "Running below expectation",
        "Correct",
    ):
        assert said in says
    assert "Slower than promised." in says
    outcome = Outcome.objects.get()
    assert (outcome.cost, outcome.users, outcome.users_incidents) == (Decimal("1000.5"), 1240, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"running": ""}, "Say how the system runs."),
        ({"metric_value": "good"}, "The result now"),
        ({"incidents_data": "-1"}, "Data quality"),
        ({"incidents_data": "1.5"}, "Type a whole number of at least 0, such as 3."),
        ({"incidents_data": "1.000,5"}, "Type a whole number of at least 0, such as 3."),
        ({"users": "99,999,999,999"}, "Type a whole number of at least 0, such as 3."),
        ({"cost": "-5"}, "What has it cost since go-live?"),
        ({"cost": ""}, "Type what it cost, or leave the currency empty."),
        ({"currency": ""}, "Type in which currency, such as EUR."),
        ({"currency": "euros"}, "Type the currency’s three letters, such as EUR."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    project: Project, lead_of: Person, client: Client, typed: dict[str, str], said: str
) -> None:
    live(project, lead_of)

    answered = client.post(day_url(project), TYPED | typed)

    assert answered.status_code == 422
    assert said in html(answered)
    kept = {**TYPED, **typed}
    assert all(kept[name] in html(answered) for name in ("metric_value", "users", "cost", "note", "currency"))
    assert not Outcome.objects.exists()


def test_unit_alone_is_nothing_said(project: Project, lead_of: Person, client: Client) -> None:
    live(project, lead_of)

    client.post(day_url(project), {"running": "as_expected", "metric_unit": "%", "version": "0"})

    outcome = Outcome.objects.get()
    assert (outcome.metric_unit, outcome.metric_value) == ("", None)
    assert "not known" in html(client.get(page_of(project)))


def test_correction_starts_from_what_stands(project: Project, lead_of: Person, client: Client) -> None:
    live(project, lead_of)
    recorded(project, lead_of)
    form = html(client.get(day_url(project)))
    assert "Save the correction" in form
    assert "Slower than promised." in form

    client.post(day_url(project), TYPED | {"running": "rolled_back", "version": "1"})

    assert Outcome.objects.get().running == "rolled_back"


def test_stale_record_shows_both_and_can_be_saved_over(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)
    recorded(project, lead_of)

    clash = client.post(day_url(project), TYPED | {"note": "mine"})
    again = client.post(day_url(project), TYPED | {"note": "mine", "version": "1"})
    gone = client.post(day_url(project, 90), TYPED | {"version": "4"})

    assert (clash.status_code, again.status_code, gone.status_code) == (409, 302, 409)
    for said in ("What is saved now", "Slower than promised.", "mine", "Incidents, Data quality: 3"):
        assert said in html(clash)
    assert Outcome.objects.get().note == "mine"


def test_milestone_that_is_none_or_has_not_come(project: Project, lead_of: Person, client: Client) -> None:
    assert client.get(day_url(project), follow=True).redirect_chain == [(page_of(project), 302)]
    live(project, lead_of, TODAY)

    early = client.post(day_url(project), TYPED)

    assert client.get(day_url(project, 31)).status_code == 404
    assert early.status_code == 422
    assert "record then what is measured" in html(early)


def test_action_s_refusals_stand_beside_their_fields(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)

    for name, much in (("metric_value", "1" * 40), ("users", "9" * 30), ("incidents_data", "9" * 12)):
        answered = client.post(day_url(project), TYPED | {name: much})
        assert answered.status_code == 422
        assert much in html(answered)


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (MemberRole.RESPONDENT, 200),
        (MemberRole.SECOND_RESPONDENT, 403),
        (MemberRole.REVIEWER, 200),
        (MemberRole.APPROVER, 200),
        (OversightRole.PMO, 200),
        (OversightRole.LEADERSHIP, 200),
        (OversightRole.ADMINISTRATOR, 404),
        (None, 404),
    ],
)
def test_others_read_and_do_not_record(
    project: Project, lead_of: Person, role: MemberRole | OversightRole | None, reads: int
) -> None:
    live(project, lead_of)
    recorded(project, lead_of)
    if isinstance(role, MemberRole):
        person = member(project, role)
    else:
        person = OversightFactory(role=role).person if role else PersonFactory()
    client = signed_in(person)

    page = client.get(page_of(project))
    refused = 404 if reads == 404 else 403

    assert page.status_code == reads
    assert day_url(project) not in html(page)
    for url in (live_url(project), day_url(project)):
        assert client.get(url).status_code == refused
        assert client.post(url, TYPED).status_code == refused


def test_case_file_tells_what_happened_and_the_record_does_not(
    project: Project, lead_of: Person, client: Client
) -> None:
    live(project, lead_of)
    record = Record.objects.get()
    url = reverse("case_file", args=[record.assessment_id])
    before = json.loads(client.get(url).content)
    recorded(project, lead_of)

    after = json.loads(client.get(url).content)

    outcome = {
        "days": 30,
        "state": "below",
        "text": SAID.text,
        "value": 78.5,
        "unit": "%",
        "incidents": {"data": 3},
    }
    assert after == before | {"outcomes": [outcome]}
    assert Record.objects.get().content == record.content


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_much_is_recorded(
    project: Project,
    lead_of: Person,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    live(project, lead_of)
    for days in (30, 90, 180)[:count]:
        recorded(project, lead_of, OutcomeRecord(days, "as_expected"))
    client.get(page_of(project))

    with django_assert_num_queries(8 + IN_A_TEST):
        client.get(page_of(project))
