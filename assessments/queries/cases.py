"""A round as the rules know it: one Case, from which every verdict is computed."""

from collections.abc import Mapping
from dataclasses import replace

from ..domain import case
from ..models import Answer, Assessment, Person, Remedy, Settlement
from .answers import answers_of, as_answer, as_number
from .evidence import evidence_entries
from .follow_ups import asked_by
from .opinions import differing_in
from .question_sets import questionnaire_of


def case_of(assessment: Assessment, answers: Mapping[str, Answer] | None = None) -> case.Case:
    """The round's claim, answers, remedies and settlements; six queries, four where `answers` are at hand.

    What the answers do not ask is left out, though it may be stored.
    Two to four more where second opinions are opened: where they differ, that stands in the case. Answers are
    in the order of the question set. An acknowledgement that waits for its approver has none.
    """
    rows = answers_of(assessment) if answers is None else answers
    project, questionnaire = assessment.project, questionnaire_of(assessment)
    asked = asked_by(rows, questionnaire)
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
        settled=as_settled(assessment),
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
    """The remedies by section, with their actions and people fetched along; two queries."""
    remedies = assessment.remedies.select_related("asked_by", "approver", "chosen_by")
    return {remedy.section: remedy for remedy in remedies.prefetch_related("actions").order_by("section")}


def settlements_of(assessment: Assessment) -> dict[str, Settlement]:
    """The settled contradictions by rule."""
    return {row.rule: row for row in assessment.settlements.select_related("by").order_by("at", "rule")}


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
        actions = remedy.actions.all()
        return case.Fix(tuple(case.Action(row.what, row.owner, row.due_on, row.done) for row in actions))
    asking, approving = _told_apart(asked_by, approver)
    return case.Acknowledgement(
        expectation=remedy.expectation,
        adjusted=case.Quantity(adjusted, remedy.adjusted_unit),
        asked_by=asking,
        approver=approving if remedy.approved_at else "",
        expires=expires,
    )


def _told_apart(first: Person, second: Person) -> tuple[str, str]:
    """Two people's names; with their addresses where they are namesakes, because the rules compare names."""
    if str(first).strip().casefold() == str(second).strip().casefold():
        return f"{first} ({first.email})", f"{second} ({second.email})"
    return str(first), str(second)
