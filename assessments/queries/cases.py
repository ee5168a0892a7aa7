"""A round as the rules know it: one Case, from which every verdict is computed."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Prefetch

from ..domain import case
from ..models import (
    Action,
    ActionProof,
    Answer,
    Assessment,
    Challenge,
    Decision,
    EvidenceItem,
    Person,
    Remedy,
    Ruling,
    Settlement,
)
from .answers import answers_of, as_answer, as_number
from .door import one
from .evidence import evidence_entries
from .follow_ups import asked_by
from .opinions import differing_in
from .question_sets import questionnaire_of
from .scope import scope_register_of


def case_of(assessment: Assessment, answers: Mapping[str, Answer] | None = None) -> case.Case:
    """The round's claim, answers, remedies, settlements, rulings, challenges and what was left out.

    Eight queries, six where `answers` are at hand.

    What the answers do not ask is left out, though it may be stored.
    One more where there is a fix, two to four where second opinions are opened: where they differ, that
    stands in the case. Answers are in the order of the question set. An acknowledgement that waits for its
    approver has none.
    """
    rows = answers_of(assessment) if answers is None else answers
    project, questionnaire = assessment.project, questionnaire_of(assessment)
    rulings, asked = rulings_of(assessment), asked_by(rows, questionnaire)
    said = {question.key: as_answer(rows.get(question.key)) for question in asked}
    team = case.Case(
        questionnaire=questionnaire.id,
        project=project.name,
        initiative=project.initiative.name,
        unit=project.unit.name,
        round=assessment.round,
        claim=claim_of(assessment),
        answers={key: answer for key, answer in said.items() if answer is not None},
        remedies={section: _as_remedy(remedy) for section, remedy in remedies_of(assessment).items()},
        challenges=tuple(map(as_challenge, challenges_of(assessment))),
        settled=as_settled(assessment),
        lowered_grades=as_lowered(rulings),
        refused=as_refused(rulings, rows),
        scope_register=scope_register_of(assessment),
        evidence=evidence_entries(rows, said),
    )
    differing = tuple(item.disagreement for item in differing_in(assessment, team))
    return replace(team, disagreements=differing)


def claim_of(assessment: Assessment) -> case.Claim:
    """The pilot claim."""
    return case.Claim(
        metric=assessment.claim_metric,
        value=as_number(assessment.claim_value),
        unit=assessment.claim_unit,
        sample_size=assessment.claim_sample_size,
        proportion=assessment.claim_proportion,
        criterion=assessment.claim_criterion,
        result=case.Outcome(assessment.claim_result),
        period=assessment.claim_period,
        baseline=assessment.claim_baseline,
    )


def remedies_of(assessment: Assessment) -> dict[str, Remedy]:
    """The remedies by section, with actions, their proofs and people; two queries, three with a fix."""
    remedies = assessment.remedies.select_related("asked_by", "approver", "chosen_by")
    proofs = Prefetch("actions__proofs", ActionProof.objects.select_related("item"))
    found = remedies.prefetch_related("actions", proofs).order_by("section")
    return {remedy.section: remedy for remedy in found}


def settlements_of(assessment: Assessment) -> dict[str, Settlement]:
    """The settled contradictions by rule."""
    return {row.rule: row for row in assessment.settlements.select_related("by").order_by("at", "rule")}


def rulings_of(assessment: Assessment) -> dict[str, Ruling]:
    """What reviewers decided, by question; one query."""
    return {row.question: row for row in assessment.rulings.select_related("by").order_by("question")}


def challenges_of(assessment: Assessment) -> list[Challenge]:
    """Every challenge with its people, by question in the order in which they were raised; one query."""
    people = ("raised_by", "replied_by", "settled_by")
    return list(assessment.challenges.select_related(*people).order_by("question", "raised_at", "pk"))


def challenge_for(assessment: Assessment, public_id: UUID | str) -> Challenge:
    """One challenge of this round, or Http404; whose round it is was asked before."""
    people = ("raised_by", "replied_by", "settled_by")
    found = one(assessment.challenges.select_related(*people), public_id)
    found.assessment = assessment
    return found


def as_challenge(row: Challenge) -> case.Challenge:
    """A challenge as the rules know it."""
    return case.Challenge(
        question=row.question,
        text=row.text,
        settled=row.is_settled,
        by=str(row.raised_by),
        due=row.due_on,
        reply=row.reply,
        replied_by=str(row.replied_by or ""),
        contested=row.contested,
        judgement=row.judgement,
        judged_by=str(row.settled_by or ""),
        why=row.why,
    )


def as_lowered(rulings: Mapping[str, Ruling]) -> tuple[case.LoweredGrade, ...]:
    """The lowered grades as the rules know them: also of answers that were changed since."""
    lowering = (row for row in rulings.values() if row.decision == Decision.LOWERS)
    return tuple(
        case.LoweredGrade(row.question, case.Evidence(row.grade), str(row.by), row.why) for row in lowering
    )


def as_refused(rulings: Mapping[str, Ruling], answers: Mapping[str, Answer]) -> tuple[case.Refusal, ...]:
    """The refused "not applicable" as the rules know them: of answers that still are as they were read."""
    refusing = (row for row in rulings.values() if row.decision == Decision.REFUSES)
    return tuple(
        case.Refusal(row.question, str(row.by), row.why)
        for row in refusing
        if (answer := answers.get(row.question)) and answer.version == row.version
    )


def as_settled(assessment: Assessment) -> tuple[case.Settlement, ...]:
    """The same as the rules know them."""
    return tuple(
        case.Settlement(row.rule, row.why, str(row.by)) for row in settlements_of(assessment).values()
    )


def _as_remedy(remedy: Remedy) -> case.Remedy:
    asked_by, approver = remedy.asked_by, remedy.approver
    adjusted, expires = as_number(remedy.adjusted_value), remedy.expires_on
    # The table's own check: an acknowledgement has all four, a fix none.
    if asked_by is None or approver is None or adjusted is None or expires is None:
        return case.Fix(tuple(_as_action(row) for row in remedy.actions.all()))
    asking, approving = _told_apart(asked_by, approver)
    return case.Acknowledgement(
        expectation=remedy.expectation,
        adjusted=case.Quantity(adjusted, remedy.adjusted_unit, as_number(remedy.adjusted_to)),
        asked_by=asking,
        approver=approving if remedy.approved_at else "",
        expires=expires,
        effect=remedy.effect,
    )


def _as_proof(item: EvidenceItem) -> case.Proof:
    return case.Proof(item.title, item.link, item.sha256)


def _as_action(row: Action) -> case.Action:
    return case.Action(
        what=row.what,
        owner=row.owner,
        due=row.due_on,
        status=case.Progress(row.status),
        shown_by=row.shown_by,
        cost=row.cost,
        dropped_because=row.dropped_because,
        proof=tuple(_as_proof(link.item) for link in row.proofs.all()),
    )


def _told_apart(first: Person, second: Person) -> tuple[str, str]:
    """Two people's names; with their addresses where they are namesakes, because the rules compare names."""
    if str(first).strip().casefold() == str(second).strip().casefold():
        return f"{first} ({first.email})", f"{second} ({second.email})"
    return str(first), str(second)
