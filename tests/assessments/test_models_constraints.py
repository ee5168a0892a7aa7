"""What must hold is held by the database, whatever writes to it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.models import (
    Action,
    ActionProgress,
    ActionProof,
    AnswerAuthor,
    AnswerEvidence,
    Assessment,
    DisagreementSettlement,
    EvidenceItem,
    MemberRole,
    OversightRole,
    Person,
    Remedy,
    Settlement,
    State,
    Submission,
)
from tests.factories import (
    NOW,
    AnswerFactory,
    AssessmentFactory,
    InitiativeFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    SecondOpinionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def refuses(constraint: str, make: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"said": "level", "level": None}, "answer_level_fits"),
        ({"said": "level", "level": 5}, "answer_level_fits"),
        ({"said": "not_known", "level": 2}, "answer_level_fits"),
        ({"said": "pair", "how": "live"}, "answer_pair_fits"),
        ({"said": "pair", "pilot": 1}, "answer_pair_fits"),
        ({"said": "level", "level": 1, "pilot": 1}, "answer_pair_fits"),
        ({"said": "level", "level": 1, "how": "live"}, "answer_pair_fits"),
        ({"said": "pair", "how": "live", "pilot": -1}, "answer_pair_not_negative"),
        ({"said": "pair", "how": "live", "production": Decimal("-0.1")}, "answer_pair_not_negative"),
        ({"said": "not_applicable"}, "answer_not_applicable_fits"),
        ({"said": "not_known", "reason": "why"}, "answer_not_applicable_fits"),
        ({"said": "maybe"}, "answer_said_known"),
        ({"said": "not_known", "evidence": "rumoured"}, "answer_evidence_known"),
        ({"said": "not_known", "evidence": "verified"}, "answer_verified_by_someone"),
        ({"said": "not_known", "verified_by": "audit"}, "answer_verified_by_someone"),
        ({"said": "", "rationale": "because"}, "answer_blank_says_nothing"),
        ({"said": "", "evidence": "documented"}, "answer_blank_says_nothing"),
        ({"said": "not_known", "version": 0}, "answer_version_from_one"),
    ],
)
def test_answer_columns_fit_what_was_said(columns: dict[str, Any], constraint: str) -> None:
    assessment = AssessmentFactory()

    refuses(constraint, lambda: AnswerFactory(assessment=assessment, **columns))


@pytest.mark.parametrize("voice", [None, "second"])
def test_answer_once_for_each_question_and_voice(voice: str | None) -> None:
    assessment = AssessmentFactory()
    person, other = (SecondOpinionFactory(assessment=assessment).person for _ in range(2))
    columns = {"voice": person, "answered_by": person} if voice else {}
    AnswerFactory(assessment=assessment, **columns)
    AnswerFactory(assessment=assessment, voice=other, answered_by=other)

    refuses("answer_once", lambda: AnswerFactory(assessment=assessment, **columns))


def test_second_voice_is_its_persons_own() -> None:
    opinion = SecondOpinionFactory()

    refuses("answer_own_voice", lambda: AnswerFactory(assessment=opinion.assessment, voice=opinion.person))


def test_opinion_is_opened_only_when_it_is_complete() -> None:
    refuses("second_opinion_opened_when_complete", lambda: SecondOpinionFactory(opened_at=NOW))


def test_disagreement_is_settled_once_with_a_reason_by_another() -> None:
    opinion = SecondOpinionFactory()
    columns = {
        "assessment": opinion.assessment,
        "question": "data.selection",
        "voice": opinion.person,
        "why": "x",
        "by": PersonFactory(),
        "at": NOW,
    }

    def settled(**other: object) -> DisagreementSettlement:
        return DisagreementSettlement.objects.create(**columns | other)

    refuses("disagreement_settlement_says_why", lambda: settled(why=""))
    refuses("disagreement_settlement_by_another", lambda: settled(by=opinion.person))
    assert str(settled()).startswith("data.selection settled by")
    refuses("disagreement_settlement_once", settled)
    assert str(opinion) == f"second opinion of {opinion.person}"


def test_not_applicable_agreed_with_who_and_when_by_another() -> None:
    assessment = AssessmentFactory()
    same = {"assessment": assessment, "said": "not_applicable", "reason": "none is called"}

    refuses("answer_agreed_by_and_at", lambda: AnswerFactory(**same, agreed_by=PersonFactory()))
    refuses("answer_agreed_by_and_at", lambda: AnswerFactory(**same, agreed_at=NOW))
    refuses(
        "answer_agreed_by_another",
        lambda: AnswerFactory(**same, agreed_by=assessment.started_by, agreed_at=NOW),
    )
    refuses(
        "answer_not_applicable_fits",
        lambda: AnswerFactory(assessment=assessment, agreed_by=PersonFactory(), agreed_at=NOW),
    )


SUBMITTED = {"submitted_at": NOW, "verdict_seen_at": NOW}
WHO = {
    "submitted": "submitted_by",
    "returned": "returned_by",
    "accepted": "accepted_by",
    "withdrawn": "withdrawn_by",
}


@pytest.mark.parametrize(
    ("columns", "people", "constraint"),
    [
        ({"state": "done"}, (), "assessment_state_known"),
        ({"round": 0}, (), "assessment_round_from_one"),
        ({"claim_result": "perhaps"}, (), "assessment_claim_result_known"),
        ({"claim_sample_size": 0}, (), "assessment_sample_not_empty"),
        ({"state": State.SUBMITTED, **SUBMITTED}, (), "assessment_submitted_by_and_at"),
        ({"state": State.SUBMITTED}, (), "assessment_submitted_by_someone"),
        ({"state": State.DRAFT, **SUBMITTED}, ("submitted",), "assessment_draft_unsubmitted"),
        (
            {"state": State.SUBMITTED, "submitted_at": NOW},
            ("submitted",),
            "assessment_submission_shows_verdict",
        ),
        ({"verdict_seen_at": NOW}, (), "assessment_submission_shows_verdict"),
        ({"claim_after_verdict": True}, (), "assessment_claim_after_verdict"),
        ({"state": State.RETURNED, **SUBMITTED}, ("submitted",), "assessment_returned_with_reason"),
        (
            {"state": State.RETURNED, **SUBMITTED, "returned_at": NOW},
            ("submitted", "returned"),
            "assessment_returned_with_reason",
        ),
        ({"state": State.ACCEPTED, **SUBMITTED}, ("submitted",), "assessment_accepted_when_accepted"),
        (
            {"state": State.SUBMITTED, **SUBMITTED, "accepted_at": NOW},
            ("submitted", "accepted"),
            "assessment_accepted_when_accepted",
        ),
        ({"state": State.WITHDRAWN}, (), "assessment_withdrawn_with_reason"),
        (
            {"state": State.WITHDRAWN, "withdrawn_at": NOW},
            ("withdrawn",),
            "assessment_withdrawn_with_reason",
        ),
        ({"withdraw_reason": "no need"}, (), "assessment_withdrawn_with_reason"),
    ],
)
def test_state_comes_with_the_columns_it_needs(
    columns: dict[str, Any], people: tuple[str, ...], constraint: str
) -> None:
    project, person = ProjectFactory(), PersonFactory()
    who = {WHO[what]: person for what in people}

    refuses(constraint, lambda: AssessmentFactory(project=project, **columns, **who))


def test_first_round_follows_none() -> None:
    assessment = AssessmentFactory()

    refuses("assessment_first_follows_none", lambda: AssessmentFactory(round=1, previous=assessment))


def test_round_numbers_are_used_once() -> None:
    closed = AssessmentFactory(
        state=State.WITHDRAWN, withdrawn_by=PersonFactory(), withdrawn_at=NOW, withdraw_reason="x"
    )

    refuses("assessment_round_once", lambda: AssessmentFactory(project=closed.project, round=1))


def test_project_has_one_open_round() -> None:
    assessment = AssessmentFactory()

    refuses("assessment_one_open_round", lambda: AssessmentFactory(project=assessment.project, round=2))


def remedy(assessment: Assessment, **columns: Any) -> Remedy:
    return Remedy.objects.create(
        **{
            "assessment": assessment,
            "section": "data",
            "kind": "fix",
            "chosen_by": assessment.started_by,
            "chosen_at": NOW,
        }
        | columns
    )


def test_remedy_is_a_fix_or_a_whole_acknowledgement() -> None:
    assessment = AssessmentFactory()
    asker, approver = PersonFactory(), PersonFactory()
    whole = {
        "kind": "acknowledge",
        "expectation": "slower",
        "adjusted_value": 3,
        "asked_by": asker,
        "approver": approver,
        "expires_on": TODAY,
    }

    for missing in ("expectation", "adjusted_value", "asked_by", "approver", "expires_on"):
        part = {name: value for name, value in whole.items() if name != missing}
        refuses("remedy_columns_fit_kind", lambda part=part: remedy(assessment, **part))  # type: ignore[misc]
    refuses("remedy_columns_fit_kind", lambda: remedy(assessment, expectation="slower"))
    refuses("remedy_columns_fit_kind", lambda: remedy(assessment, approved_at=NOW))
    refuses("remedy_approver_did_not_ask", lambda: remedy(assessment, **whole | {"approver": asker}))
    refuses("remedy_section_known", lambda: remedy(assessment, section="budget"))
    refuses("remedy_columns_fit_kind", lambda: remedy(assessment, effect="two more people"))
    for last in (2, 3):
        refuses("remedy_range_goes_up", lambda last=last: remedy(assessment, **whole, adjusted_to=last))  # type: ignore[misc]
    assert remedy(assessment, **whole).waits_for_approval
    refuses("remedy_once", lambda: remedy(assessment))


def test_action_says_what_and_who() -> None:
    fix = remedy(AssessmentFactory())

    for what, owner in (("", "lead"), ("re-run", "")):
        refuses(
            "action_says_what_and_who",
            lambda what=what, owner=owner: Action.objects.create(  # type: ignore[misc]
                remedy=fix, what=what, owner=owner, due_on=TODAY
            ),
        )


def test_evidence_has_a_title_and_can_be_found_once() -> None:
    assessment = AssessmentFactory()

    def item(**columns: Any) -> EvidenceItem:
        return EvidenceItem.objects.create(
            assessment=assessment, added_by=assessment.started_by, added_at=NOW, **columns
        )

    refuses("evidence_item_has_title", lambda: item(link="https://example.org"))
    refuses("evidence_item_has_link_or_hash", lambda: item(title="Plan"))
    refuses("evidence_item_sha256_is_sha256", lambda: item(title="Plan", sha256="A" * 64))
    longest = {"title": "T" * 500, "link": "https://example.org/" + "x" * 1980}
    kept = item(**longest)
    refuses("evidence_item_once", lambda: item(**longest))
    answer = AnswerFactory(assessment=assessment)
    AnswerEvidence.objects.create(answer=answer, item=kept)
    refuses("answer_evidence_once", lambda: AnswerEvidence.objects.create(answer=answer, item=kept))


def test_author_of_a_question_is_kept_once() -> None:
    row = AnswerFactory()
    author = AnswerAuthor.objects.get()

    assert str(author) == f"{row.answered_by} answered data.selection"
    again = {"assessment": row.assessment, "question": row.question, "person": row.answered_by}
    refuses("answer_author_once", lambda: AnswerAuthor.objects.create(**again))


def test_settlement_names_a_rule_and_says_why() -> None:
    assessment = AssessmentFactory()

    def settle(**columns: str) -> Settlement:
        return Settlement.objects.create(assessment=assessment, by=assessment.started_by, at=NOW, **columns)

    refuses("settlement_rule_known", lambda: settle(rule="K13", why="so"))
    refuses("settlement_says_why", lambda: settle(rule="K1", why=""))
    settle(rule="K1", why="so")
    refuses("settlement_once", lambda: settle(rule="K1", why="so"))


def test_submission_is_numbered_and_hashed() -> None:
    assessment = AssessmentFactory()

    def submission(**columns: Any) -> Submission:
        known = {"assessment": assessment, "content": "{}", "submitted_by": assessment.started_by}
        return Submission.objects.create(**known, submitted_at=NOW, **columns)

    refuses("submission_number_from_one", lambda: submission(number=0, sha256="a" * 64))
    refuses("submission_sha256_is_sha256", lambda: submission(number=1, sha256="a"))
    submission(number=1, sha256="a" * 64)
    refuses("submission_number_once", lambda: submission(number=1, sha256="a" * 64))


def test_names_are_used_once_whatever_their_capitals() -> None:
    UnitFactory(name="Shared services")
    InitiativeFactory(name="Finance automation")
    PersonFactory(email="ana@example.org")

    refuses("unit_name_once", lambda: UnitFactory(name="SHARED services"))
    refuses("initiative_name_once", lambda: InitiativeFactory(name="finance AUTOMATION"))
    refuses("person_email_once", lambda: PersonFactory(email="Ana@Example.org"))


def test_roles_are_known_and_held_once() -> None:
    membership, oversight = MembershipFactory(), OversightFactory(role=OversightRole.PMO)

    refuses("membership_role_known", lambda: MembershipFactory(role="owner"))
    refuses(
        "membership_once",
        lambda: MembershipFactory(project=membership.project, person=membership.person, role=MemberRole.LEAD),
    )
    refuses("oversight_role_known", lambda: OversightFactory(role="king"))
    refuses("oversight_once", lambda: OversightFactory(person=oversight.person, role=OversightRole.PMO))
    refuses(
        "oversight_of_one_thing", lambda: OversightFactory(unit=UnitFactory(), initiative=InitiativeFactory())
    )


def test_project_has_a_name_and_one_row_for_a_token() -> None:
    project = ProjectFactory(creation_token="once")
    ProjectFactory(creation_token="once")
    ProjectFactory(created_by=project.created_by)

    refuses("project_has_name", lambda: ProjectFactory(name=""))
    refuses(
        "project_once_per_token", lambda: ProjectFactory(created_by=project.created_by, creation_token="once")
    )


def test_person_is_found_whatever_the_capitals_of_their_address() -> None:
    person = Person.objects.create_user(" Ana@Example.org ", name="Ana")

    assert person.email == "ana@example.org"
    assert not person.has_usable_password()
    assert Person.objects.get_by_natural_key("ANA@example.org") == person


def test_every_row_names_itself() -> None:
    answer = AnswerFactory(question="data.selection", said="not_known")
    membership = MembershipFactory(person=PersonFactory(name="Ana"), project=answer.assessment.project)
    project = membership.project
    item = EvidenceItem(title="Plan")
    fix = Remedy(kind="fix", section="data")

    assert str(answer) == "data.selection: not known"
    assert str(membership) == f"Ana, lead of {project.name}"
    assert str(OversightFactory(person=membership.person)) == "Ana, PMO of everything"
    assert str(answer.assessment) == f"round 1 of {project.name}"
    assert str(answer.assessment.question_set).startswith("honest-pilot/1 (")
    assert (
        str(Submission(assessment=answer.assessment, number=2))
        == f"submission 2 of round 1 of {project.name}"
    )
    assert str(AnswerEvidence(answer=answer, item=item)) == "Plan for data.selection: not known"
    assert (str(fix), str(Action(what="re-run"))) == ("fix data", "re-run")
    assert str(ActionProgress(status="done", by=membership.person)) == "done, by Ana"
    assert str(ActionProof(item=item)) == "Plan"
    assert str(Settlement(rule="K1", by=membership.person)) == "K1 settled by Ana"
    assert (str(project.unit), str(project.initiative)) == (project.unit.name, project.initiative.name)
    assert str(Person(email="x@example.org")) == "x@example.org"


def test_project_and_round_have_a_page() -> None:
    assessment = AssessmentFactory()

    assert assessment.get_absolute_url() == f"/assessments/{assessment.pk}/"
    assert assessment.project.get_absolute_url() == f"/projects/{assessment.project_id}/"
