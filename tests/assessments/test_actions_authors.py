"""Independence: whoever ever answered in a round neither verifies nor reviews it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, Pair
from assessments.models import AnswerAuthor, Assessment, Person
from tests.factories import NOW, member

from .steps import CLAIM, K1, PLAN, accept, agree, answer, level, measured, save, stored, submit

pytestmark = pytest.mark.django_db

NA = Answer(NotApplicable("nothing is called"))
VERIFIED = Answer(Choice(4), Evidence.VERIFIED, proof=(PLAN,), verified_by="Rosa Respondent")


def authors(assessment: Assessment) -> set[tuple[str, Person]]:
    return {(author.question, author.person) for author in assessment.authors.select_related("person")}


def test_everybody_who_answered_stays_an_author(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, lead, level(1))
    save(assessment, respondent, level(2), seen=1)
    save(assessment, lead, None, seen=2)
    save(assessment, respondent, level(2), "data.cleaning")

    assert authors(assessment) == {
        ("data.selection", lead),
        ("data.selection", respondent),
        ("data.cleaning", respondent),
    }


def test_who_stores_nothing_is_no_author(assessment: Assessment, lead: Person, respondent: Person) -> None:
    save(assessment, lead, level(1))
    save(assessment, respondent, level(1), seen=1)
    save(assessment, respondent, None, "data.cleaning")
    with pytest.raises(actions.StaleAnswer):
        save(assessment, respondent, level(3), seen=0)

    assert authors(assessment) == {("data.selection", lead)}


@pytest.mark.parametrize("how", ["blanked", "overwritten"])
def test_who_answered_does_not_agree_even_if_somebody_answered_since(
    assessment: Assessment, lead: Person, how: str
) -> None:
    other = member(assessment.project)
    save(assessment, lead, NA, "integration.outage")
    save(assessment, other, level(1))
    save(assessment, lead, None if how == "blanked" else level(2), seen=1)

    with pytest.raises(actions.NotAllowed, match="someone who answered nothing"):
        agree(assessment, other)


def test_who_answered_does_not_settle_even_if_somebody_answered_since(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, lead, level(0))
    save(assessment, respondent, K1["data.selection"], seen=1)
    save(assessment, respondent, K1["data.cleaning"], "data.cleaning")
    submit(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="someone else must settle"):
        actions.settle_contradiction(assessment=assessment, rule="K1", why="both", by=lead, at=NOW)


@pytest.mark.parametrize("name", ["Rosa Respondent", " rosa RESPONDENT ", "Lea Lead"])
def test_verified_by_whoever_answered_is_refused(
    assessment: Assessment, lead: Person, respondent: Person, name: str
) -> None:
    save(assessment, respondent, level(1), "data.cleaning")
    save(assessment, lead, level(2), "data.cleaning", seen=1)

    with pytest.raises(actions.InvalidAnswer) as refused:
        save(assessment, lead, replace(VERIFIED, verified_by=name))

    assert list(refused.value.errors) == ["verified_by"]


def test_verified_by_whoever_answers_afterwards_is_not_submitted(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    measured_too = measured(Pair(Decimal(1), Decimal(2)))
    save(assessment, lead, VERIFIED)
    save(assessment, lead, replace(VERIFIED, verified_by=respondent.email.upper()), "data.history")
    save(assessment, lead, measured_too, "data.volume")
    save(assessment, respondent, level(1), "data.cleaning")

    with pytest.raises(actions.NotIndependent) as refused:
        submit(assessment, lead)

    names = queries.questionnaire_of(assessment).by_key
    assert f"{names['data.selection'].name} (verified by Rosa Respondent)" in str(refused.value)
    assert names["data.history"].name in str(refused.value)
    assert names["data.volume"].name not in str(refused.value)
    assert not assessment.submissions.exists()
    for key in ("data.selection", "data.history"):
        save(assessment, lead, replace(VERIFIED, verified_by="an auditor"), key, seen=1)
    assert submit(assessment, lead).number == 1


def test_next_round_knows_who_gave_the_answers_it_took_over(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    answer(assessment, respondent, {"data.selection": level(1), "integration.outage": NA})
    save(assessment, lead, level(2), seen=1)
    save(assessment, respondent, level(1), "data.cleaning")
    save(assessment, lead, None, "data.cleaning", seen=1)
    accept(assessment, lead)

    following = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)

    assert stored(following, "data.cleaning") is None
    assert authors(following) == {
        ("data.selection", respondent),
        ("data.selection", lead),
        ("integration.outage", respondent),
    }
    assert AnswerAuthor.objects.count() == 5 + 3
