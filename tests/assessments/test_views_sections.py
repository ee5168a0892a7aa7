"""The section page and the saving of answers, one by one and all at once."""

from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assessments import queries
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, NotKnown, Pair, Proof
from assessments.forms.answers import fingerprint
from assessments.models import Assessment, Person, State
from tests.factories import AnswerFactory, member

from .browsing import WITH_HTMX, fields, save_url, section_url, signed_in
from .steps import COUNT, PLAN, agree, level, measured, reopen, save, stored, submit

pytestmark = pytest.mark.django_db


def test_section_shows_every_question_and_its_stored_answer(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(Pair(Decimal(500), Decimal(50_000))), "data.volume")

    page = signed_in(lead).get(section_url(assessment))

    html = page.content.decode()
    assert page.status_code == 200
    for question in queries.questionnaire_of(assessment).by_section["data"].questions:
        assert question.text in unescape(html)
    assert 'name="data__volume-pilot" value="500"' in html
    assert 'name="data__volume-production" value="50,000"' in html


def test_section_that_does_not_exist_is_not_found(assessment: Assessment, lead: Person) -> None:
    assert signed_in(lead).get(section_url(assessment, "weather")).status_code == 404


def test_save_and_continue_stores_what_changed_and_goes_on(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="3") | fields("data.volume", pilot="500", production="50.000")
    posted |= fields("data.cleaning", said="not_known")

    page = signed_in(lead).post(section_url(assessment), posted | {"data__volume-production": "50,000"})

    assert page.status_code == 302
    assert page["Location"] == section_url(assessment, "users")
    assert stored(assessment) == level(3)
    assert stored(assessment, "data.cleaning") == Answer(NotKnown())
    assert stored(assessment, "data.history") is None


def test_save_in_the_last_section_goes_on_to_check_the_answers(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(section_url(assessment, "criteria"), fields("criteria.before", said="2"))

    assert page["Location"] == reverse("check_answers", args=[assessment.pk])


def test_invalid_answers_stay_on_the_page_and_valid_ones_are_saved(
    assessment: Assessment, lead: Person
) -> None:
    posted = fields("data.selection", said="2") | fields("data.volume", pilot="many", production="50,000")

    page = signed_in(lead).post(section_url(assessment), posted)

    html = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error: " in html
    assert 'href="#id_data__volume-pilot"' in html
    assert 'value="many"' in html
    assert 'name="data__selection-version" value="1"' in html
    assert stored(assessment) == level(2)
    assert stored(assessment, "data.volume") is None


def test_errors_that_the_action_finds_stand_at_their_fields(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.defect_rate", pilot="120", production="10", said="pair")

    page = signed_in(lead).post(section_url(assessment), posted)

    assert page.status_code == 422
    assert 'href="#id_data__defect_rate-pilot"' in page.content.decode()
    assert "A share cannot be above 100 %." in page.content.decode()


def test_stale_answers_are_shown_side_by_side_and_nothing_is_lost(
    assessment: Assessment, lead: Person
) -> None:
    other = member(assessment.project, name="Olga Other")
    save(assessment, other, Answer(Choice(1), rationale="their reason"))
    posted = fields("data.selection", said="4", rationale="my reason", shown=fingerprint(None))
    posted |= fields("data.cleaning", said="2", shown=fingerprint(None))

    page = signed_in(lead).post(section_url(assessment), posted)

    html = page.content.decode()
    assert page.status_code == 409
    assert "Olga Other answered this since you opened the page." in html
    assert "their reason" in html
    assert ">my reason</textarea>" in html
    assert 'href="#id_data__selection-keep"' in html
    assert stored(assessment) == Answer(Choice(1), rationale="their reason")
    assert stored(assessment, "data.cleaning") == level(2)


@pytest.mark.parametrize(("keep", "kept"), [("mine", 4), ("theirs", 1)])
def test_after_a_clash_the_chosen_answer_stands(
    assessment: Assessment, lead: Person, keep: str, kept: int
) -> None:
    save(assessment, member(assessment.project), level(1))
    posted = fields("data.selection", said="4", shown=fingerprint(None), theirs=1, keep=keep)

    page = signed_in(lead).post(section_url(assessment), posted)

    assert page.status_code == 302
    assert stored(assessment) == level(kept)


def test_what_nobody_changed_on_the_page_never_clashes(assessment: Assessment, lead: Person) -> None:
    other = member(assessment.project)
    save(assessment, other, level(1))
    save(assessment, other, level(3), seen=1)

    posted = fields("data.selection", said="1", version=1, shown=fingerprint(level(1)))
    page = signed_in(lead).post(section_url(assessment), posted | fields("data.cleaning", said="2"))

    assert page.status_code == 302
    assert stored(assessment) == level(3)


def test_every_proof_is_shown_and_stays_when_the_answer_changes(assessment: Assessment, lead: Person) -> None:
    backed = Answer(Choice(3), Evidence.MEASURED, proof=(COUNT, PLAN))
    save(assessment, lead, backed)
    shown = signed_in(lead).get(section_url(assessment)).content.decode()
    assert COUNT.title in shown
    assert f'href="{PLAN.link}"' in shown

    posted = fields("data.selection", said="4", version=1, evidence="measured")
    signed_in(lead).post(section_url(assessment), posted)

    assert stored(assessment) == Answer(Choice(4), Evidence.MEASURED, proof=(COUNT, PLAN))


def test_agreement_outlives_a_change_beside_a_reason_of_several_lines(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    save(assessment, lead, Answer(NotApplicable("no tuning\nno re-run")), "data.unseen")
    agree(assessment, reviewer, "data.unseen")
    html = signed_in(lead).get(section_url(assessment)).content.decode()
    assert ">no tuning\nno re-run</textarea>" in html
    posted = fields("data.unseen", said="not_applicable", version=1, na_reason="no tuning\r\nno re-run")

    page = signed_in(lead).post(section_url(assessment), posted | {"data__unseen-rationale": "as agreed"})

    agreed = Answer(NotApplicable("no tuning\nno re-run", "Rui Reviewer"), rationale="as agreed")
    assert page.status_code == 302
    assert stored(assessment, "data.unseen") == agreed


def test_carried_over_answer_is_confirmed_by_its_box(assessment: Assessment, lead: Person) -> None:
    AnswerFactory(assessment=assessment, carried_over=True)
    client = signed_in(lead)
    assert "Still true in this round" in client.get(section_url(assessment)).content.decode()

    posted = fields("data.selection", said="0", version=1, shown=fingerprint(level(0)), confirm="yes")
    client.post(section_url(assessment), posted)

    assert not assessment.answers.get().carried_over


def test_reader_is_sent_to_the_answers(assessment: Assessment, reviewer: Person) -> None:
    page = signed_in(reviewer).get(section_url(assessment))

    assert page["Location"] == f"{reverse('check_answers', args=[assessment.pk])}#data"


def test_post_after_submission_says_so_and_keeps_what_was_typed(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1), "data.history")
    submit(assessment, lead)
    posted = fields("data.selection", said="4", rationale="typed for an hour")
    posted |= fields("data.history", said="1", version=1, shown=fingerprint(level(1)))

    page = signed_in(lead).post(section_url(assessment), posted)

    html = page.content.decode()
    assert page.status_code == 409
    assert "<title>Error: " in html
    assert '<a href="#form">Not saved. This round is' in html
    assert ">typed for an hour</textarea>" in html
    assert stored(assessment) is None


def test_post_of_somebody_who_has_reviewed_meanwhile_keeps_what_was_typed(
    assessment: Assessment, lead: Person
) -> None:
    no_call = Answer(NotApplicable("no tuning"))
    save(assessment, member(assessment.project), no_call, "data.unseen")
    agree(assessment, lead, "data.unseen")
    posted = fields("data.selection", said="4", rationale="typed for an hour")

    page = signed_in(lead).post(section_url(assessment), posted)
    line = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page.status_code == 403
    assert ">typed for an hour</textarea>" in page.content.decode()
    assert line.status_code == 409
    for answered in (page, line):
        assert "Not saved. You have reviewed answers of this round" in answered.content.decode()


def test_long_reasons_without_a_space_are_taken(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="1", rationale="x" * 20_000)

    page = signed_in(lead).post(section_url(assessment), posted)

    assert page.status_code == 302
    assert stored(assessment) == Answer(Choice(1), rationale="x" * 20_000)


def test_reasons_that_are_too_long_are_refused_and_stay(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="1", rationale="x" * 20_001)

    page = signed_in(lead).post(section_url(assessment), posted)

    assert page.status_code == 422
    assert "This text is 1 too long: at most 20,000 characters fit here." in page.content.decode()
    assert "x" * 20_001 in page.content.decode()


def test_one_answer_is_saved_while_typing(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(save_url(assessment), fields("data.selection", said="3"), headers=WITH_HTMX)

    html = page.content.decode()
    assert page.status_code == 200
    assert 'name="data__selection-version" value="1"' in html
    assert f'value="{fingerprint(level(3))}"' in html
    assert "Saved " in html
    assert stored(assessment) == level(3)


def test_unchanged_answer_makes_no_new_version(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(3))

    posted = fields("data.selection", said="3", version=1, shown=fingerprint(level(3)))
    page = signed_in(lead).post(save_url(assessment), posted)

    assert page.status_code == 200
    assert assessment.answers.get().version == 1


def test_wrong_answer_says_what_to_do(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(save_url(assessment), fields("data.selection", said="3", evidence="measured"))

    assert page.status_code == 422
    assert "Not saved yet." in page.content.decode()
    assert "Add what backs this, a link or a file" in page.content.decode()
    assert stored(assessment) is None


def test_answer_that_the_action_refuses_says_why(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="3", evidence="verified", verified_by="Lea Lead")
    posted |= fields("data.selection", proof_title=PLAN.title, proof_link=PLAN.link)
    posted |= fields("data.selection", version=0)

    page = signed_in(lead).post(save_url(assessment), posted)

    assert page.status_code == 422
    assert "Must be someone who answered nothing in this round." in page.content.decode()


def test_stale_answer_is_shown_beside_the_other(assessment: Assessment, lead: Person) -> None:
    save(assessment, member(assessment.project, name="Olga Other"), measured(Choice(1)))

    page = signed_in(lead).post(save_url(assessment), fields("data.selection", said="4"), headers=WITH_HTMX)

    html = page.content.decode()
    assert page.status_code == 409
    assert "Olga Other answered this" in html
    assert 'name="data__selection-theirs" value="1"' in html
    assert 'name="data__selection-version" value="0"' in html


def test_taking_theirs_shows_their_answer_whole(assessment: Assessment, lead: Person) -> None:
    save(assessment, member(assessment.project), Answer(Choice(1), rationale="their reason"))

    posted = fields("data.selection", said="4", theirs=1, keep="theirs")
    page = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page["HX-Retarget"] == "#data__selection"
    assert page["HX-Reswap"] == "outerHTML"
    assert "their reason" in page.content.decode()


def test_save_after_submission_says_that_it_is_too_late(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    page = signed_in(lead).post(save_url(assessment), fields("data.selection", said="4"), headers=WITH_HTMX)

    assert page.status_code == 409
    assert "Not saved. This round is" in page.content.decode()


def test_question_that_does_not_exist_is_not_found(assessment: Assessment, lead: Person) -> None:
    assert signed_in(lead).post(save_url(assessment, "data.weather")).status_code == 404


def test_save_of_somebody_signed_out_keeps_the_page(assessment: Assessment) -> None:
    page = Client().post(save_url(assessment), fields("data.selection", said="4"), headers=WITH_HTMX)

    assert page.status_code == 401
    assert page.content == b"You are signed out."


def test_reviewer_may_not_save(assessment: Assessment, reviewer: Person) -> None:
    posted = fields("data.selection", said="4")

    assert signed_in(reviewer).post(save_url(assessment), posted).status_code == 409
    assert signed_in(reviewer).post(section_url(assessment), posted).status_code == 403
    assert stored(assessment) is None


def test_critical_question_offers_no_way_out(assessment: Assessment, lead: Person) -> None:
    html = signed_in(lead).get(section_url(assessment, "integration")).content.decode()

    assert 'name="integration__critical-na_reason"' not in html
    assert 'name="integration__outage-na_reason"' in html


def test_critical_question_may_drop_out_by_its_condition(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, measured(Pair(Decimal(0), Decimal(0))), "integration.systems")

    html = signed_in(lead).get(section_url(assessment, "integration")).content.decode()

    assert 'name="integration__critical-na_reason"' in html


def test_answers_that_rest_on_each_other_are_saved_together(assessment: Assessment, lead: Person) -> None:
    """The number of systems comes first, but may only leave 0 once the other question is answered."""
    save(assessment, lead, measured(Pair(Decimal(0), Decimal(0))), "integration.systems")
    none = Answer(NotApplicable("production connects to nothing"))
    save(assessment, lead, none, "integration.critical")
    changed = fields("integration.systems", version=1, said="pair", pilot="1", production="4", how="live")
    changed |= fields("integration.critical", version=1, said="3")

    page = signed_in(lead).post(section_url(assessment, "integration"), changed)

    assert page.status_code == 302
    assert stored(assessment, "integration.systems") == Answer(Pair(Decimal(1), Decimal(4)), proof=(COUNT,))
    assert stored(assessment, "integration.critical") == level(3)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_section_is_open_while_answers_may_change(assessment: Assessment, lead: Person, state: State) -> None:
    if state is State.RETURNED:
        submit(assessment, lead)
        reopen(assessment, lead)

    assert signed_in(lead).get(section_url(assessment)).status_code == 200


def test_link_that_could_run_a_script_is_refused(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="2", proof_title="Plan", proof_link="javascript:alert(1)")

    page = signed_in(lead).post(save_url(assessment), posted)

    assert page.status_code == 422
    assert stored(assessment) is None


def test_proof_is_stored_with_its_link(assessment: Assessment, lead: Person) -> None:
    posted = fields(
        "data.selection", said="2", evidence="documented", proof_title="Plan", proof_link="http://wiki/plan"
    )
    signed_in(lead).post(save_url(assessment), posted)

    assert stored(assessment) == Answer(
        Choice(2), Evidence.DOCUMENTED, proof=(Proof("Plan", "http://wiki/plan"),)
    )
