"""Loading the demo: once, whole, for trials only."""

from collections import Counter
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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
from reports.demo import ACCOUNTS, PASSWORD
from reports.models import Record, RecordRow, Report, Signatory
from reports.portfolio import readiness_on
from reports.queries import decisions_open
from tests.reports.records import sealed

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_demo_comes_in_whole() -> None:
    said = load()

    assert "Loaded 20 projects with 25 rounds, 23 of them concluded." in said
    assert Project.objects.exclude(source="").count() >= 10
    assert Initiative.objects.count() >= 3
    assert Record.objects.filter(round=2).count() >= 2
    assert Counter(Assessment.objects.values_list("state", flat=True)) == {
        State.ACCEPTED: 23, State.SUBMITTED: 1, State.DRAFT: 1,
    }  # fmt: skip
    assert Record.objects.count() == 23
    assert RecordRow.objects.filter(is_latest=True).count() == 18


def test_every_concluded_round_awaits_its_report() -> None:
    load()

    assert Record.objects.filter(reports__state=Report.State.REQUESTED).distinct().count() == 23
    assert Report.objects.values("requested_by").distinct().count() == 3


def test_one_report_waits_for_the_approver_to_decide() -> None:
    load()

    signatory = Signatory.objects.get()
    Report.objects.filter(record=signatory.record).delete()
    report = sealed(signatory.record, signatory.record.concluded_by)
    renew_work(project=report.project, at=timezone.now())

    item = WorkItem.objects.get(kind="sign")
    assert (item.person.email, item.text) == ("approver@example.org", "Read the readiness report and decide")
    assert [offer.decision for offer in decisions_open(report.record, timezone.localdate())]


def test_team_of_the_open_round_talks_and_asks() -> None:
    load()

    assert {thread.is_open for thread in Thread.objects.all()} == {True, False}
    assert Assignment.objects.filter(done_at=None, ended_at=None).count() == 2
    assert WorkItem.objects.filter(kind="assigned", done_at=None).count() == 2


def test_loading_twice_changes_nothing() -> None:
    load()
    before = Project.objects.count(), Record.objects.count(), Person.objects.count()

    assert "already there" in load()
    assert (Project.objects.count(), Record.objects.count(), Person.objects.count()) == before


def test_every_readiness_can_be_seen_today() -> None:
    load()

    today = timezone.localdate()
    found = {
        record: readiness_on(record.readiness, record.result, record.ready_until, today).code
        for record in Record.objects.all()
    }
    assert set(found.values()) == {"ready", "ready_with_adjusted_expectations", "fix_first", "undecided"}
    letters = Record.objects.get(project__name="Warranty letters (illustrative)")
    assert (letters.readiness, found[letters]) == ("ready_with_adjusted_expectations", "undecided")


def test_rounds_lie_in_the_past_in_their_order() -> None:
    load()

    for record in Record.objects.select_related("assessment"):
        assessment = record.assessment
        assert assessment.submitted_at is not None
        assert assessment.started_at < assessment.submitted_at < record.concluded_at < timezone.now()
    assert all(
        earlier.concluded_at < later.assessment.started_at + timedelta(seconds=1)
        for later in Record.objects.filter(round=2).select_related("assessment")
        for earlier in Record.objects.filter(project=later.project_id, round=1)
    )


def test_accounts_are_printed() -> None:
    said = load("--accounts")

    assert PASSWORD in said
    assert all(account.email in said for account in ACCOUNTS)
    assert not Person.objects.exists()


@pytest.mark.parametrize("argument", [(), ("--accounts",)])
def test_outside_a_trial_it_refuses(settings: Any, argument: tuple[str, ...]) -> None:
    settings.TRIAL = False

    with pytest.raises(CommandError, match="for trials only"):
        load(*argument)
    assert not Person.objects.exists()


def test_leadership_can_sign_in_and_open_every_page_of_the_demo() -> None:
    load()
    client = Client()
    assert client.login(username="leadership@example.org", password=PASSWORD)

    page = client.get(reverse("portfolio")).content.decode()

    assert "Automated order taking" in page
    for record in Record.objects.all():
        assert client.get(reverse("verdict", args=[record.assessment_id])).status_code == 200
