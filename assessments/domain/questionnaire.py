"""A versioned set of sections and questions, as data; read from YAML outside and checked here."""

from collections.abc import Container, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .case import Evidence

SECTIONS = ("data", "users", "load", "integration", "change", "support", "scope", "criteria")
"""The eight axes of comparison, in catalogue order; they never change."""


CLAIMED = frozenset(
    {
        *("data.selection", "data.cleaning", "users.selection", "users.resistant"),
        *("load.volume", "load.concurrency", "integration.systems", "support.provider"),
        *("scope.coverage", "change.support"),
    }
)
"""What the honest claim speaks of, known or not: questions that are always asked."""


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


class AskedWhen(_Part):
    """When a follow-up is asked: where the answer above it states a low level, or is "not known".

    There is no "at least": by a condition that a worse answer takes away, a worse answer could help.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["at_most"]}, {"required": ["not_known"]}]}
    )

    question: Key
    """The question of the same section that it stands directly below."""
    at_most: Annotated[int, Field(ge=0, le=3)] | None = None
    """Asked where that question's claimed level is known and at most this."""
    not_known: bool = False
    """Asked where that question is answered with "not known"."""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.at_most is None and not self.not_known:
            raise ValueError("a follow-up needs at_most, not_known or both")
        return self


class Question(_Part):
    """One question: what is asked, why it matters, what counts as evidence, and its five levels."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {"properties": {"critical": {"const": True}}, "required": ["critical", "asked_when"]}
        }
    )

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
    asked_when: Annotated[AskedWhen | None, Field(exclude_if=lambda when: when is None)] = None
    """Makes it a follow-up; left out elsewhere, so that sets without follow-ups keep their digests."""

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

    @property
    def follows(self) -> str:
        """The key of the question that this one is a follow-up to; empty for any other."""
        return self.asked_when.question if self.asked_when else ""


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

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Its questions by their keys, in their order."""
        return {question.key: question for question in self.questions}

    @cached_property
    def follow_ups(self) -> dict[str, tuple[Question, ...]]:
        """The follow-ups of each question that has some, by its key; empty for most sections."""
        found: dict[str, tuple[Question, ...]] = {}
        for question in self.questions:
            if question.follows:
                found[question.follows] = (*found.get(question.follows, ()), question)
        return found

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each question of the set in its section: "2", and "2.1" for its first follow-up."""
        places: dict[str, int] = {}
        numbers: dict[str, str] = {}
        for question in self.questions:
            places[question.follows] = places.get(question.follows, 0) + 1
            below = f"{numbers[question.follows]}." if question.follows else ""
            numbers[question.key] = f"{below}{places[question.follows]}"
        return numbers

    def without(self, keys: Container[str]) -> "Section":
        """The section less these questions; itself where it has none of them."""
        kept = tuple(question for question in self.questions if question.key not in keys)
        if len(kept) == len(self.questions):
            return self
        rest = {name: getattr(self, name) for name in ("key", "name", "kind", "source", "intro")}
        return Section.model_construct(**rest, questions=kept)

    def misplaced(self) -> Iterator[str]:
        """What is wrong with its follow-ups, in words."""
        main = ""
        for question in self.questions:
            if not question.follows:
                main = question.key
            elif question.follows != main:
                yield (
                    f"{question.key} follows {question.follows}, so it must stand directly below it, in the "
                    "same section; a follow-up has none of its own"
                )
            if question.follows and question.critical:
                yield f"{question.key} cannot be a follow-up: a critical question is always asked"
            if question.follows and question.key in CLAIMED:
                yield f"{question.key} cannot be a follow-up: the honest claim always speaks of it"


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
            if fault := next(section.misplaced(), None):
                raise ValueError(fault)
        sometimes = {question.key for question in self if question.follows}
        for question in self:
            if question.not_applicable_when_none in sometimes:
                raise ValueError(f"{question.key} cannot rest on a question that is not always asked")
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

    @cached_property
    def follow_ups(self) -> dict[str, tuple[Question, ...]]:
        """The follow-ups of each question that has some, by its key; empty for most sets."""
        return {key: found for section in self.sections for key, found in section.follow_ups.items()}

    def without(self, keys: Container[str]) -> "Questionnaire":
        """The question set less these questions: to count and show by, never to be stored or checked."""
        sections = tuple(section.without(keys) for section in self.sections)
        kept = {name: getattr(self, name) for name in ("format", "id", "title", "language")}
        return Questionnaire.model_construct(**kept, sections=sections)
