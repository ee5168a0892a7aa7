"""Whoever was named and cannot sign any more is replaced by who may accept the round."""

from typing import Any

import pytest
from django.utils import timezone

from assessments.actions import NotAllowed, renew_work
from assessments.models import Person, WorkItem
from reports.actions import CannotSign, InvalidDelegation, replace_signatory
from reports.models import Report
from reports.queries import places_of
from tests.assessments.browsing import html, signed_in

from .posting import decided, refusal, url

pytestmark = pytest.mark.django_db

REASON = "Cy moved to another unit."


def replaced(report: Report, people: dict[str, Person], **other: Any) -> None:
    told: dict[str, Any] = {"place": 2, "to": people["deputy"], "by": people["reviewer"]}
    replace_signatory(report=report, at=timezone.now(), reason=REASON, **told | other)


def leave(person: Person, report: Report) -> None:
    """What `remove_member` does to who is named."""
    person.memberships.all().delete()
    renew_work(project=report.project, at=timezone.now())


def test_reviewer_names_who_countersigns_instead(report: Report, people: dict[str, Person]) -> None:
    decided(report, people["decides"])
    leave(people["signs"], report)
    client = signed_in(people["reviewer"])
    asked = WorkItem.objects.get(kind="sign", done_at=None)

    shown = html(client.get(url(report, "report")))
    form = html(client.get(asked.address))
    answer = client.post(asked.address, {"to": people["deputy"].pk, "reason": REASON}, follow=True)

    assert asked.person == people["reviewer"]
    assert "Cy Signs cannot sign any more" in asked.text
    assert "Cannot sign any more" in shown
    assert asked.address in shown
    assert "Cy Signs was named to sign and cannot any more." in form
    assert "Dee Deputy signs now." in html(answer)
    assert "in place of Cy Signs" in html(answer)
    assert f"Handed on by {people['reviewer']}: {REASON}" in html(answer)
    assert WorkItem.objects.get(kind="sign", done_at=None).person == people["deputy"]
    assert "Read, decide and sign" not in html(signed_in(people["deputy"]).get(url(report)))


def test_decision_maker_who_was_deactivated_is_replaced(report: Report, people: dict[str, Person]) -> None:
    Person.objects.filter(pk=people["decides"].pk).update(is_active=False)

    replaced(report, people, place=1)

    first, second = places_of(report)
    assert (str(first.signatory.signer), first.turn, first.able) == ("Dee Deputy", True, True)
    assert not second.turn


def test_who_can_sign_is_not_replaced(report: Report, people: dict[str, Person]) -> None:
    page = url(report, "signatory_replace", 2)

    answer = signed_in(people["reviewer"]).get(page, follow=True)

    assert "Cy Signs can sign, or hand it on." in html(answer)
    assert page not in html(answer)
    with pytest.raises(CannotSign, match="can sign"):
        replaced(report, people)


def test_who_has_signed_is_not_replaced(report: Report, people: dict[str, Person]) -> None:
    decided(report, people["decides"])
    leave(people["decides"], report)

    with pytest.raises(CannotSign, match="has signed"):
        replaced(report, people, place=1)


def test_declined_report_needs_nobody_else(report: Report, people: dict[str, Person]) -> None:
    signed_in(people["decides"]).post(url(report), refusal(report))
    leave(people["signs"], report)

    with pytest.raises(CannotSign, match="need not sign"):
        replaced(report, people)


def test_place_that_was_handed_on_is_not_named_again(report: Report, people: dict[str, Person]) -> None:
    leave(people["signs"], report)
    replaced(report, people)
    leave(people["deputy"], report)

    with pytest.raises(CannotSign, match="handed on once already"):
        replaced(report, people, to=people["signs"])
    assert not WorkItem.objects.filter(kind="sign", done_at=None, person=people["reviewer"]).exists()
    assert "Name who signs instead" not in html(signed_in(people["reviewer"]).get(url(report, "report")))


@pytest.mark.parametrize("who", ["lead", "pmo", "decides", "respondent"])
def test_nobody_else_names_who_signs(report: Report, people: dict[str, Person], who: str) -> None:
    leave(people["signs"], report)
    client = signed_in(people[who])

    assert client.get(url(report, "signatory_replace", 2)).status_code == 403
    assert "Name who signs instead" not in html(client.get(url(report, "report")))
    with pytest.raises(NotAllowed):
        replaced(report, people, by=people[who])


def test_naming_says_what_is_missing(report: Report, people: dict[str, Person]) -> None:
    leave(people["signs"], report)
    client, page = signed_in(people["reviewer"]), url(report, "signatory_replace", 2)

    for wrong, said in (
        ({"to": "", "reason": REASON}, "Choose who is to sign."),
        ({"to": people["decides"].pk, "reason": REASON}, "Select a valid choice"),
        ({"to": people["deputy"].pk, "reason": ""}, "Say why somebody else signs."),
    ):
        answer = client.post(page, wrong)
        assert answer.status_code == 422
        assert said in html(answer)
    with pytest.raises(InvalidDelegation):
        replaced(report, people, to=people["lead"])


def test_nobody_left_to_name_is_said(report: Report, people: dict[str, Person]) -> None:
    leave(people["signs"], report)
    leave(people["deputy"], report)

    shown = html(signed_in(people["reviewer"]).get(url(report, "signatory_replace", 2)))

    assert "There is nobody who could" in shown
    assert "Let them sign" not in shown


def test_place_that_there_is_not_is_not_found(report: Report, people: dict[str, Person]) -> None:
    assert signed_in(people["reviewer"]).get(url(report, "signatory_replace", 9)).status_code == 404
