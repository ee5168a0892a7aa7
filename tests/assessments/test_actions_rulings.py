"""What a reviewer rules about answers, what that changes, and who may not."""

from datetime import timedelta

import pytest

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, Evidence, LoweredGrade, NotApplicable
from assessments.domain.scoring import score
from assessments.models import Assessment, Decision, MemberRole, Person, Ruling
from tests.factories import NOW, MembershipFactory

from .steps import NOBODY_KNOWS, answer, level, measured, reopen, reviewer_of, save, submit

pytestmark = pytest.mark.django_db
DROPPED = "integration.outage"


@pytest.fixture
def in_review(assessment: Assessment, lead: Person, reviewer: Person) -> Assessment:
    said = {
        "data.selection": measured(Choice(4)),
        "data.cleaning": level(3),
        DROPPED: Answer(NotApplicable("nothing is called")),
    }
    answer(assessment, lead, said)
    submit(assessment, lead)
    return actions.start_review(assessment=assessment, by=reviewer, at=NOW)


def rule(
    assessment: Assessment, by: Person, decision: Decision, question: str = "data.selection", **how: object
) -> Ruling:
    row = assessment.answers.filter(question=question, voice=None).first()
    given: dict[str, object] = {"seen_version": row.version if row else 0, "at": NOW} | how
    return actions.rule_on_answer(
        assessment=assessment,
        question=question,
        decision=decision,
        by=by,
        **given,  # type: ignore[arg-type]
    )


def evidenced(assessment: Assessment, question: str = "data.selection") -> tuple[Evidence, int]:
    scored = score(queries.case_of(assessment), queries.questionnaire_of(assessment))[question]
    return scored.grade, scored.evidenced


def lower(assessment: Assessment, by: Person, grade: str = "documented", why: str = "a slide") -> Ruling:
    return rule(assessment, by, Decision.LOWERS, grade=grade, why=why)


def test_agreeing_keeps_who_looked_at_which_version(in_review: Assessment, reviewer: Person) -> None:
    found = rule(in_review, reviewer, Decision.AGREES)

    assert (found.decision, found.version, found.by, found.at) == ("agrees", 1, reviewer, NOW)
    assert queries.looked_at(queries.rulings_of(in_review), queries.answers_of(in_review)) == {
        "data.selection"
    }


def test_question_that_nobody_answered_is_looked_at_too(in_review: Assessment, reviewer: Person) -> None:
    assert rule(in_review, reviewer, Decision.AGREES, "data.history").version == 0


def test_lowered_grade_lowers_the_evidenced_level(in_review: Assessment, reviewer: Person) -> None:
    assert evidenced(in_review) == (Evidence.MEASURED, 4)

    lower(in_review, reviewer)

    assert evidenced(in_review) == (Evidence.DOCUMENTED, 3)
    ruled = LoweredGrade("data.selection", Evidence.DOCUMENTED, "Rui Reviewer", "a slide")
    assert queries.case_of(in_review).lowered_grades == (ruled,)


def test_ruling_anew_replaces_the_one_before(in_review: Assessment, reviewer: Person) -> None:
    lower(in_review, reviewer)

    rule(in_review, reviewer, Decision.AGREES)

    assert evidenced(in_review) == (Evidence.MEASURED, 4)
    assert in_review.rulings.get().decision == Decision.AGREES


def test_changing_an_answer_shakes_no_lowered_grade_off(
    in_review: Assessment, lead: Person, reviewer: Person
) -> None:
    lower(in_review, reviewer)
    reopen(in_review, lead)
    save(in_review, lead, measured(Choice(4)), seen=1)  # nothing changed
    save(in_review, lead, Answer(Choice(4), Evidence.MEASURED, "counted", measured(Choice(4)).proof), seen=1)
    submit(in_review, lead)

    assert evidenced(in_review) == (Evidence.DOCUMENTED, 3)
    assert not queries.looked_at(queries.rulings_of(in_review), queries.answers_of(in_review))
    actions.start_review(assessment=in_review, by=reviewer, at=NOW)
    rule(in_review, reviewer, Decision.AGREES)
    assert evidenced(in_review) == (Evidence.MEASURED, 4)


def test_agreeing_to_not_applicable_drops_the_question(in_review: Assessment, reviewer: Person) -> None:
    rule(in_review, reviewer, Decision.AGREES, DROPPED)

    row = in_review.answers.get(question=DROPPED)
    assert (row.agreed_by, row.agreed_at) == (reviewer, NOW)
    assert score(queries.case_of(in_review), queries.questionnaire_of(in_review))[DROPPED].dropped


def test_refused_not_applicable_stays_not_known(in_review: Assessment, reviewer: Person) -> None:
    rule(in_review, reviewer, Decision.AGREES, DROPPED)

    found = rule(in_review, reviewer, Decision.REFUSES, DROPPED, why="the ERP is called")

    assert found.why == "the ERP is called"
    assert in_review.answers.get(question=DROPPED).agreed_by is None
    assert score(queries.case_of(in_review), queries.questionnaire_of(in_review))[DROPPED].unknown


def test_agreement_given_before_the_review_is_a_ruling(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    save(assessment, lead, Answer(NotApplicable("nothing is called")), DROPPED)

    actions.agree_not_applicable(assessment=assessment, question=DROPPED, seen_version=1, by=reviewer, at=NOW)

    assert assessment.rulings.get().decision == Decision.AGREES


@pytest.mark.parametrize(
    ("question", "decision", "how", "field"),
    [
        ("data.selection", Decision.LOWERS, {"grade": "measured", "why": "x"}, "grade"),
        ("data.selection", Decision.LOWERS, {"grade": "verified", "why": "x"}, "grade"),
        ("data.selection", Decision.LOWERS, {"grade": "splendid", "why": "x"}, "grade"),
        ("data.cleaning", Decision.LOWERS, {"grade": "none", "why": "x"}, "grade"),
        ("data.history", Decision.LOWERS, {"grade": "none", "why": "x"}, "grade"),
        ("data.selection", Decision.LOWERS, {"grade": "none", "why": " "}, "why"),
        ("data.selection", Decision.REFUSES, {"why": "x"}, "decision"),
        ("data.history", Decision.REFUSES, {"why": "x"}, "decision"),
        (DROPPED, Decision.REFUSES, {"why": ""}, "why"),
        ("no.question", Decision.AGREES, {}, "question"),
    ],
)
def test_ruling_that_does_not_fit_is_refused(
    in_review: Assessment,
    reviewer: Person,
    question: str,
    decision: Decision,
    how: dict[str, object],
    field: str,
) -> None:
    with pytest.raises(actions.InvalidRuling) as refused:
        rule(in_review, reviewer, decision, question, **how)

    assert list(refused.value.errors) == [field]
    assert not in_review.rulings.exists()


@pytest.mark.parametrize("question", ["data.selection", "data.history"])
def test_ruling_on_another_version_is_refused(in_review: Assessment, reviewer: Person, question: str) -> None:
    with pytest.raises(actions.StaleAnswer):
        rule(in_review, reviewer, Decision.AGREES, question, seen_version=7)


def test_only_who_answered_nothing_rules_and_only_in_review(
    in_review: Assessment, lead: Person, reviewer: Person
) -> None:
    MembershipFactory(project=in_review.project, person=lead, role=MemberRole.REVIEWER)

    with pytest.raises(actions.NotAllowed, match="a reviewer who answered nothing"):
        rule(in_review, lead, Decision.AGREES)
    with pytest.raises(actions.NotAllowed, match="a reviewer who answered nothing"):
        actions.agree_to_rest(assessment=in_review, section="data", submission=1, by=lead, at=NOW)
    reopen(in_review, lead)
    with pytest.raises(actions.WrongState):
        rule(in_review, reviewer, Decision.AGREES)


def test_rest_of_a_section_is_agreed_to_but_for_not_applicable(
    in_review: Assessment, reviewer: Person
) -> None:
    lower(in_review, reviewer)

    agreed = actions.agree_to_rest(assessment=in_review, section="data", submission=1, by=reviewer, at=NOW)

    section = queries.questionnaire_of(in_review).by_section["data"]
    assert agreed == len(section.questions) - 1
    assert in_review.rulings.get(question="data.selection").decision == Decision.LOWERS
    again = {"assessment": in_review, "submission": 1, "by": reviewer, "at": NOW}
    assert actions.agree_to_rest(section="data", **again) == 0  # type: ignore[arg-type]
    assert actions.agree_to_rest(section="nowhere", **again) == 0  # type: ignore[arg-type]
    actions.agree_to_rest(section="integration", **again)  # type: ignore[arg-type]
    assert not in_review.rulings.filter(question=DROPPED).exists()


def test_rest_of_what_was_submitted_anew_is_looked_at_again(
    in_review: Assessment, lead: Person, reviewer: Person
) -> None:
    reopen(in_review, lead)
    save(in_review, lead, NOBODY_KNOWS, "data.history")
    submit(in_review, lead)
    later = NOW + timedelta(days=1)
    actions.start_review(assessment=in_review, by=reviewer_of(in_review), at=later)

    with pytest.raises(actions.StaleSection):
        actions.agree_to_rest(assessment=in_review, section="data", submission=1, by=reviewer, at=later)
