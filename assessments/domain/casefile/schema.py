"""The shape of a case file, part by part; the published JSON Schema is generated from it."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .. import case
from ..numbers import LIMIT
from .values import Count, Day, Line, Link, Name, Number, Sha256, Share, Text, Told, Whole, wrong

FORMAT = "honest-pilot-case/1"


class Part(BaseModel):
    """A part of the file: unknown keys are errors, texts are not turned into numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Backed(Part):
    """Something with a title that can be found again."""

    title: Name
    link: Link = ""
    sha256: Sha256 = ""

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.link and not self.sha256:
            raise wrong("needs a link or a sha256")
        return self


class ProofPart(Backed):
    """One proof of an answer."""

    def value(self) -> case.Proof:
        """The proof as the rules know it."""
        return case.Proof(self.title, self.link, self.sha256)


class SaidPart(Part):
    """Exactly one form: a level, a pair, not known, or not applicable."""

    level: Annotated[Whole, Field(ge=0, le=4)] | None = None
    pilot: Count | None = None
    production: Count | None = None
    how: Literal["live", "load_test"] | None = None
    not_known: Literal[True] | None = None
    not_applicable: Told | None = None
    agreed_by: Name | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [
            self.level is not None,
            self.pilot is not None or self.production is not None,
            self.not_known is not None,
            self.not_applicable is not None,
        ]
        if sum(forms) != 1:
            raise wrong(
                "must have exactly one form: level, pilot and production, not_known, or not_applicable"
            )
        if self.how is not None and not forms[1]:
            raise wrong("how goes with pilot and production only")
        if self.agreed_by is not None and not forms[3]:
            raise wrong("agreed_by goes with not_applicable only")
        return self

    def said(self) -> case.Said:
        """What was said, as the rules know it."""
        if self.level is not None:
            return case.Choice(self.level)
        if self.not_known:
            return case.NotKnown()
        if self.not_applicable is not None:
            return case.NotApplicable(self.not_applicable, self.agreed_by or "")
        return case.Pair(self.pilot, self.production, case.How(self.how or "live"))


class AnswerPart(SaidPart):
    """One answer with what backs it."""

    evidence: Literal["none", "documented", "measured", "verified"] = "none"
    rationale: Text = ""
    proof: Annotated[tuple[ProofPart, ...], Field(max_length=50)] = ()
    verified_by: Line = ""

    @model_validator(mode="after")
    def _backed(self) -> Self:
        if self.evidence != "none" and not self.proof:
            raise wrong(
                f'evidence "{self.evidence}" needs at least one proof: a title with a link or a sha256'
            )
        if self.evidence == "verified" and not self.verified_by.strip():
            raise wrong('evidence "verified" needs verified_by: who checked it')
        return self

    def value(self) -> case.Answer:
        """The answer as the rules know it."""
        proof = tuple(part.value() for part in self.proof)
        return case.Answer(self.said(), case.Evidence(self.evidence), self.rationale, proof, self.verified_by)


class ProjectPart(Part):
    """Which project the case is about."""

    name: Name
    initiative: Line = ""
    unit: Line = ""


class ClaimPart(Part):
    """The pilot's headline result."""

    metric: Line = ""
    value: Number | None = None
    unit: Line = ""
    sample_size: Annotated[Whole, Field(gt=0, lt=LIMIT)] | None = None
    proportion: bool = True
    criterion: Line = ""
    result: Literal["met", "not_met", "none"] = "none"
    period: Line = ""
    baseline: Line = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.unit == "%" and self.sample_size is None:
            raise wrong("unit % needs sample_size: how many cases the result rests on")
        if self.result != "none" and not self.criterion.strip():
            raise wrong(f'result "{self.result}" needs the criterion that it is held against')
        if self.value is not None and not self.metric.strip():
            raise wrong("a value needs its metric")
        return self

    def stated(self) -> case.Claim:
        """The claim as the rules know it."""
        return case.Claim(**{**dict(self), "result": case.Outcome(self.result)})


class ActionPart(Part):
    """A piece of a fix."""

    what: Told
    owner: Name
    due: Day
    done: bool = False

    def value(self) -> case.Action:
        """The action as the rules know it."""
        return case.Action(self.what, self.owner, self.due, self.done)


class FixPart(Part):
    """The gap will be closed before deployment."""

    actions: Annotated[tuple[ActionPart, ...], Field(min_length=1, max_length=50)]


class QuantityPart(Part):
    """A number with its unit."""

    value: Number
    unit: Line


class AcknowledgementPart(Part):
    """An adjusted expectation, asked for by one person and approved by another."""

    expectation: Told
    adjusted: QuantityPart
    asked_by: Name
    approver: Line = ""
    expires: Day

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.asked_by.strip().casefold() == self.approver.strip().casefold():
            raise wrong("asked_by and approver must be two people")
        return self

    def value(self) -> case.Acknowledgement:
        """The acknowledgement as the rules know it."""
        adjusted = case.Quantity(self.adjusted.value, self.adjusted.unit)
        return case.Acknowledgement(self.expectation, adjusted, self.asked_by, self.approver, self.expires)


class RemedyPart(Part):
    """Exactly one of fix and acknowledge."""

    fix: FixPart | None = None
    acknowledge: AcknowledgementPart | None = None

    @model_validator(mode="after")
    def _one_move(self) -> Self:
        if (self.fix is None) == (self.acknowledge is None):
            raise wrong("must be exactly one of fix and acknowledge")
        return self

    def value(self) -> case.Remedy | None:
        """The remedy as the rules know it."""
        if self.fix is not None:
            return case.Fix(tuple(part.value() for part in self.fix.actions))
        return self.acknowledge.value() if self.acknowledge else None


class ChallengePart(Part):
    """A reviewer's objection."""

    question: Name
    text: Told
    settled: bool = False

    def value(self) -> case.Challenge:
        """The challenge as the rules know it."""
        return case.Challenge(self.question, self.text, self.settled)


class SettlementPart(Part):
    """A contradiction that someone explained."""

    rule: Name
    why: Told
    by: Name

    def value(self) -> case.Settlement:
        """The settlement as the rules know it."""
        return case.Settlement(self.rule, self.why, self.by)


class RulingPart(Part):
    """A reviewer's ruling on one answer: a lowered grade, or an agreed "not applicable"."""

    question: Name
    lowered_grade: Literal["none", "documented", "measured"] | None = None
    agreed_not_applicable: Literal[True] | None = None
    by: Name
    why: Text = ""

    @model_validator(mode="after")
    def _one_ruling(self) -> Self:
        if (self.lowered_grade is None) == (self.agreed_not_applicable is None):
            raise wrong("must be exactly one of lowered_grade and agreed_not_applicable")
        return self

    def lowered(self) -> case.LoweredGrade:
        """The lowered grade as the rules know it."""
        return case.LoweredGrade(
            self.question, case.Evidence(self.lowered_grade or "none"), self.by, self.why
        )


class DisagreementPart(Part):
    """A second voice's answer, and how the difference was settled."""

    question: Name
    second: SaidPart
    settled: bool = False
    by: Line = ""
    why: Text = ""

    def value(self) -> case.Disagreement:
        """The disagreement as the rules know it."""
        return case.Disagreement(self.question, self.second.said(), self.settled, self.by, self.why)


class DeferredCasePart(Part):
    """A kind of case left out of the pilot; shares in %."""

    kind: Told
    volume_share: Share | None = None
    effort_share: Share | None = None
    plan: Text = ""
    due: Day | None = None

    def value(self) -> case.DeferredCase:
        """The deferred kind of case as the rules know it."""
        return case.DeferredCase(**dict(self))


class EvidencePart(Backed):
    """One piece in the evidence register."""

    dated: Annotated[Day | None, Field(alias="date")] = None
    expires: Annotated[Day | None, Field(alias="expiry")] = None
    questions: tuple[Name, ...] = ()

    def value(self) -> case.EvidenceEntry:
        """The entry as the rules know it."""
        return case.EvidenceEntry(**dict(self))


class DecisionPart(Part):
    """Leadership's decision."""

    what: Literal["proceed", "proceed_adjusted", "fix_first", "stop"]
    by: Name
    on: Day

    def value(self) -> case.Decision:
        """The decision as the rules know it."""
        return case.Decision(self.what, self.by, self.on)


class OutcomePart(Part):
    """What happened in production, so many days after go-live."""

    days: Annotated[Whole, Field(ge=0, le=3650)]
    state: Literal["as_expected", "below", "rolled_back"]
    text: Text = ""
    value: Number | None = None

    def outcome(self) -> case.OutcomeRecord:
        """The outcome as the rules know it."""
        return case.OutcomeRecord(self.days, self.state, self.text, self.value)


class CaseFile(Part):
    """The whole document."""

    format: Literal["honest-pilot-case/1"]
    questionnaire: Name
    project: ProjectPart
    round: Annotated[Whole, Field(ge=1, le=10_000)] = 1
    claim: ClaimPart = Field(default_factory=ClaimPart)
    answers: dict[str, AnswerPart] = Field(default_factory=dict)
    remedies: dict[str, RemedyPart] = Field(default_factory=dict)
    challenges: tuple[ChallengePart, ...] = ()
    settled: tuple[SettlementPart, ...] = ()
    rulings: tuple[RulingPart, ...] = ()
    disagreements: tuple[DisagreementPart, ...] = ()
    scope_register: tuple[DeferredCasePart, ...] = ()
    evidence: tuple[EvidencePart, ...] = ()
    notes: Text = ""
    decision: DecisionPart | None = None
    outcomes: tuple[OutcomePart, ...] = ()


def json_schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12)."""
    schema = CaseFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": FORMAT, **schema}
