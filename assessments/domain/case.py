"""The values that an assessment consists of: what was claimed, answered, promised and ruled.

Everything here is frozen and free of behaviour that needs a clock, a database or a request. Numbers are
`decimal.Decimal`; dates are `datetime.date`. Which forms are allowed where is checked on the way in, by
`casefile` for JSON and by the forms for the browser; the scoring rules tolerate whatever arrives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Evidence(StrEnum):
    """The strength of what backs an answer, weakest first."""

    NONE = "none"
    DOCUMENTED = "documented"
    MEASURED = "measured"
    VERIFIED = "verified"

    @property
    def strength(self) -> int:
        """The place in the order, 0 (none) to 3 (verified)."""
        return list(Evidence).index(self)


class How(StrEnum):
    """How a load was reached: in live work, or in a load test apart from the claimed result."""

    LIVE = "live"
    LOAD_TEST = "load_test"


class Outcome(StrEnum):
    """Did the claim meet its own success criterion in the pilot?"""

    MET = "met"
    NOT_MET = "not_met"
    NONE = "none"


@dataclass(frozen=True)
class Proof:
    """What backs a grade: a title with a link, a file's SHA-256 (64 hex digits), or both."""

    title: str
    link: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Choice:
    """An answer that states its own level, 0 to 4."""

    level: int


@dataclass(frozen=True)
class Pair:
    """The pilot's number beside production's, in the question's unit; None where a side is not known."""

    pilot: Decimal | None
    production: Decimal | None
    how: How = How.LIVE


@dataclass(frozen=True)
class NotKnown:
    """The honest answer that nobody knows."""


@dataclass(frozen=True)
class NotApplicable:
    """The question has no meaning here, says the team; counts once a reviewer who answered nothing agrees."""

    reason: str
    agreed_by: str = ""


Said = Choice | Pair | NotKnown | NotApplicable


@dataclass(frozen=True)
class Answer:
    """What was said to one question, and what backs it."""

    said: Said
    evidence: Evidence = Evidence.NONE
    rationale: str = ""
    proof: tuple[Proof, ...] = ()
    verified_by: str = ""


@dataclass(frozen=True)
class Claim:
    """The headline result that the pilot reports."""

    metric: str = ""
    value: Decimal | None = None
    unit: str = ""
    sample_size: int | None = None
    proportion: bool = True
    criterion: str = ""
    result: Outcome = Outcome.NONE
    period: str = ""
    baseline: str = ""


class Progress(StrEnum):
    """How far a piece of a fix has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def goes_on(self) -> bool:
        """Whether there is something left to do."""
        return self in {Progress.OPEN, Progress.IN_PROGRESS}


@dataclass(frozen=True)
class Action:
    """A piece of a fix: who does it until when, at what cost, and what will show that it worked."""

    what: str
    owner: str
    due: date
    status: Progress = Progress.OPEN
    shown_by: str = ""
    cost: str = ""
    dropped_because: str = ""
    proof: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Fix:
    """The gap will be closed before deployment; counts only when a later round's answers show it."""

    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, or a range of numbers where `to` names its upper end."""

    value: Decimal
    unit: str
    to: Decimal | None = None


@dataclass(frozen=True)
class Acknowledgement:
    """An adjusted expectation in words and a number; on the day it expires the finding reopens.

    `effect` is what the adjustment does to cost or time.
    """

    expectation: str
    adjusted: Quantity
    asked_by: str
    approver: str
    expires: date
    effect: str = ""


Remedy = Fix | Acknowledgement


@dataclass(frozen=True)
class Challenge:
    """A reviewer's objection to an answer; open until answered and settled.

    `judgement` is "upheld" (it is not settled: the objection stands) or "dropped", empty while nobody judged.
    """

    question: str
    text: str
    settled: bool = False
    by: str = ""
    due: date | None = None
    reply: str = ""
    replied_by: str = ""
    contested: bool = False
    judgement: str = ""
    judged_by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Settlement:
    """A contradiction that someone explained."""

    rule: str
    why: str
    by: str


@dataclass(frozen=True)
class LoweredGrade:
    """A reviewer's ruling that an answer's evidence is weaker than stated."""

    question: str
    evidence: Evidence
    by: str
    why: str


@dataclass(frozen=True)
class Refusal:
    """A reviewer's ruling that a question does apply: its answer counts as not known."""

    question: str
    by: str
    why: str


@dataclass(frozen=True)
class Disagreement:
    """A blind second respondent's answer to a question, beside the team's."""

    question: str
    second: Said
    settled: bool = False
    by: str = ""
    why: str = ""
    rationale: str = ""
    """The second respondent's own reason for their answer."""


@dataclass(frozen=True)
class DeferredCase:
    """A kind of case left out of the pilot; shares in %."""

    kind: str
    volume_share: Decimal | None = None
    effort_share: Decimal | None = None
    plan: str = ""
    due: date | None = None


@dataclass(frozen=True)
class EvidenceEntry:
    """One piece in the evidence register."""

    title: str
    link: str = ""
    sha256: str = ""
    dated: date | None = None
    expires: date | None = None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Leadership's decision on a report: proceed, proceed_adjusted, fix_first or stop."""

    what: str
    by: str
    on: date


@dataclass(frozen=True)
class OutcomeRecord:
    """What happened in production, so many days after go-live; what is None or missing is not known.

    `value` is the claim's metric now, `incidents` counts them by section, `currency` is that of the cost.
    """

    days: int
    state: str
    text: str = ""
    value: Decimal | None = None
    unit: str = ""
    users: int | None = None
    cost: Decimal | None = None
    currency: str = ""
    incidents: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One round of one project's answering, whole: everything a verdict is computed from.

    `answers` maps question keys to answers (a missing key is a blank question), `remedies` section keys to
    dispositions.
    """

    questionnaire: str
    project: str
    initiative: str = ""
    unit: str = ""
    round: int = 1
    claim: Claim = field(default_factory=Claim)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    remedies: Mapping[str, Remedy] = field(default_factory=dict)
    challenges: tuple[Challenge, ...] = ()
    settled: tuple[Settlement, ...] = ()
    lowered_grades: tuple[LoweredGrade, ...] = ()
    refused: tuple[Refusal, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    scope_register: tuple[DeferredCase, ...] = ()
    evidence: tuple[EvidenceEntry, ...] = ()
    notes: str = ""
    decision: Decision | None = None
    outcomes: tuple[OutcomeRecord, ...] = ()
