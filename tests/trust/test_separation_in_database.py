"""Threat T3 in the database: what would break the separation of duties is refused whoever writes it.

Plain SQL on a company's rows, past every action. What only the actions hold, test_guards.py proves.
"""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from .company import Company

BREACHES = {
    "remedy_approver_did_not_ask": (
        (
            "UPDATE assessments_remedy SET approver_id = asked_by_id "
            "WHERE kind = 'acknowledge' AND approved_at IS NULL"
        ),
        "UPDATE assessments_remedy SET asked_by_id = approver_id WHERE kind = 'acknowledge'",
    ),
    "remedy_columns_fit_kind": (
        "UPDATE assessments_remedy SET approver_id = NULL WHERE kind = 'acknowledge'",
        "UPDATE assessments_remedy SET approved_at = now() WHERE kind = 'fix'",
        "UPDATE assessments_remedy SET kind = 'fix' WHERE kind = 'acknowledge'",
    ),
    "approved_by_no_author": (
        "UPDATE assessments_remedy SET approver_id = asked_by_id WHERE approved_at IS NOT NULL",
        (
            "UPDATE assessments_remedy SET approver_id = asked_by_id, approved_at = now() "
            "WHERE kind = 'acknowledge' AND approved_at IS NULL"
        ),
    ),
    "extension_approver_did_not_ask": ("UPDATE assessments_extension SET approver_id = asked_by_id",),
    "extended_by_no_author": (
        "UPDATE assessments_extension SET approver_id = asked_by_id, approved_at = now()",
    ),
    "agreed_by_no_author": (
        (
            "UPDATE assessments_answer SET agreed_by_id = answered_by_id, agreed_at = now() WHERE said = "
            "'not_applicable'"
        ),
    ),
    "settled_by_no_author": (
        (
            "UPDATE assessments_settlement settled SET by_id = author.person_id "
            "FROM assessments_answerauthor author "
            "WHERE author.assessment_id = settled.assessment_id AND author.question = 'data.cleaning'"
        ),
    ),
    "author_has_not_reviewed": (
        (
            "INSERT INTO assessments_answerauthor (assessment_id, question, person_id) "
            "SELECT assessment_id, 'load.volume', by_id FROM assessments_settlement"
        ),
        (
            "INSERT INTO assessments_answerauthor (assessment_id, question, person_id) "
            "SELECT id, 'load.volume', review_started_by_id FROM assessments_assessment "
            "WHERE state = 'in_review'"
        ),
        (
            "UPDATE assessments_answerauthor author SET person_id = answer.agreed_by_id "
            "FROM assessments_answer answer "
            "WHERE answer.assessment_id = author.assessment_id AND answer.agreed_by_id IS NOT NULL"
        ),
    ),
    "reviewed_by_no_author": (
        (
            "UPDATE assessments_assessment round SET review_started_by_id = author.person_id "
            "FROM assessments_answerauthor author "
            "WHERE author.assessment_id = round.id AND round.state = 'in_review'"
        ),
        (
            "UPDATE assessments_assessment round SET accepted_by_id = author.person_id "
            "FROM assessments_answerauthor author "
            "WHERE author.assessment_id = round.id AND round.state = 'accepted'"
        ),
    ),
    "ruled_by_no_author": (
        (
            "UPDATE assessments_ruling ruling SET by_id = author.person_id "
            "FROM assessments_answerauthor author WHERE author.assessment_id = ruling.assessment_id"
        ),
    ),
    "challenged_by_no_author": (
        (
            "UPDATE assessments_challenge challenge SET raised_by_id = author.person_id "
            "FROM assessments_answerauthor author WHERE author.assessment_id = challenge.assessment_id"
        ),
        (
            "UPDATE assessments_challenge challenge SET settled_by_id = author.person_id "
            "FROM assessments_answerauthor author WHERE author.assessment_id = challenge.assessment_id "
            "AND challenge.settled_by_id IS NOT NULL"
        ),
    ),
    "record_taken_back_by_and_at": (
        "UPDATE reports_record SET taken_back_at = now(), taken_back_reason = 'x'",
    ),
    "record_taken_back_with_reason": (
        "UPDATE reports_record SET taken_back_at = now(), taken_back_by_id = concluded_by_id",
    ),
    "named_stays": (
        "UPDATE reports_signatory SET place = 2",
        "DELETE FROM reports_signatory WHERE id NOT IN (SELECT signatory_id FROM reports_signoff)",
    ),
    "named_at_acceptance": (
        (
            "INSERT INTO reports_signatory (id, record_id, project_id, place, person_id, delegation_reason) "
            "SELECT gen_random_uuid(), record_id, project_id, 2, requested_by_id, '' FROM reports_report"
        ),
    ),
    "second_respondent_is_blind": (
        "UPDATE assessments_membership SET role = 'second_respondent' WHERE role = 'lead'",
        (
            "INSERT INTO assessments_membership (id, project_id, person_id, role, sections) "
            "SELECT gen_random_uuid(), project_id, person_id, 'reviewer', '{}' "
            "FROM assessments_membership WHERE role = 'second_respondent'"
        ),
        (
            "INSERT INTO assessments_membership (id, project_id, person_id, role, sections) "
            "SELECT gen_random_uuid(), project_id, person_id, 'second_respondent', '{}' "
            "FROM assessments_membership WHERE role = 'reviewer'"
        ),
    ),
    "answer_own_voice": (
        (
            "UPDATE assessments_answer answer SET answered_by_id = round.started_by_id "
            "FROM assessments_assessment round "
            "WHERE round.id = answer.assessment_id AND round.state = 'draft' AND voice_id IS NOT NULL"
        ),
    ),
    "second_voice_stands": (
        (
            "UPDATE assessments_answer answer SET level = 4 FROM assessments_assessment round "
            "WHERE round.id = answer.assessment_id AND round.state = 'submitted' AND voice_id IS NOT NULL"
        ),
    ),
    "author_has_one_voice": (
        (
            "INSERT INTO assessments_answerauthor (id, assessment_id, question, person_id) "
            "SELECT gen_random_uuid(), assessment_id, 'load.volume', person_id "
            "FROM assessments_answerauthor WHERE voice_id IS NOT NULL"
        ),
    ),
    "answer_author_own_voice": (
        (
            "INSERT INTO assessments_answerauthor (id, assessment_id, question, person_id, voice_id) "
            "SELECT gen_random_uuid(), opinion.assessment_id, 'load.volume', held.person_id, "
            "opinion.person_id "
            "FROM assessments_secondopinion opinion "
            "JOIN assessments_assessment round ON round.id = opinion.assessment_id AND round.state = 'draft' "
            "JOIN assessments_membership held ON held.project_id = round.project_id "
            "AND held.role = 'approver'"
        ),
    ),
    "second_opinion_opened_when_complete": (
        "UPDATE assessments_secondopinion SET opened_at = now() WHERE completed_at IS NULL",
    ),
    "second_opinion_once": (
        (
            "INSERT INTO assessments_secondopinion (id, assessment_id, person_id, asked_at) "
            "SELECT gen_random_uuid(), assessment_id, person_id, asked_at FROM assessments_secondopinion"
        ),
    ),
    "disagreement_settled_by_no_author": (
        (
            "UPDATE assessments_disagreementsettlement settled SET by_id = author.person_id "
            "FROM assessments_answerauthor author WHERE author.assessment_id = settled.assessment_id "
            "AND author.question = settled.question AND author.voice_id IS NULL"
        ),
    ),
    "disagreement_settlement_by_another": ("UPDATE assessments_disagreementsettlement SET voice_id = by_id",),
    "disagreement_settlement_says_why": ("UPDATE assessments_disagreementsettlement SET why = ''",),
    "disagreement_settlement_once": (
        (
            "INSERT INTO assessments_disagreementsettlement "
            "(id, assessment_id, question, voice_id, why, by_id, at) "
            "SELECT gen_random_uuid(), assessment_id, question, voice_id, why, by_id, at "
            "FROM assessments_disagreementsettlement"
        ),
    ),
    "answer_agreed_by_another": (
        "UPDATE assessments_answer SET answered_by_id = agreed_by_id WHERE agreed_by_id IS NOT NULL",
    ),
    "answer_agreed_by_and_at": (
        "UPDATE assessments_answer SET agreed_by_id = NULL WHERE agreed_by_id IS NOT NULL",
    ),
    "answer_not_applicable_fits": (
        (
            "UPDATE assessments_answer SET agreed_at = now(), "
            "agreed_by_id = (SELECT person_id FROM assessments_oversight LIMIT 1) WHERE said = 'level'"
        ),
        "UPDATE assessments_answer SET reason = '' WHERE said = 'not_applicable'",
    ),
    "answer_verified_by_someone": (
        "UPDATE assessments_answer SET evidence = 'verified' WHERE evidence = 'documented'",
    ),
    "assessment_accepted_when_accepted": (
        "UPDATE assessments_assessment SET state = 'accepted' WHERE state = 'submitted'",
        (
            "UPDATE assessments_assessment SET state = 'submitted', accept_reason = '' "
            "WHERE state = 'accepted'"
        ),
    ),
    "assessment_submitted_by_someone": (
        "UPDATE assessments_assessment SET state = 'submitted' WHERE state = 'draft'",
    ),
    "assessment_draft_unsubmitted": (
        "UPDATE assessments_assessment SET state = 'draft' WHERE state = 'submitted'",
    ),
    "assessment_returned_with_reason": (
        "UPDATE assessments_assessment SET state = 'returned' WHERE state = 'submitted'",
        "UPDATE assessments_assessment SET return_reason = '' WHERE state = 'returned'",
    ),
    "assessment_withdrawn_with_reason": (
        "UPDATE assessments_assessment SET state = 'withdrawn' WHERE state = 'draft'",
        "UPDATE assessments_assessment SET state = 'submitted' WHERE state = 'withdrawn'",
    ),
    "assessment_submission_shows_verdict": (
        "UPDATE assessments_assessment SET verdict_seen_at = NULL WHERE state = 'submitted'",
    ),
    "assessment_submitted_by_and_at": (
        "UPDATE assessments_assessment SET submitted_by_id = NULL WHERE state = 'submitted'",
    ),
    "assessment_claim_after_verdict": (
        "UPDATE assessments_assessment SET claim_after_verdict = true WHERE state = 'draft'",
    ),
    "assessment_one_open_round": (
        (
            "UPDATE assessments_assessment round SET project_id = other.project_id, round = 9 "
            "FROM assessments_assessment other WHERE round.state = 'draft' AND other.state = 'submitted'"
        ),
    ),
    "assessment_reviewed_by_someone": (
        (
            "UPDATE assessments_assessment SET review_started_by_id = NULL, review_started_at = NULL "
            "WHERE state = 'in_review'"
        ),
    ),
    "assessment_accept_reason_of_accepted": (
        "UPDATE assessments_assessment SET accept_reason = 'x' WHERE state = 'in_review'",
    ),
    "ruling_grade_fits": ("UPDATE assessments_ruling SET grade = '' WHERE decision = 'lowers'",),
    "ruling_says_why": ("UPDATE assessments_ruling SET why = '' WHERE decision = 'lowers'",),
    "challenge_says_something": ("UPDATE assessments_challenge SET text = ''",),
    "challenge_settled_fits": ("UPDATE assessments_challenge SET why = '' WHERE judgement = 'dropped'",),
    "challenge_reply_fits": ("UPDATE assessments_challenge SET reply = '' WHERE judgement = 'dropped'",),
    "challenge_replied_by_another": (
        "UPDATE assessments_challenge SET replied_by_id = raised_by_id WHERE replied_by_id IS NOT NULL",
    ),
    "settlement_says_why": ("UPDATE assessments_settlement SET why = ''",),
    "settlement_once": (
        (
            "INSERT INTO assessments_settlement (id, rule, why, at, assessment_id, by_id) "
            "SELECT gen_random_uuid(), rule, why, at, assessment_id, by_id FROM assessments_settlement"
        ),
    ),
    "membership_role_known": ("UPDATE assessments_membership SET role = 'administrator'",),
    "membership_sections_of_respondent": (
        "UPDATE assessments_membership SET sections = '{load}' WHERE role = 'approver'",
    ),
    "membership_sections_known": (
        "UPDATE assessments_membership SET sections = '{everything}' WHERE role = 'respondent'",
    ),
    "oversight_role_known": ("UPDATE assessments_oversight SET role = 'lead'",),
    "invitation_to_one_thing": (
        "UPDATE assessments_invitation SET role = 'administrator' WHERE project_id IS NOT NULL",
        "UPDATE assessments_invitation SET role = 'lead' WHERE project_id IS NULL",
        (
            "UPDATE assessments_invitation above SET project_id = offer.project_id "
            "FROM assessments_invitation offer WHERE above.project_id IS NULL AND offer.role = 'respondent'"
        ),
    ),
    "invitation_keeps_a_hash": ("UPDATE assessments_invitation SET secret_sha256 = 'the secret'",),
    "calendar_address_keeps_a_hash": ("UPDATE assessments_calendaraddress SET secret_sha256 = 'the secret'",),
    "invitation_expires": ("UPDATE assessments_invitation SET expires_at = invited_at",),
    "invitation_ends_one_way": (
        (
            "UPDATE assessments_invitation SET accepted_at = now(), accepted_by_id = invited_by_id, "
            "withdrawn_at = now(), withdrawn_by_id = invited_by_id"
        ),
    ),
    "invitation_accepted_by_and_at": ("UPDATE assessments_invitation SET accepted_at = now()",),
    "invitation_withdrawn_by_and_at": ("UPDATE assessments_invitation SET withdrawn_at = now()",),
    "invitation_sections_of_respondent": (
        "UPDATE assessments_invitation SET sections = '{load}' WHERE project_id IS NULL",
    ),
    "invitation_once_while_open": (
        (
            "INSERT INTO assessments_invitation (id, email, secret_sha256, role, project_id, unit_id, "
            "sections, invited_by_id, invited_at, expires_at) "
            "SELECT gen_random_uuid(), email, reverse(secret_sha256), role, project_id, unit_id, sections, "
            "invited_by_id, invited_at, expires_at FROM assessments_invitation"
        ),
    ),
}
"""The constraint or the trigger's rule that must refuse, and what it must refuse."""


def breaches() -> Iterator[tuple[str, str]]:
    for constraint, statements in BREACHES.items():
        for statement in statements:
            yield constraint, statement


@pytest.mark.parametrize(("constraint", "statement"), list(breaches()))
def test_a_breach_by_plain_sql_is_refused(company: Company, constraint: str, statement: str) -> None:
    assert company.teams

    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
