"""Two submissions of a round side by side: what was answered then and now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from assessments import queries
from assessments.domain.case import Case
from assessments.domain.questionnaire import Question
from assessments.forms.words import answer_in_words
from assessments.markdown import to_plain
from assessments.models import Assessment, Submission

from .moments import moment
from .rows import claim_in_words


@dataclass(frozen=True)
class Side:
    """One submission: its number, and who made it when."""

    number: int
    by: str
    at: str


@dataclass(frozen=True)
class Beside:
    """One question with what was said in either submission."""

    question: str
    section: str
    before: str
    now: str


@dataclass(frozen=True)
class DifferencesPage:
    """Two submissions, the questions whose answers differ, and the others."""

    sides: tuple[Side, ...]
    earlier: Side
    later: Side
    claims: tuple[str, str] | None
    """The claim in both, where it differs."""
    changed: tuple[Beside, ...]
    same: tuple[Beside, ...]


def differences_page(
    assessment: Assessment, submissions: Sequence[Submission], asked_from: str, asked_to: str
) -> DifferencesPage:
    """Compare two of at least two submissions, the last two where none is asked for; Http404 for none."""
    sides = tuple(Side(one.number, str(one.submitted_by), moment(one.submitted_at)) for one in submissions)
    earlier, later = _chosen(sides, asked_from, -2), _chosen(sides, asked_to, -1)
    before, now = (queries.stated_in(assessment, side.number) for side in (earlier, later))
    assert before is not None and now is not None  # noqa: S101, PT018 - both were found above
    changed = queries.changed_between(before.case, now.case)
    questionnaire = queries.questionnaire_of(assessment)
    names = {section.key: section.name for section in questionnaire.sections}
    pairs = {
        question.key: _beside(question, names[question.section], before.case, now.case)
        for question in questionnaire
    }
    claims = claim_in_words(before.case.claim), claim_in_words(now.case.claim)
    return DifferencesPage(
        sides,
        earlier,
        later,
        claims if claims[0] != claims[1] else None,
        tuple(pair for key, pair in pairs.items() if key in changed),
        tuple(pair for key, pair in pairs.items() if key not in changed),
    )


def _chosen(sides: Sequence[Side], asked: str, place: int) -> Side:
    if not asked:
        return sides[place]
    found = next((side for side in sides if str(side.number) == asked), None)
    if found is None:
        raise Http404
    return found


def _beside(question: Question, section: str, before: Case, now: Case) -> Beside:
    said = (answer_in_words(question, case.answers.get(question.key), to_plain) for case in (before, now))
    return Beside(question.text, section, *said)
