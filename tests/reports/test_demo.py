"""The demo, loaded once for all that is tried of it: what it holds, and what waits in it for everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.acting import SYSTEM, acting_as
from assessments.actions import renew_work
from assessments.models import (
    Assessment,
    Assignment,
    Initiative,
    Person,
    Project,
    State,
    Thread,
    WorkItem,
)
from reports.demo import PASSWORD
from reports.models import Outcome, Record, RecordRow, Report, Signatory
from reports.portfolio import readiness_on
from reports.queries import decisions_open
from tests.reports.records import sealed

pytestmark = pytest.mark.usefixtures("demo")


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:  # noqa: ARG001
    """What loading it said, in a transaction that ends with the module: no test asks for a database."""
    with django_db_blocker.unblock(), acting_as(SYSTEM):
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(said: str) -> Iterator[None]:  # noqa: ARG001 - it is loaded
    """The demo, as it was loaded."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_demo_comes_in_whole(said: str) -> None:
    assert "Loaded 20 projects with 25 rounds, 23 of them concluded." in said
    assert Project.objects.exclude(source="").count() >= 10
    assert Initiative.objects.count() >= 3
    assert Record.objects.filter(round=2).count() >= 2
    assert Counter(Assessment.objects.values_list("state", flat=True)) == {
        State.ACCEPTED: 23, State.IN_REVIEW: 1, State.DRAFT: 1,
    }  # fmt: skip
    assert Record.objects.count() == 23
    assert RecordRow.objects.filter(is_latest=True).count() == 18


def test_every_concluded_round_awaits_its_report() -> None:
    assert Record.objects.filter(reports__state=Report.State.REQUESTED).distinct().count() == 23
    assert Report.objects.values("requested_by").distinct().count() == 3


def test_team_of_the_open_round_talks_and_asks() -> None:
    assert {thread.is_open for thread in Thread.objects.all()} == {True, False}
    assert Assignment.objects.filter(done_at=None, ended_at=None).count() == 2
    assert WorkItem.objects.filter(kind="assigned", done_at=None).count() == 2


def test_loading_twice_changes_nothing() -> None:
    before = Project.objects.count(), Record.objects.count(), Person.objects.count()

    assert "already there" in load()
    assert (Project.objects.count(), Record.objects.count(), Person.objects.count()) == before


def test_every_readiness_can_be_seen_today() -> None:
    today = timezone.localdate()
    found = {
        record: readiness_on(record.readiness, record.result, record.ready_until, today).code
        for record in Record.objects.all()
    }
    assert set(found.values()) == {"ready", "ready_with_adjusted_expectations", "fix_first", "undecided"}
    letters = Record.objects.get(project__name="Warranty letters (illustrative)")
    assert (letters.readiness, found[letters]) == ("ready_with_adjusted_expectations", "undecided")


def test_rounds_lie_in_the_past_in_their_order() -> None:
    for record in Record.objects.select_related("assessment"):
        assessment = record.assessment
        assert assessment.submitted_at is not None
        assert assessment.started_at < assessment.submitted_at < record.concluded_at < timezone.now()
    assert all(
        earlier.concluded_at < later.assessment.started_at + timedelta(seconds=1)
        for later in Record.objects.filter(round=2).select_related("assessment")
        for earlier in Record.objects.filter(project=later.project_id, round=1)
    )


def test_leadership_can_sign_in_and_open_every_page_of_the_demo() -> None:
    client = Client()
    assert client.login(username="leadership@example.org", password=PASSWORD)

    page = client.get(reverse("portfolio")).content.decode()

    assert "Automated order taking" in page
    for record in Record.objects.all():
        assert client.get(reverse("verdict", args=[record.assessment_id])).status_code == 200


def test_everybody_can_open_all_that_waits_for_them() -> None:
    items = WorkItem.objects.filter(done_at__isnull=True).select_related("person")
    browsers = {person: Client() for person in {item.person for item in items}}
    for person, browser in browsers.items():
        browser.force_login(person)

    opened = {(item.person, item.address) for item in items}

    assert {browsers[person].get(address).status_code for person, address in opened} == {200}
    waiting = Counter((item.person.name, item.kind) for item in items)
    assert waiting["Lea Lindqvist", "answer"] == waiting["Ruben Ramos", "answer"] == 1
    assert waiting["Lea Lindqvist", "decide"] == 1
    assert waiting["Rika Reuter", "settle"] == 3
    assert waiting["Rika Reuter", "review"] == 1
    assert waiting["Lea Lindqvist", "challenge"] == waiting["Petra Pham", "challenge"] == 1
    assert waiting["Ada Appiah", "expiry"] == 5
    assert waiting["Lea Lindqvist", "outcome"] == 1
    before = list(items.order_by("pk").values())
    call_command("renew_work", verbosity=0)
    assert list(items.order_by("pk").values()) == before


def test_demo_shows_what_was_left_out_and_what_happened() -> None:
    assert RecordRow.objects.get(is_latest=True, deferred_kinds=4).deferred_effort == 40
    assert set(Outcome.objects.values_list("days", "running")) == {(30, "below"), (90, "rolled_back")}


def test_one_report_waits_for_the_approver_to_decide() -> None:
    signatory = Signatory.objects.get()
    Report.objects.filter(record=signatory.record).delete()
    report = sealed(signatory.record, signatory.record.concluded_by)
    renew_work(project=report.project, at=timezone.now())

    item = WorkItem.objects.get(kind="sign")
    assert (item.person.email, item.text) == ("approver@example.org", "Read the readiness report and decide")
    assert [offer.decision for offer in decisions_open(report.record, timezone.localdate())]
