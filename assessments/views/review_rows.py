"""The answers of a round as a reviewer goes through them, with what was ruled about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import queries
from assessments.domain.candour import Prompt
from assessments.domain.case import Evidence
from assessments.domain.scoring import Scored
from assessments.domain.verdict import Assessed, assess
from assessments.forms.answers import prefix_of
from assessments.forms.review import WORDED, weaker_than
from assessments.forms.words import answer_in_words, grade_in_words
from assessments.markdown import to_plain
from assessments.models import Answer, Assessment, Decision, Person, Ruling, Said
from assessments.permissions import granted_to

from .answers import AnswerRow, checked_sections
from .moments import moment


@dataclass(frozen=True)
class ReviewRow:
    """One answer to look at: itself, its levels, what it said before, and the ruling about it."""

    answer: AnswerRow
    claimed: int | None
    evidenced: int
    grade: str
    """The grade in force, where a ruling lowered it; else empty."""
    before: str
    """What it said in the submission before, where it changed since; else empty."""
    ruled: str
    """The ruling in words: what, by whom, when."""
    why: str
    is_looked_at: bool
    is_stale: bool
    """Whether the answer was changed since the ruling."""
    is_dropped: bool
    """Whether the answer says "not applicable"."""
    weaker: tuple[tuple[str, str], ...]
    rule_url: str
    challenge_url: str
    challenge_urls: tuple[str, ...]
    """Where the challenges on this answer are."""

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its section."""
        return anchor_of(self.answer.key)


@dataclass(frozen=True)
class ReviewSection:
    """One section's answers and how many of them were looked at."""

    key: str
    name: str
    url: str
    rows: tuple[ReviewRow, ...]

    @property
    def looked_at(self) -> int:
        """How many answers were looked at as they stand."""
        return sum(row.is_looked_at for row in self.rows)

    @property
    def left(self) -> int:
        """How many can be agreed to at once."""
        return sum(not row.is_looked_at and not row.is_dropped for row in self.rows)


@dataclass(frozen=True)
class ReviewPage:
    """A round under review."""

    assessment: Assessment
    assessed: Assessed
    sections: tuple[ReviewSection, ...]
    is_independent: bool
    prompts: tuple[Prompt, ...]
    submissions: int
    open_disagreements: tuple[tuple[str, str], ...]
    """Each disagreement that nobody settled, by its question, with where it is settled."""

    @property
    def looked_at(self) -> int:
        """How many answers were looked at as they stand."""
        return sum(section.looked_at for section in self.sections)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(section.rows) for section in self.sections)

    @cached_property
    def first_left(self) -> ReviewSection | None:
        """The first section with something to look at."""
        return next((one for one in self.sections if one.looked_at < len(one.rows)), None)

    @property
    def open_contradictions(self) -> list[tuple[str, str]]:
        """Each contradiction that nobody explained, with where it is explained."""
        return [
            (found.text, reverse("settle", args=[self.assessment.pk, found.rule]))
            for found in self.assessed.contradictions
            if found.settlement is None
        ]

    def section(self, key: str) -> ReviewSection:
        """One of them."""
        return next(section for section in self.sections if section.key == key)

    def after(self, key: str) -> str:
        """Where to go on after a section: the next one that is not looked through, else the overview."""
        keys = [section.key for section in self.sections]
        place = keys.index(key) if key in keys else 0
        later = (*self.sections[place:], *self.sections[:place])
        found = next((one for one in later if one.looked_at < len(one.rows)), None)
        return found.url if found else reverse("review", args=[self.assessment.pk])


def anchor_of(question: str) -> str:
    """Where an answer stands on the page of its section."""
    return f"review-{prefix_of(question)}"


def review_page(assessment: Assessment, reader: Person) -> ReviewPage:
    """Everything that a reviewer sees of a round."""
    rows = queries.answers_of(assessment)
    questionnaire, case = queries.questionnaire_of(assessment), queries.case_of(assessment, rows)
    assessed = assess(case, questionnaire, timezone.localdate())
    rulings, before = queries.rulings_of(assessment), _before(assessment)
    raised: dict[str, list[str]] = {}
    for found in queries.challenges_of(assessment):
        raised.setdefault(found.question, []).append(reverse("challenge", args=[assessment.pk, found.pk]))
    checked = checked_sections(assessment, rows, reader, granted_to(assessment.reader_roles))
    return ReviewPage(
        assessment=assessment,
        assessed=assessed,
        sections=tuple(
            ReviewSection(
                section.key,
                section.name,
                reverse("review_section", args=[assessment.pk, section.key]),
                tuple(
                    _row(
                        assessment,
                        row,
                        rows.get(row.key),
                        assessed.scored[row.key],
                        rulings.get(row.key),
                        before.get(row.key, ""),
                        tuple(raised.get(row.key, ())),
                    )
                    for row in section.rows
                ),
            )
            for section in checked
        ),
        is_independent=not queries.questions_answered_by(assessment, reader),
        prompts=queries.prompts_of(assessment, rows),
        submissions=assessment.submissions.count(),
        open_disagreements=tuple(
            (
                questionnaire.by_key[found.second.question].name,
                reverse("disagreement", args=[assessment.pk, found.second.pk]),
            )
            for found in (queries.differing_in(assessment, case) if case.disagreements else ())
            if found.settlement is None
        ),
    )


def _row(
    assessment: Assessment,
    answer: AnswerRow,
    stored: Answer | None,
    scored: Scored,
    ruling: Ruling | None,
    before: str,
    raised: tuple[str, ...],
) -> ReviewRow:
    is_current = ruling is not None and ruling.version == queries.version_of(stored)
    stated = stored.evidence if stored and stored.is_answered else ""
    return ReviewRow(
        answer=answer,
        claimed=scored.claimed,
        evidenced=scored.evidenced,
        grade=grade_in_words(scored.grade) if stated and scored.grade != stated else "",
        before=before,
        ruled=ruling_in_words(ruling) if ruling else "",
        why=ruling.why if ruling else "",
        is_looked_at=is_current,
        is_stale=ruling is not None and not is_current,
        is_dropped=bool(stored and stored.said == Said.NOT_APPLICABLE),
        weaker=tuple((grade, grade_in_words(WORDED[grade])) for grade in weaker_than(stated)),
        rule_url=reverse("rule_answer", args=[assessment.pk, answer.key]),
        challenge_url=reverse("challenge_raise", args=[assessment.pk, answer.key]),
        challenge_urls=raised,
    )


def ruling_in_words(ruling: Ruling) -> str:
    """What was ruled, by whom and when."""
    told = {"person": ruling.by, "moment": moment(ruling.at)}
    match ruling.decision:
        case Decision.LOWERS:
            told["grade"] = grade_in_words(Evidence(ruling.grade))
            return _("Lowered to “%(grade)s” by %(person)s, %(moment)s") % told
        case Decision.REFUSES:
            return _("“Not applicable” refused by %(person)s, %(moment)s") % told
    return _("Agreed by %(person)s, %(moment)s") % told


def _before(assessment: Assessment) -> Mapping[str, str]:
    """What changed since the submission before this one said, in words; nothing at the first."""
    number = assessment.submissions.count()
    later = queries.stated_in(assessment, number) if number > 1 else None
    earlier = queries.stated_in(assessment, number - 1) if number > 1 else None
    if later is None or earlier is None:
        return {}
    by_key = queries.questionnaire_of(assessment).by_key
    return {
        key: answer_in_words(by_key[key], earlier.case.answers.get(key), to_plain)
        for key in queries.changed_between(earlier.case, later.case)
    }
