"""Where an acknowledgement of a record is extended, and where it is said that it has ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.models import Extension, MemberRole, Person
from assessments.queries import need_renewal
from assessments.views import rows as project_rows
from reports.models import Record
from tests.assessments.browsing import signed_in
from tests.factories import NOW, PersonFactory, member
from tests.reports.extended import LONGER, TODAY, people, record, system
from tests.reports.records import record_made

pytestmark = pytest.mark.django_db
__all__ = ["people", "record", "system"]


def page_of(record: Record, section: str = "users", name: str = "extension") -> str:
    return reverse(name, args=[record.assessment_id, section])


def posted(people: dict[str, Person], **changed: str) -> dict[str, str]:
    given = {
        "expires_on": LONGER.isoformat(),
        "why": "the second quarter showed the same",
        "approver": str(people["approver"].pk),
    }
    return given | changed


def test_lead_asks_and_approver_approves_in_the_browser(record: Record, people: dict[str, Person]) -> None:
    lead, approver = signed_in(people["lead"]), signed_in(people["approver"])
    assert lead.post(page_of(record), posted(people, why="")).status_code == 422
    assert lead.post(page_of(record), posted(people))["Location"] == page_of(record)

    html = approver.get(page_of(record)).content.decode()
    assert "Approve this extension" in html
    assert "Approve this extension" not in lead.get(page_of(record)).content.decode()
    assert "70-80\N{NO-BREAK SPACE}%" in html
    extension = Extension.objects.get()
    url = page_of(record, name="extension_approve")
    assert approver.post(url, {"extension": "nonsense"})["Location"] == page_of(record)
    answered = approver.post(url, {"extension": extension.pk}, follow=True)
    assert "The acknowledgement is extended." in answered.content.decode()
    again = approver.post(url, {"extension": extension.pk}, follow=True)
    assert "No extension waits for approval" in again.content.decode()
    assert "approved by Ada Approver on" in lead.get(page_of(record)).content.decode()


def test_page_shows_what_ended_and_what_was_replaced(
    record: Record, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=61))
    client = signed_in(people["lead"])

    assert "It has ended, and needs renewal" in client.get(page_of(record)).content.decode()
    verdict = client.get(reverse("verdict", args=[record.assessment_id])).content.decode()
    assert "Needs renewal: an acknowledgement expired on" in verdict
    assert "Needs renewal: extend it" in verdict
    project = client.get(record.project.get_absolute_url()).content.decode()
    assert "Needs renewal: an acknowledgement has ended" in project
    record_made(record.project, people["lead"], at=NOW + timedelta(days=61))
    html = client.get(page_of(record)).content.decode()
    assert "here nothing is extended any more" in html
    assert "Ask for the extension" not in html
    assert need_renewal([record.assessment_id], TODAY) == set()
    assert project_rows.round_rows([]) == []


def test_pages_are_for_those_concerned(record: Record, people: dict[str, Person]) -> None:
    reviewer = member(record.project, MemberRole.REVIEWER)

    assert signed_in(reviewer).get(page_of(record)).status_code == 200
    assert signed_in(reviewer).post(page_of(record), posted(people)).status_code == 403
    assert signed_in(reviewer).post(page_of(record, name="extension_approve")).status_code == 403
    assert signed_in(people["lead"]).get(page_of(record, "data")).status_code == 404
    assert signed_in(PersonFactory()).get(page_of(record)).status_code == 404
