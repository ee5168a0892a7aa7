"""Separation of duties, kept by the database whatever writes to it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessments.domain.contradictions import RULES
from assessments.models import AnswerAuthor, Assessment, MemberRole, Person, Remedy, Settlement, State
from tests.factories import NOW, AnswerFactory, AssessmentFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def refuses(rule: str, make: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make()


def author(assessment: Assessment, question: str = "data.selection") -> Person:
    person: Person = PersonFactory()
    AnswerAuthor.objects.create(assessment=assessment, question=question, person=person)
    return person


def settled(assessment: Assessment, by: Person) -> Settlement:
    return Settlement.objects.create(assessment=assessment, rule="K1", why="both", by=by, at=NOW)


def approved(assessment: Assessment, approver: Person, section: str = "data") -> Remedy:
    return Remedy.objects.create(
        assessment=assessment,
        section=section,
        kind="acknowledge",
        chosen_by=assessment.started_by,
        chosen_at=NOW,
        expectation="less",
        adjusted_value=75,
        asked_by=assessment.started_by,
        approver=approver,
        approved_at=NOW,
        expires_on=NOW.date(),
    )


def test_who_agreed_or_settled_becomes_no_author_of_the_round() -> None:
    assessment = AssessmentFactory()
    reviewer, settler = PersonFactory(), PersonFactory()
    AnswerFactory(
        assessment=assessment, said="not_applicable", reason="none", agreed_by=reviewer, agreed_at=NOW
    )
    settled(assessment, settler)

    for person in (reviewer, settler):
        refuses(
            "author_has_not_reviewed",
            partial(
                AnswerAuthor.objects.create, assessment=assessment, question="load.volume", person=person
            ),
        )
        AnswerAuthor.objects.create(assessment=AssessmentFactory(), question="load.volume", person=person)


def test_author_agrees_to_nothing_in_the_round() -> None:
    assessment = AssessmentFactory()
    person = author(assessment, "load.volume")
    row = AnswerFactory(assessment=assessment, said="not_applicable", reason="none")

    def agree() -> None:
        row.agreed_by, row.agreed_at = person, NOW
        row.save()

    refuses("agreed_by_no_author", agree)


def test_author_settles_no_contradiction_of_their_own_questions() -> None:
    assessment = AssessmentFactory()

    refuses("settled_by_no_author", lambda: settled(assessment, author(assessment, "data.cleaning")))
    settled(assessment, author(assessment, "users.selection"))


def test_database_and_rules_know_the_same_questions() -> None:
    with connection.cursor() as cursor:
        for rule in RULES:
            cursor.execute("SELECT questions_of_rule(%s)", [rule.name])
            assert cursor.fetchone() == (list(rule.questions),)


def test_author_approves_nothing_about_their_section() -> None:
    assessment = AssessmentFactory()
    person = author(assessment, "data.history")

    refuses("approved_by_no_author", lambda: approved(assessment, person))
    assert approved(assessment, person, section="users").approved_at


def test_second_respondent_has_no_other_role() -> None:
    blind = MembershipFactory(role=MemberRole.SECOND_RESPONDENT)
    lead = MembershipFactory()

    for project, person, role in (
        (blind.project, blind.person, MemberRole.REVIEWER),
        (lead.project, lead.person, MemberRole.SECOND_RESPONDENT),
    ):
        refuses(
            "second_respondent_is_blind",
            partial(MembershipFactory, project=project, person=person, role=role),
        )
    blind.role = MemberRole.REVIEWER
    blind.save()


def test_author_of_the_open_round_is_no_second_respondent() -> None:
    open_round = AssessmentFactory()
    over = AssessmentFactory(
        state=State.WITHDRAWN, withdrawn_at=NOW, withdrawn_by=PersonFactory(), withdraw_reason="x"
    )
    role = MemberRole.SECOND_RESPONDENT

    refuses(
        "second_respondent_is_blind",
        lambda: MembershipFactory(project=open_round.project, person=author(open_round), role=role),
    )
    assert MembershipFactory(project=over.project, person=author(over), role=role).pk


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"role": "respondent", "sections": ["kitchen"]}, "membership_sections_known"),
        ({"role": "lead", "sections": ["data"]}, "membership_sections_of_respondent"),
    ],
)
def test_sections_are_real_and_a_respondents(columns: dict[str, Any], constraint: str) -> None:
    refuses(constraint, lambda: MembershipFactory(**columns))
