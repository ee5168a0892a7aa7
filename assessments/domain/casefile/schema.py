"""The shape of a case file, part by part; the published JSON Schema is generated from it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from .. import case
from ..language import gettext as _
from ..numbers import LIMIT
from .parts import Backed, Part, ProofPart, Raw, given
from .remedies import RemedyPart
from .values import Count, Day, Line, Name, Number, Share, Text, Told, Whole

FORMAT = "honest-pilot-case/1"
GRADES_WITH_PROOF = ("documented", "measured", "verified")
MANY = 1_000
"""Entries at most in a list."""
MOST_COUNTED = 2_000_000_000


class SaidPart(Part):
    """Exactly one form: a level, a pair, not known, or not applicable."""

    level: Annotated[Whole, Field(ge=0, le=4)] | None = None
    pilot: Count | None = None
    production: Count | None = None
    how: Literal["live", "load_test"] | None = None
    not_known: Literal[True] | None = None
    not_applicable: Told | None = None
    agreed_by: Name | None = None

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """One form, and nothing that belongs to another."""
        forms = [given(raw, "level"), given(raw, "pilot", "production"), given(raw, "not_known")]
        forms.append(given(raw, "not_applicable"))
        if sum(forms) != 1:
            yield _("must have exactly one form: level, pilot and production, not_known, or not_applicable")
        if given(raw, "how") and not forms[1]:
            yield _("how goes with pilot and production only")
        if given(raw, "agreed_by") and not forms[3]:
            yield _("agreed_by goes with not_applicable only")

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

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """A grade above none is backed."""
        yield from super().rules(raw)
        grade = raw.get("evidence", "none")
        if grade in GRADES_WITH_PROOF and not raw.get("proof"):
            text = _('evidence "%(grade)s" needs at least one proof: a title with a link or a sha256')
            yield text % {"grade": grade}
        if grade == "verified" and not str(raw.get("verified_by") or "").strip():
            yield _('evidence "verified" needs verified_by: who checked it')

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

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """The claim says enough to be judged."""
        if raw.get("unit") == "%" and raw.get("sample_size") is None:
            yield _("unit % needs sample_size: how many cases the result rests on")
        if raw.get("result") in {"met", "not_met"} and not str(raw.get("criterion") or "").strip():
            text = _('result "%(result)s" needs the criterion that it is held against')
            yield text % {"result": raw["result"]}
        if raw.get("value") is not None and not str(raw.get("metric") or "").strip():
            yield _("a value needs its metric")

    def stated(self) -> case.Claim:
        """The claim as the rules know it."""
        return case.Claim(**{**dict(self), "result": case.Outcome(self.result)})


class ChallengePart(Part):
    """A reviewer's objection."""

    question: Name
    text: Told
    settled: bool = False
    by: Line = ""
    due: Day | None = None
    reply: Text = ""
    replied_by: Line = ""
    contested: bool = False
    judgement: Literal["", "upheld", "dropped"] = ""
    judged_by: Line = ""
    why: Text = ""

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """What is upheld stands; what is dropped is settled."""
        if (raw.get("judgement") == "upheld") and raw.get("settled"):
            yield _("judgement “upheld” does not go with settled: the objection stands")
        if (raw.get("judgement") == "dropped") and not raw.get("settled"):
            yield _("judgement “dropped” goes with settled")

    def value(self) -> case.Challenge:
        """The challenge as the rules know it."""
        return case.Challenge(**dict(self))


class SettlementPart(Part):
    """A contradiction that someone explained."""

    rule: Name
    why: Told
    by: Name

    def value(self) -> case.Settlement:
        """The settlement as the rules know it."""
        return case.Settlement(self.rule, self.why, self.by)


class RulingPart(Part):
    """A reviewer's ruling on one answer: a lowered grade, an agreed or a refused "not applicable"."""

    question: Name
    lowered_grade: Literal["none", "documented", "measured"] | None = None
    agreed_not_applicable: Literal[True] | None = None
    refused_not_applicable: Literal[True] | None = None
    by: Name
    why: Text = ""

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """One ruling at a time."""
        kinds = ("lowered_grade", "agreed_not_applicable", "refused_not_applicable")
        if sum(given(raw, kind) for kind in kinds) != 1:
            yield _("must be exactly one of lowered_grade, agreed_not_applicable and refused_not_applicable")

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
    rationale: Text = ""

    def value(self) -> case.Disagreement:
        """The disagreement as the rules know it."""
        return case.Disagreement(
            self.question, self.second.said(), self.settled, self.by, self.why, self.rationale
        )


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
    questions: Annotated[tuple[Name, ...], Field(max_length=MANY)] = ()

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


SectionKey = Literal["data", "users", "load", "integration", "change", "support", "scope", "criteria"]
"""Spelled out for the published schema; `questionnaire.SECTIONS` has the same."""


class OutcomePart(Part):
    """What happened in production, so many days after go-live."""

    days: Annotated[Whole, Field(ge=0, le=3650)]
    state: Literal["as_expected", "below", "rolled_back"]
    text: Text = ""
    value: Number | None = None
    unit: Line = ""
    users: Annotated[Whole, Field(ge=0, le=MOST_COUNTED)] | None = None
    cost: Count | None = None
    currency: Annotated[str, Field(pattern="^([A-Z]{3})?$")] = ""
    incidents: dict[SectionKey, Annotated[Whole, Field(ge=0, le=MOST_COUNTED)]] = Field(default_factory=dict)

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """A number stands with what it counts."""
        if raw.get("unit") and not given(raw, "value"):
            yield _("unit goes with value only")
        if given(raw, "cost") != bool(raw.get("currency")):
            yield _("cost and currency go together, such as 12000 and EUR")

    def outcome(self) -> case.OutcomeRecord:
        """The outcome as the rules know it."""
        return case.OutcomeRecord(**dict(self))


class CaseFile(Part):
    """The whole document."""

    format: Literal["honest-pilot-case/1"]
    questionnaire: Name
    project: ProjectPart
    round: Annotated[Whole, Field(ge=1, le=10_000)] = 1
    claim: ClaimPart = Field(default_factory=ClaimPart)
    answers: dict[str, AnswerPart] = Field(default_factory=dict)
    remedies: dict[str, RemedyPart] = Field(default_factory=dict)
    challenges: Annotated[tuple[ChallengePart, ...], Field(max_length=MANY)] = ()
    settled: Annotated[tuple[SettlementPart, ...], Field(max_length=MANY)] = ()
    rulings: Annotated[tuple[RulingPart, ...], Field(max_length=MANY)] = ()
    disagreements: Annotated[tuple[DisagreementPart, ...], Field(max_length=MANY)] = ()
    scope_register: Annotated[tuple[DeferredCasePart, ...], Field(max_length=MANY)] = ()
    evidence: Annotated[tuple[EvidencePart, ...], Field(max_length=MANY)] = ()
    notes: Text = ""
    decision: DecisionPart | None = None
    outcomes: Annotated[tuple[OutcomePart, ...], Field(max_length=MANY)] = ()


def json_schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12)."""
    schema = CaseFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": FORMAT, **schema}
