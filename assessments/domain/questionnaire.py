"""A versioned set of sections and questions, as data; read from YAML outside and checked here."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .case import Evidence

SECTIONS = ("data", "users", "load", "integration", "change", "support", "scope", "criteria")
"""The eight axes of comparison, in catalogue order; they never change."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    PAIR = "pair"


class Coverage(StrEnum):
    """Which side of a pair is divided by which."""

    PILOT_OVER_PRODUCTION = "pilot/production"
    PRODUCTION_OVER_PILOT = "production/pilot"


class ZeroProduction(StrEnum):
    """What a production value of 0 means."""

    ERROR = "error"
    NOTHING_NEEDED = "nothing_needed"  # level 4 with a remark, once measured or verified
    PILOT_HAD_MORE = "pilot_had_more"  # coverage 0, or 1 where the pilot is 0 too


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")]
Five = Annotated[tuple[Text, ...], Field(min_length=5, max_length=5)]


class Level(_Part):
    """One observable state of the pilot, and the words it lends to the honest claim (where it has any)."""

    text: Text
    claim: str = ""


class Measure(_Part):
    """What a pair counts, and from which coverage each level begins."""

    unit: Text
    pilot_label: Text
    production_label: Text
    coverage: Coverage = Coverage.PILOT_OVER_PRODUCTION
    thresholds: Annotated[tuple[Decimal, ...], Field(min_length=4, max_length=4)]
    """Coverage in % at which levels 1, 2, 3 and 4 begin."""
    zero_production: ZeroProduction = ZeroProduction.ERROR
    share: bool = False
    """A share in %: above 100 is an error."""
    asks_how: bool = False

    @model_validator(mode="after")
    def _thresholds_rise(self) -> Self:
        if list(self.thresholds) != sorted(set(self.thresholds)):
            raise ValueError("thresholds must rise from level 1 to level 4")
        return self


class Question(_Part):
    """One question: what is asked, why it matters, what counts as evidence, and its five levels."""

    key: Key
    name: Text
    """A short name, for lists, charts and the honest claim's "not known"."""
    kind: Kind
    critical: bool = False
    text: Text
    why: Text
    evidence: Text
    example: Text
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    levels: Annotated[tuple[Level, ...], Field(max_length=5)] = ()
    """A choice's five states, level 0 first; empty for a pair."""
    measure: Measure | None = None
    caps: dict[Evidence, int] = Field(default_factory=dict)
    """The question's own caps, where they differ from the rules'."""
    not_applicable_when_none: Key | None = None
    """A critical question may be not applicable only when that pair's production side is 0."""

    @model_validator(mode="after")
    def _levels_or_measure(self) -> Self:
        if self.kind is Kind.CHOICE and (len(self.levels) != 5 or self.measure is not None):
            raise ValueError("a choice has five levels and no measure")
        if self.kind is Kind.PAIR and (self.levels or self.measure is None):
            raise ValueError("a pair has a measure and no levels")
        return self

    @property
    def section(self) -> str:
        """The key of the section that the question stands in."""
        return self.key.partition(".")[0]


class Section(_Part):
    """One of the six gaps or the two foundations."""

    key: Text
    name: Text
    kind: Annotated[str, Field(pattern="^(gap|foundation)$")]
    source: Text
    intro: Text
    """Two sentences: what the section compares, and who can usually answer it."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def critical(self) -> tuple[Question, ...]:
        """The questions that decide the section."""
        return tuple(question for question in self.questions if question.critical)


class Questionnaire(_Part):
    """A question set: eight fixed sections with this version's questions."""

    format: Annotated[str, Field(pattern=r"^honest-pilot-questionnaire/1$")]
    id: Annotated[str, Field(pattern=r"^[a-z-]+/\d+$")]
    title: Text
    language: Text
    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if tuple(section.key for section in self.sections) != SECTIONS:
            raise ValueError(f"sections must be exactly {', '.join(SECTIONS)}, in this order")
        keys = [question.key for question in self]
        if len(keys) != len(set(keys)):
            raise ValueError("every question key must be used once")
        for section in self.sections:
            if any(question.section != section.key for question in section.questions):
                raise ValueError(f"a question of section {section.key} must have a key that starts with it")
            if not section.critical:
                raise ValueError(f"section {section.key} needs a critical question")
        return self

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]  # a set of questions, not of fields
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Every question by its permanent key."""
        return {question.key: question for question in self}

    @cached_property
    def by_section(self) -> dict[str, Section]:
        """Every section by its key."""
        return {section.key: section for section in self.sections}
