"""The case file that people take away: what the page shows, readable again, and frozen once concluded."""

from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from assessments import questionnaires
from assessments.acting import SYSTEM, acting_as
from assessments.actions import import_case
from assessments.domain import casefile
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, Pair
from assessments.models import MemberRole, Person
from assessments.queries import case_of
from tests.assessments.browsing import signed_in
from tests.assessments.steps import COUNT, NOBODY_KNOWS, PLAN, save
from tests.factories import NOW, AssessmentFactory, OversightFactory, ProjectFactory, member
from tests.reports.records import project_with_lead, record_made

pytestmark = pytest.mark.django_db


def downloaded(person: Person, assessment: Any) -> Any:
    response = signed_in(person).get(reverse("case_file", args=[assessment.pk]))
    assert response.status_code == 200
    return response


def test_page_and_file_say_the_same() -> None:
    assessment = AssessmentFactory()
    lead = member(assessment.project)
    answers = {
        "data.selection": Answer(
            Choice(3), Evidence.VERIFIED, "First line\nsecond <line>", (PLAN, COUNT), "Vera Verifier"
        ),
        "data.volume": Answer(Pair(Decimal("500.5"), Decimal(50_000)), Evidence.MEASURED, "", (COUNT,)),
        "data.history": NOBODY_KNOWS,
        "integration.outage": Answer(NotApplicable("no system is called")),
        "data.unseen": Answer(Choice(2), rationale="long words " * 200),
    }
    for question, answer in answers.items():
        save(assessment, lead, answer, question)

    document = downloaded(lead, assessment).json()
    page = unescape(signed_in(lead).get(reverse("check_answers", args=[assessment.pk])).content.decode())

    assert document["answers"].keys() == answers.keys()
    for part in document["answers"].values():
        texts = [part.get("rationale"), part.get("verified_by"), part.get("not_applicable")]
        texts += [proof["title"] for proof in part.get("proof", ())]
        lines = [line for text in texts if text for line in text.strip().split("\n")]
        assert not [line for line in lines if line not in page]
    assert [proof["title"] for proof in document["answers"]["data.selection"]["proof"]] == [
        PLAN.title,
        COUNT.title,
    ]


def test_file_comes_in_again_as_it_went_out() -> None:
    assessment = AssessmentFactory()
    lead = member(assessment.project)
    save(assessment, lead, Answer(Choice(1), Evidence.DOCUMENTED, "why", (PLAN,)))
    text = downloaded(lead, assessment).content

    with acting_as(SYSTEM):
        elsewhere = ProjectFactory()
        again = import_case(project=elsewhere, text=text, by=member(elsewhere), at=NOW)

        assert case_of(again).answers == case_of(assessment).answers
    assert casefile.parse(text, questionnaires.load).round == 1


def test_draft_is_called_one_in_its_name_and_kept_by_nobody() -> None:
    assessment = AssessmentFactory(project__name="Über <Pilot> & Co")
    response = downloaded(member(assessment.project), assessment)

    assert (
        response["Content-Disposition"]
        == 'attachment; filename="honest-pilot-uber-pilot-co-round-1-draft.json"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_concluded_round_leaves_as_its_record_froze_it() -> None:
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        record = record_made(project, lead)
        project.name = "Renamed"
        project.save()

    for reader in (lead, OversightFactory(role="leadership").person):
        assert downloaded(reader, record.assessment).json() == record.as_json["case"]
    assert "draft" not in downloaded(lead, record.assessment)["Content-Disposition"]


def test_whoever_may_not_read_the_answers_gets_no_file() -> None:
    assessment = AssessmentFactory()
    second = member(assessment.project, MemberRole.SECOND_RESPONDENT)

    assert signed_in(second).get(reverse("case_file", args=[assessment.pk])).status_code == 404
