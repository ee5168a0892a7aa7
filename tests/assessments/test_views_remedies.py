"""Fix or acknowledge: the two honest moves in the browser."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import actions, queries
from assessments.domain.case import Action, Choice, Fix, Pair, Progress, Quantity
from assessments.models import Action as StoredAction
from assessments.models import Assessment, Person, Remedy, RemedyKind
from tests.factories import NOW, member

from .browsing import signed_in
from .steps import NOBODY_KNOWS, accept, answer, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db

FIX = {
    "move": "fix",
    "action-0-what": "re-run on a random sample",
    "action-0-owner": "Lea Lead",
    "action-0-due": "2030-12-15",
    "action-0-shown_by": "accuracy on the sample",
}


@pytest.fixture
def judged(assessment: Assessment, lead: Person) -> Assessment:
    """A submitted round whose data section is unmatched and whose other sections are blank."""
    answer(assessment, lead, {"data.selection": level(0), "data.cleaning": level(0)})
    submit(assessment, lead)
    return assessment


def remedy_url(assessment: Assessment, section: str = "data") -> str:
    return reverse("remedy", args=[assessment.pk, section])


def approve_url(assessment: Assessment) -> str:
    return reverse("acknowledgement_approve", args=[assessment.pk, "data"])


def acknowledgement(approver: Person) -> dict[str, str]:
    return {
        "move": "acknowledge",
        "expectation": "first fixes take three days",
        "adjusted_value": "80",
        "adjusted_unit": "%",
        "approver": str(approver.pk),
        "effect": "two more people at the desk",
        "expires_on": (timezone.localdate() + timedelta(days=300)).isoformat(),
    }


def asked(assessment: Assessment, by: Person, approver: Person) -> Remedy:
    return actions.ask_acknowledgement(
        assessment=assessment,
        section="data",
        expectation="expect less",
        adjusted=Quantity(Decimal(80), "%"),
        approver=approver,
        expires_on=timezone.localdate() + timedelta(days=300),
        by=by,
        at=NOW,
    )


def test_page_says_what_was_found_and_offers_both_moves(judged: Assessment, lead: Person) -> None:
    html = signed_in(lead).get(remedy_url(judged)).content.decode()

    assert "Unmatched" in html
    assert "What was done to the records before the system saw them?" in html
    assert 'value="fix"' in html
    assert 'value="acknowledge"' in html


def test_fix_is_recorded_with_its_actions(judged: Assessment, lead: Person, approver: Person) -> None:
    second = {"what": "retrain", "person": str(approver.pk), "due": "2031-01-01", "shown_by": "a test"}
    typed = {f"action-1-{name}": value for name, value in second.items()}

    page = signed_in(lead).post(remedy_url(judged), FIX | typed | {"action-2-what": ""})

    remedy = judged.remedies.get()
    assert [action.owner_person for action in remedy.actions.all()] == [None, approver]
    assert page["Location"] == reverse("verdict", args=[judged.pk])
    assert remedy.kind == RemedyKind.FIX
    assert [action.what for action in remedy.actions.all()] == ["re-run on a random sample", "retrain"]


def test_stored_fix_is_shown_and_can_be_changed(judged: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    client.post(remedy_url(judged), FIX)

    html = client.get(remedy_url(judged)).content.decode()

    assert "To be fixed before deployment" in html
    assert "15 December 2030" in html
    assert 'name="action-1-what"' in html
    assert 'value="fix" checked' in html


@pytest.mark.parametrize(
    ("changed", "anchor"),
    [
        ({"action-0-what": ""}, "id_action-0-what"),
        ({"action-0-owner": ""}, "id_action-0-owner"),
        ({"action-0-due": ""}, "id_action-0-due"),
        ({"action-0-due": "soon"}, "id_action-0-due"),
        ({"action-0-due": "2020-01-01"}, "id_action-0-due"),
        ({"action-0-shown_by": " "}, "id_action-0-shown_by"),
        ({"action-0-person": "nobody"}, "id_action-0-person"),
        (dict.fromkeys(FIX, "") | {"move": "fix"}, "id_action-0-what"),
    ],
)
def test_unfinished_fix_is_told_at_its_field(
    judged: Assessment, lead: Person, changed: dict[str, str], anchor: str
) -> None:
    page = signed_in(lead).post(remedy_url(judged), FIX | changed)

    assert page.status_code == 422
    assert f'<a href="#{anchor}">' in page.content.decode()
    assert not judged.remedies.exists()


def test_one_action_more_keeps_what_was_typed(judged: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(remedy_url(judged), FIX | {"action-0-due": "soon", "add": "action"})

    html = page.content.decode()
    assert page.status_code == 200
    assert "re-run on a random sample" in html
    assert 'name="action-1-what"' in html
    assert "There is a problem" not in html


def test_fifty_actions_are_the_most(judged: Assessment, lead: Person) -> None:
    rows = {f"action-{row}-what": f"piece {row}" for row in range(50)}

    html = signed_in(lead).post(remedy_url(judged), {"move": "fix", "add": "action"} | rows).content.decode()

    assert 'name="action-49-what"' in html
    assert 'name="action-50-what"' not in html
    assert "Add an action" not in html


def test_stored_fix_is_shown_whole_with_what_is_done(judged: Assessment, lead: Person) -> None:
    pieces = [
        Action(
            f"piece {place}",
            "Omar",
            date(2030, 1, 1),
            status=Progress.DONE if place == 6 else Progress.OPEN,
            shown_by="a count",
        )
        for place in range(7)
    ]
    actions.choose_fix(assessment=judged, section="data", actions=pieces, by=lead, at=NOW)
    page = signed_in(lead).get(remedy_url(judged))

    html = page.content.decode()
    posted = {
        f"action-{place}-{name}": value
        for place, row in enumerate(page.context["page"].fix.rows)
        for name, value in row.initial.items()
        if value
    }
    signed_in(lead).post(remedy_url(judged), {"move": "fix", **posted})

    assert html.count("Done; counts once the next round’s answers show it.") == 1
    assert queries.case_of(judged).remedies == {"data": Fix(tuple(pieces))}


def test_day_that_stands_may_have_passed(judged: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    client.post(remedy_url(judged), FIX)
    StoredAction.objects.update(due_on=date(2020, 1, 1), shown_by="")

    past = {"action-0-due": "2020-01-01", "action-0-shown_by": ""}
    assert client.post(remedy_url(judged), FIX | past).status_code == 302
    assert client.post(remedy_url(judged), FIX | past | {"action-0-due": "2020-01-02"}).status_code == 422


def test_no_move_chosen_is_told(judged: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(remedy_url(judged), {})

    assert page.status_code == 422
    assert "Choose one of the two moves." in page.content.decode()


def test_acknowledgement_waits_for_its_approver(judged: Assessment, lead: Person, approver: Person) -> None:
    page = signed_in(lead).post(remedy_url(judged), acknowledgement(approver))

    remedy = judged.remedies.get()
    assert page.status_code == 302
    assert (remedy.approver, remedy.asked_by, remedy.approved_at) == (approver, lead, None)
    html = signed_in(approver).get(remedy_url(judged)).content.decode()
    assert "Approve this acknowledgement" in html
    assert "80\N{NO-BREAK SPACE}%" in html
    assert "Approve this acknowledgement" not in signed_in(lead).get(remedy_url(judged)).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"expectation": ""}, "expectation"),
        ({"adjusted_value": "less"}, "adjusted_value"),
        ({"adjusted_unit": ""}, "adjusted_unit"),
        ({"approver": ""}, "approver"),
        ({"expires_on": ""}, "expires_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2099-01-01"}, "expires_on"),
        ({"adjusted_to": "70"}, "adjusted_to"),
        ({"effect": ""}, "effect"),
    ],
)
def test_unfinished_acknowledgement_is_told_at_its_field(
    judged: Assessment, lead: Person, approver: Person, changed: dict[str, str], field: str
) -> None:
    page = signed_in(lead).post(remedy_url(judged), acknowledgement(approver) | changed)

    assert page.status_code == 422
    assert f'<a href="#id_{field}">' in page.content.decode()


@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_approver_is_one_of_the_project_and_not_oneself(
    judged: Assessment, lead: Person, reviewer: Person, who: str
) -> None:
    chosen = {"lead": lead, "reviewer": reviewer}[who]

    page = signed_in(lead).post(remedy_url(judged), acknowledgement(chosen))

    assert page.status_code == 422
    assert not judged.remedies.exists()


def test_unknown_finding_with_a_blank_critical_question_cannot_be_acknowledged(
    judged: Assessment, lead: Person, approver: Person
) -> None:
    client = signed_in(lead)
    html = client.get(remedy_url(judged, "users")).content.decode()
    assert "A critical question here has no answer at all." in html
    assert 'value="acknowledge" disabled' in html

    page = client.post(remedy_url(judged, "users"), acknowledgement(approver))

    assert page.status_code == 422
    assert "critical questions first" in page.content.decode()


def test_matched_section_needs_no_move(assessment: Assessment, lead: Person) -> None:
    for question in queries.questionnaire_of(assessment).by_section["users"].questions:
        said: Any = measured(Choice(4)) if question.levels else NOBODY_KNOWS
        save(assessment, lead, said, question.key)
    save(assessment, lead, measured(Pair(Decimal(9), Decimal(9))), "users.count", seen=1)
    submit(assessment, lead)

    html = signed_in(lead).get(remedy_url(assessment, "users")).content.decode()

    assert "Nothing has to be done." in html
    assert 'name="move"' not in html


def test_reader_sees_the_move_but_no_form(judged: Assessment, lead: Person, reviewer: Person) -> None:
    signed_in(lead).post(remedy_url(judged), FIX)

    html = signed_in(reviewer).get(remedy_url(judged)).content.decode()

    assert "re-run on a random sample" in html
    assert 'name="move"' not in html


def test_reader_may_not_record_a_move(judged: Assessment, reviewer: Person) -> None:
    assert signed_in(reviewer).post(remedy_url(judged), FIX).status_code == 403
    assert not judged.remedies.exists()


def test_move_after_the_conclusion_is_refused_and_stays(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)

    page = signed_in(lead).post(remedy_url(assessment), FIX)

    assert page.status_code == 422
    assert "re-run on a random sample" in page.content.decode()


@pytest.mark.parametrize("section", ["data", "weather"])
def test_page_is_not_found_before_the_verdict_or_without_the_section(
    assessment: Assessment, lead: Person, section: str
) -> None:
    assert signed_in(lead).get(remedy_url(assessment, section)).status_code == 404


def test_named_approver_approves(judged: Assessment, lead: Person, approver: Person) -> None:
    read = asked(judged, lead, approver)

    page = signed_in(approver).post(approve_url(judged), {"remedy": read.pk})

    assert page["Location"] == reverse("verdict", args=[judged.pk])
    assert judged.remedies.get().approved_at
    shown = signed_in(lead).get(remedy_url(judged)).content.decode()
    assert f"approved on {timezone.localdate().day} " in shown
    assert 'value="80"' in shown


@pytest.mark.parametrize("posted", [{}, {"remedy": "nonsense"}, None])
def test_what_was_changed_meanwhile_is_to_be_read_again(
    judged: Assessment, lead: Person, approver: Person, posted: dict[str, str] | None
) -> None:
    read = asked(judged, lead, approver)
    client = signed_in(approver)
    assert f'name="remedy" value="{read.pk}"' in client.get(remedy_url(judged)).content.decode()
    asked(judged, lead, approver)

    given = {"remedy": str(read.pk)} if posted is None else posted
    page = client.post(approve_url(judged), given, follow=True)

    assert page.redirect_chain == [(remedy_url(judged), 302)]
    assert "was changed meanwhile: read it again" in page.content.decode()
    assert judged.remedies.get().waits_for_approval


def test_returned_round_leads_to_what_was_submitted(
    judged: Assessment, lead: Person, approver: Person
) -> None:
    asked(judged, lead, approver)
    reopen(judged, lead)
    client = signed_in(lead)

    for page in (client.get(remedy_url(judged)), client.post(remedy_url(judged), FIX)):
        assert page["Location"] == reverse("verdict", args=[judged.pk])
    page = signed_in(approver).post(approve_url(judged), follow=True)

    assert "nobody can approve an acknowledgement now" in page.content.decode()
    assert judged.remedies.get().waits_for_approval


def test_approval_of_nothing_says_so(judged: Assessment, approver: Person) -> None:
    page = signed_in(approver).post(approve_url(judged), follow=True)

    assert "No acknowledgement waits for approval" in page.content.decode()


def test_somebody_else_may_not_approve(judged: Assessment, lead: Person, approver: Person) -> None:
    read = asked(judged, lead, approver)

    page = signed_in(member(judged.project)).post(approve_url(judged), {"remedy": read.pk}, follow=True)

    assert "Only the named approver can approve" in page.content.decode()
    assert not judged.remedies.get().approved_at


def test_reviewer_may_not_approve(judged: Assessment, reviewer: Person) -> None:
    assert signed_in(reviewer).post(approve_url(judged)).status_code == 403


def test_approval_is_never_given_by_looking(judged: Assessment, approver: Person) -> None:
    assert signed_in(approver).get(approve_url(judged)).status_code == 405
