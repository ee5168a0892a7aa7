"""Second opinions beside the team's answers: how many were asked for, and where the voices differ."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from ..domain import case
from ..domain.follow_ups import not_asked
from ..domain.questionnaire import Questionnaire
from ..domain.verdict import disagrees
from ..models import Answer, Assessment, DisagreementSettlement, Person, Project, SecondOpinion
from .answers import answers_by, as_answer
from .door import as_id
from .follow_ups import asked_by
from .question_sets import questionnaire_of


@dataclass(frozen=True)
class Opinions:
    """How many second opinions were asked for in a round, and how many of them are in."""

    asked: int
    given: int

    @property
    def missing(self) -> int:
        """How many were asked for and are not in."""
        return self.asked - self.given


@dataclass(frozen=True)
class Differing:
    """A second respondent's answer that differs from the team's, and how that was settled, if it was."""

    second: Answer
    settlement: DisagreementSettlement | None

    @property
    def disagreement(self) -> case.Disagreement:
        """The same as the rules know it."""
        stated, settled = as_answer(self.second), self.settlement
        return case.Disagreement(
            question=self.second.question,
            second=stated.said if stated else case.NotKnown(),
            settled=settled is not None,
            by=str(settled.by) if settled else "",
            why=settled.why if settled else "",
            rationale=stated.rationale if stated else "",
        )


def opinions_of(assessment: Assessment) -> Opinions:
    """Count them; one query. Never who, nor what they said."""
    completed = assessment.second_opinions.values_list("completed_at", flat=True)
    given = [at is not None for at in completed]
    return Opinions(len(given), sum(given))


def rounds_asked_in(project: Project, person: Person) -> frozenset[UUID]:
    """The rounds of a project in which somebody was asked for a second opinion; one query."""
    asked = SecondOpinion.objects.filter(assessment__project=project, person=person)
    return frozenset(asked.values_list("assessment", flat=True))


def differing_in(assessment: Assessment, team: case.Case) -> list[Differing]:
    """Where opened second voices differ from the team's answers, in catalogue order; one to four queries.

    Only on what the answers of both ask.
    """
    second = _opened(assessment)
    if not second:
        return []
    settled = {
        (row.question, str(row.voice_id)): row
        for row in assessment.disagreement_settlements.select_related("by")
    }
    rows = [Differing(row, settled.get((row.question, str(row.voice_id)))) for row in second]
    questionnaire = questionnaire_of(assessment)
    order = list(questionnaire.by_key)
    hidden = not_asked(questionnaire, team.answers)
    differing = [
        row
        for row in rows
        if row.second.question not in hidden and disagrees(row.disagreement, team, questionnaire)
    ]
    return sorted(differing, key=lambda row: order.index(row.second.question))


def differing_for(assessment: Assessment, team: case.Case, answer_id: UUID | str) -> Differing:
    """One of them by its second answer's id, or Http404."""
    wanted = as_id(answer_id)
    found = next((item for item in differing_in(assessment, team) if item.second.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _opened(assessment: Assessment) -> list[Answer]:
    """Every answer of a voice that both sides' being in has opened, voices in the order of being asked.

    Less what the voice's own answers do not ask.
    """
    opened = assessment.second_opinions.filter(opened_at__isnull=False).order_by("asked_at", "pk")
    voices = list(opened.values_list("person", flat=True))
    if not voices:
        return []
    by_voice: dict[str, dict[str, Answer]] = {str(voice): {} for voice in voices}
    for row in answers_by(assessment, voices):
        if row.is_answered:
            by_voice[str(row.voice_id)][row.question] = row
    return [row for own in by_voice.values() for row in _asked(own, questionnaire_of(assessment))]


def _asked(own: dict[str, Answer], questionnaire: Questionnaire) -> list[Answer]:
    asked = asked_by(own, questionnaire).by_key
    return [row for key, row in own.items() if key in asked]
