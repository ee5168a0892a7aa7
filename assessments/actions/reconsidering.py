"""What was decided about answers, or a claim, that have changed since: it has to be decided anew."""

from ..domain.contradictions import RULES
from ..models import Assessment, Person, RemedyKind, new_id

ABOUT_THE_CLAIM = ("K7", "K8")
"""The contradictions that look at the claim as well as at answers."""


def after_answer(assessment: Assessment, question: str) -> None:
    """Undo what rested on this answer: contradictions explained, disagreements settled, an approval."""
    rules = [rule.name for rule in RULES if question in rule.questions]
    assessment.settlements.filter(rule__in=rules).delete()
    assessment.disagreement_settlements.filter(question=question).delete()
    _ask_anew(assessment, question.partition(".")[0])


def after_confirmation(assessment: Assessment, question: str, by: Person) -> None:
    """Undo an approval by who now stands for an answer of its section, though it says the same."""
    _ask_anew(assessment, question.partition(".")[0], approver=by)


def after_claim(assessment: Assessment) -> None:
    """Undo what rested on the claim: explained contradictions with it, and every approval."""
    assessment.settlements.filter(rule__in=ABOUT_THE_CLAIM).delete()
    asked = assessment.remedies.filter(kind=RemedyKind.ACKNOWLEDGE)
    for section in asked.values_list("section", flat=True):
        _ask_anew(assessment, section)


def _ask_anew(assessment: Assessment, section: str, **which: Person) -> None:
    """Let the section's acknowledgement wait again, under a new id: no page opened before can approve it."""
    asked = assessment.remedies.filter(section=section, kind=RemedyKind.ACKNOWLEDGE, **which)
    asked.update(id=new_id(), approved_at=None)
