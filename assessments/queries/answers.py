"""Answers as rows, and as the rules know them: the team's, or those of the voice whose round it is."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from ..domain import case
from ..domain.numbers import bare
from ..domain.questionnaire import Section
from ..models import Answer, AnswerEvidence, Assessment, Person, Said

PROOF = Prefetch(
    "proof_links",
    AnswerEvidence.objects.select_related("item__latest__preview").order_by("position", "pk"),
    to_attr="links",
)


def said_in(assessment: Assessment) -> QuerySet[Answer]:
    """The answer rows of the voice whose round it is: the team's, where it is nobody's own."""
    return assessment.answers.filter(voice=assessment.voice)


def standing_answers(assessment: Assessment) -> QuerySet[Answer]:
    """The voice's answer rows, blanked ones included, people and proofs fetched along."""
    said = said_in(assessment).select_related("answered_by", "agreed_by")
    return said.prefetch_related(PROOF)  # type: ignore[no-redef]  # the model declares `links` for its readers


def answers_of(assessment: Assessment) -> dict[str, Answer]:
    """The voice's answer rows by question, blanked ones included (their version counts); two queries."""
    return {answer.question: answer for answer in standing_answers(assessment)}


def answers_in(assessment: Assessment, section: Section) -> dict[str, Answer]:
    """One section's rows by question, like `answers_of`; two queries."""
    keys = [question.key for question in section.questions]
    return {answer.question: answer for answer in standing_answers(assessment).filter(question__in=keys)}


class Outline(NamedTuple):
    """What progress counts of an answer, as its row has it."""

    said: str
    evidence: str
    carried_over: bool

    @property
    def is_answered(self) -> bool:
        """Whether anything was said, "not known" included."""
        return self.said != Said.BLANK


def outline_of(assessment: Assessment) -> dict[str, Outline]:
    """The voice's answers by question, with only what progress counts; one query, and no text is read."""
    rows = said_in(assessment).values_list("question", *Outline._fields)
    return {question: Outline(*row) for question, *row in rows}


def questions_answered_by(assessment: Assessment, person: Person) -> frozenset[str]:
    """The questions that this person ever answered in this round, or whose carried-over answer is theirs.

    In whichever voice: who gave a second opinion on one is not independent of it either.
    Who answers them afterwards, or blanks them, makes nobody independent.
    """
    return frozenset(assessment.authors.filter(person=person).values_list("question", flat=True))


def as_answer(row: Answer | None) -> case.Answer | None:
    """What a row says, as the rules know it; None where nothing is said. Needs its proofs fetched along."""
    said = _said(row) if row else None
    if row is None or said is None:
        return None
    proof = tuple(case.Proof(link.item.title, link.item.link, link.item.sha256) for link in row.links)
    return case.Answer(said, case.Evidence(row.evidence), row.rationale, proof, row.verified_by)


def as_number(stored: Decimal | None) -> Decimal | None:
    """A stored number without the idle zeros of its column."""
    return None if stored is None else Decimal(bare(stored))


def _said(row: Answer) -> case.Said | None:
    match row.said:
        case Said.LEVEL if row.level is not None:
            return case.Choice(row.level)
        case Said.PAIR:
            return case.Pair(as_number(row.pilot), as_number(row.production), case.How(row.how))
        case Said.NOT_KNOWN:
            return case.NotKnown()
        case Said.NOT_APPLICABLE:
            return case.NotApplicable(row.reason, str(row.agreed_by) if row.agreed_by else "")
    return None
