"""The register of what the pilot left out, in the browser."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments import actions, queries
from assessments.domain.case import DeferredCase
from assessments.models import Assessment, MemberRole, Membership, Oversight, Person
from assessments.models import DeferredCase as Row
from tests.factories import NOW, OversightFactory, PersonFactory

from .browsing import html, section_url, signed_in
from .sheets import downloaded
from .steps import joined, submit

pytestmark = pytest.mark.django_db

CREDIT = DeferredCase("credit notes", Decimal(15), Decimal(35), "by hand")
TYPED = {
    "kind": "foreign currencies",
    "volume_share": "25 %",
    "effort_share": "40,5",
    "plan": "",
    "due": "2035-01-31",
}
IN_A_TEST = 3
"""Queries that only a test's transaction adds."""


def register_url(assessment: Assessment) -> str:
    return reverse("scope_register", args=[assessment.pk])


def row_url(row: Row, name: str = "deferred_case") -> str:
    return reverse(name, args=[row.assessment_id, row.pk])


def defer(assessment: Assessment, by: Person, entry: DeferredCase = CREDIT) -> Row:
    return actions.defer_case(assessment=assessment, deferred=entry, by=by, at=NOW)


def test_empty_register_says_what_to_do(assessment: Assessment, lead_client: Client) -> None:
    says = html(lead_client.get(register_url(assessment)))

    assert "Nothing is registered" in says
    assert "Add each kind of case that the pilot left out" in says
    assert "has seen about a fifth of the work" in says


def test_kind_of_case_is_added_with_its_sums(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    defer(assessment, lead)

    answered = lead_client.post(register_url(assessment), TYPED, follow=True)

    assert answered.redirect_chain == [(register_url(assessment), 302)]
    assert "It stands in the register." in html(answered)
    assert "2 kinds of case are deferred: 40\xa0% of volume, about 75.5\xa0% of effort." in html(answered)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Name the kind of case that was left out."),
        ({"volume_share": "120"}, "A share lies between 0 and 100 %."),
        ({"volume_share": "1.000,5"}, "A share lies between 0 and 100 %."),
        ({"volume_share": "-5"}, "Share of all cases, in %"),
        ({"effort_share": "much"}, "Estimated share of all effort, in %"),
        ({"due": "31 January"}, "Type a date as year-month-day"),
        ({"due": "2020-01-31"}, "Must be after today."),
        (
            {"volume_share": "86", "effort_share": ""},
            "Together these kinds of case would be 101\xa0% of volume",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    assessment: Assessment, lead: Person, lead_client: Client, typed: dict[str, str], said: str
) -> None:
    defer(assessment, lead, DeferredCase("receipts", Decimal(15)))
    other = defer(assessment, lead, DeferredCase("credit notes"))
    for url in (register_url(assessment), row_url(other)):
        posted = TYPED | {"plan": "two people of the back office", "version": "1"} | typed

        answered = lead_client.post(url, posted)

        assert answered.status_code == 422
        assert said in html(answered)
        assert "two people of the back office" in html(answered)
        assert all(text in html(answered) for text in typed.values())
    assert Row.objects.count() == 2


def test_entry_is_changed_and_taken_out(assessment: Assessment, lead: Person, lead_client: Client) -> None:
    row = defer(assessment, lead)
    assert "by hand" in html(lead_client.get(row_url(row)))

    changed = lead_client.post(row_url(row), TYPED | {"version": "1"}, follow=True)
    gone = lead_client.post(row_url(row, "deferred_case_remove"), {"version": "2"}, follow=True)

    assert "foreign currencies" in html(changed)
    assert "is out of the register" in html(gone)
    assert not Row.objects.exists()


def test_stale_change_shows_both_and_can_be_saved_over(
    assessment: Assessment, lead: Person, respondent: Person, lead_client: Client
) -> None:
    row = defer(assessment, lead)
    theirs = DeferredCase("credit notes", plan="theirs")
    actions.change_deferred_case(
        assessment=assessment, deferred_id=row.pk, deferred=theirs, seen_version=1, by=respondent, at=NOW
    )

    clash = lead_client.post(row_url(row), TYPED | {"version": "1", "plan": "mine"})
    again = lead_client.post(row_url(row), TYPED | {"version": "2", "plan": "mine"})

    assert clash.status_code == 409
    for said in ("Somebody else changed this", "Plan: theirs", "Plan: mine", 'value="2"', "Until: no day"):
        assert said in html(clash)
    assert again.status_code == 302
    assert queries.case_of(assessment).scope_register[0].plan == "mine"


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 40])
def test_stale_removal_leads_back_to_the_entry(
    assessment: Assessment, lead: Person, lead_client: Client, seen: str
) -> None:
    row = defer(assessment, lead)
    Row.objects.update(version=2)

    answered = lead_client.post(row_url(row, "deferred_case_remove"), {"version": seen}, follow=True)

    assert answered.redirect_chain == [(row_url(row), 302)]
    assert "Somebody else changed this" in html(answered)


def test_frozen_register_is_read_and_keeps_what_was_typed(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    row = defer(assessment, lead)
    submit(assessment, lead)

    page = html(lead_client.get(register_url(assessment)))
    answered = lead_client.post(register_url(assessment), TYPED)

    assert "It goes on in the next round." in page
    assert "Add a kind of case" not in page
    assert "Share of volume: 15\xa0%" in html(lead_client.get(row_url(row)))
    assert answered.status_code == 422
    assert "nobody can answer now" in html(answered)


def test_who_only_reads_finds_no_form_and_is_refused(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    row = defer(assessment, lead)
    client = signed_in(reviewer)

    assert "Add a kind of case" not in html(client.get(register_url(assessment)))
    for url in (register_url(assessment), row_url(row), row_url(row, "deferred_case_remove")):
        assert client.post(url, TYPED | {"version": "1"}).status_code == 403
    assert queries.case_of(assessment).scope_register == (CREDIT,)


def test_respondent_of_other_sections_is_refused_with_what_they_typed(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    row = defer(assessment, lead)
    Membership.objects.filter(person=respondent).update(sections=["data"])
    client = signed_in(respondent)

    assert "Add a kind of case" not in html(client.get(register_url(assessment)))
    for url in (register_url(assessment), row_url(row)):
        answered = client.post(url, TYPED | {"version": "1"})
        assert answered.status_code == 403
        assert "foreign currencies" in html(answered)
    assert client.post(row_url(row, "deferred_case_remove"), {"version": "1"}).status_code == 403


def test_second_respondent_stranger_and_those_above_a_draft_find_nothing(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    row = defer(assessment, lead)
    pmo: Oversight = OversightFactory()
    for person in (blind, PersonFactory(), pmo.person):
        for url in (register_url(assessment), row_url(row)):
            assert signed_in(person).get(url).status_code == 404


def test_empty_register_accuses_nobody(assessment: Assessment) -> None:
    approver = joined(assessment, MemberRole.APPROVER, name="Ada Approver")

    says = html(signed_in(approver).get(register_url(assessment)))

    assert "That does not mean that there were none." in says


def test_section_check_page_sheet_and_history_tell_of_it(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    row = defer(assessment, lead, DeferredCase("=1+1", Decimal("0.5")))
    actions.change_deferred_case(
        assessment=assessment, deferred_id=row.pk, deferred=CREDIT, seen_version=1, by=lead, at=NOW
    )

    assert register_url(assessment) in html(lead_client.get(section_url(assessment, "scope")))
    assert register_url(assessment) not in html(lead_client.get(section_url(assessment, "data")))
    assert "1 kind of case is deferred" in html(
        lead_client.get(reverse("check_answers", args=[assessment.pk]))
    )
    book = downloaded(lead_client, assessment)
    assert [cell.value for cell in book["Left out"][2]] == [
        "credit notes", "15\xa0%", "35\xa0%", "by hand", "no day"
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same_whatever_its_length(
    assessment: Assessment,
    lead: Person,
    lead_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        defer(assessment, lead, DeferredCase(f"kind {number}"))
    lead_client.get(register_url(assessment))

    with django_assert_num_queries(5 + IN_A_TEST):
        lead_client.get(register_url(assessment))
