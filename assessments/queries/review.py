"""What reviewers decided about a round, how far they are, and what an acceptance would leave open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..domain.verdict import HoldKind, assess
from ..models import Answer, Assessment, Person, Ruling
from ..permissions import Permission
from .answers import answers_of
from .cases import case_of, rulings_of
from .question_sets import questionnaire_of
from .talk import members_of


@dataclass(frozen=True)
class OpenPoints:
    """What stays open when a round is accepted now: by kind, in words; and how many were not looked at."""

    holds: tuple[tuple[HoldKind, str], ...]
    not_looked_at: int

    @property
    def need_reason(self) -> bool:
        """Whether an acceptance must say why."""
        return bool(self.holds or self.not_looked_at)


def open_points(assessment: Assessment, today: date) -> OpenPoints:
    """Contradictions, disagreements and critical challenges; a missing proof is a fact and no question."""
    rows = answers_of(assessment)
    questionnaire = questionnaire_of(assessment)
    assessed = assess(case_of(assessment, rows), questionnaire, today)
    holds = tuple(
        (hold.kind, hold.text) for hold in assessed.holds if hold.kind is not HoldKind.MISSING_PROOF
    )
    seen = looked_at(rulings_of(assessment), rows)
    return OpenPoints(holds, len(questionnaire.by_key) - len(seen))


def reviewers_of(assessment: Assessment) -> list[Person]:
    """Who can review the round: by role, and without an answer in it; by name. Two queries."""
    authors = set(assessment.authors.values_list("person", flat=True))
    members = members_of(assessment.project)
    return [
        one.person for one in members if Permission.REVIEW in one.granted and one.person.pk not in authors
    ]


def looked_at(rulings: Mapping[str, Ruling], rows: Mapping[str, Answer]) -> set[str]:
    """The questions whose answer was looked at as it stands."""
    return {key for key, ruling in rulings.items() if ruling.version == version_of(rows.get(key))}


def version_of(row: Answer | None) -> int:
    """Of an answer; 0 where there never was one."""
    return row.version if row else 0
