"""The parts that a report is made of: labels, numbers and reasons as finished text, codes beside it.

Codes (`finding`, `verdict`, `state`, ...) choose shapes and colours; texts are shown as they
stand. Numbers that charts draw stay numbers.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assessments.domain.language import gettext as _

State = Literal["known", "not_known", "not_answered", "not_applicable", "not_agreed"]
"""How a question was answered; everything but "known" and "not_applicable" counts as not known."""


@dataclass(frozen=True)
class Proof:
    """One entry of the evidence register; `number` is how the answers refer to it."""

    number: int
    title: str
    link: str
    sha256: str
    dated: str
    expires: str
    backs: tuple[str, ...]
    """The names of the questions that rest on it."""


@dataclass(frozen=True)
class Pair:
    """Pilot beside production, for charts and lists; None and "not known" where a side is missing.

    `ratio` is the coverage in words ("1 %"), empty without one; `level` is the claimed level.
    `direction` says which side had more where the ratio does not tell it: "the pilot had more".
    """

    key: str
    name: str
    unit: str
    pilot: Decimal | None
    production: Decimal | None
    pilot_text: str
    production_text: str
    ratio: str
    level: int | None
    just_over: bool
    load_test: bool
    direction: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether both sides are known."""
        return self.pilot is not None and self.production is not None


@dataclass(frozen=True)
class Answer:
    """One question of the set with what was said; `claimed` is None where no level was stated.

    `evidenced` is None once the question dropped out as not applicable. `share` is a pair's coverage ("1 %").
    """

    key: str
    name: str
    question: str
    critical: bool
    state: State
    text: str
    share: str
    claimed: int | None
    evidenced: int | None
    grade: str
    grade_word: str
    grade_note: str
    proofs: tuple[int, ...]
    just_over: bool
    holds_down: bool
    remarks: tuple[str, ...]
    rationale: str
    pair: Pair | None = None

    @property
    def levels_text(self) -> str:
        """The evidenced level, and the claimed one where it is higher: "1, claimed 3"."""
        if not self.optimism:
            return f"{self.evidenced}"
        levels = {"evidenced": self.evidenced, "claimed": self.claimed}
        # Translators: two levels, as in "1, claimed 3".
        return _("%(evidenced)s, claimed %(claimed)s") % levels

    @property
    def is_roomy(self) -> bool:
        """Whether its numbers of proofs leave room beside them, on paper."""
        return len(self.proofs) < 3

    @property
    def optimism(self) -> int:
        """How many levels the claim stands above its evidence."""
        return (self.claimed or 0) - (self.evidenced or 0) if self.claimed is not None else 0


@dataclass(frozen=True)
class Step:
    """A piece of a fix; `status` is open, in_progress, done or dropped, `status_word` says it.

    What was not asked yet when the record was made is empty.
    """

    what: str
    owner: str
    due: str
    status: str
    status_word: str
    dropped_because: str = ""
    cost: str = ""
    shown_by: str = ""
    proofs: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether somebody said that it is done; it counts once a later round's answers show it."""
        return self.status == "done"


@dataclass(frozen=True)
class Remedy:
    """What was decided about one section's finding.

    `state` is not_needed, undecided, fix, acknowledged or expired.
    """

    section: str
    section_name: str
    finding: str
    finding_word: str
    state: str
    word: str
    reason: str
    steps: tuple[Step, ...] = ()
    expectation: str = ""
    adjusted: str = ""
    instead_of: str = ""
    """The claim's own number in the same unit, which the adjusted one replaces; empty where none is."""
    effect: str = ""
    asked_by: str = ""
    approver: str = ""
    expires: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether anything was chosen at all."""
        return bool(self.steps or self.expectation)

    @property
    def is_open(self) -> bool:
        """Whether someone still has to choose."""
        return self.state in {"undecided", "expired"}


@dataclass(frozen=True)
class Section:
    """One of the eight sections with its finding; `claimed` is None where no critical answer is known."""

    key: str
    name: str
    kind: str
    source: str
    intro: str
    finding: str
    finding_word: str
    finding_sentence: str
    level: int
    claimed: int | None
    optimism: str
    held_down_by: tuple[str, ...]
    counts: str
    answers: tuple[Answer, ...]
    remedy: Remedy
    before: str
    """The finding and level of the previous round, empty without one."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The measured pairs with both sides known, in catalogue order."""
        pairs = (answer.pair for answer in self.answers)
        return tuple(pair for pair in pairs if pair and pair.is_whole)

    @property
    def not_answered(self) -> tuple[Answer, ...]:
        """The questions that count as not known."""
        return tuple(answer for answer in self.answers if answer.state not in {"known", "not_applicable"})

    @property
    def blank(self) -> tuple[Answer, ...]:
        """The questions to which nothing at all was said."""
        return tuple(answer for answer in self.answers if answer.state == "not_answered")

    @property
    def not_known(self) -> tuple[Answer, ...]:
        """The questions of which it was said that nobody knows."""
        return tuple(a for a in self.answers if a.state == "not_known" and a.pair is None)

    @property
    def half_known(self) -> tuple[Answer, ...]:
        """The questions to which something was said that does not count: half a pair, no one's agreement."""
        told = {answer.key for answer in (*self.blank, *self.not_known)}
        return tuple(answer for answer in self.not_answered if answer.key not in told)

    @property
    def verified(self) -> bool:
        """Whether every critical answer was verified independently."""
        return all(a.grade == "verified" for a in self.answers if a.critical and a.evidenced is not None)


@dataclass(frozen=True)
class Contradiction:
    """Answers that cannot both be true; `answers` are (question's name, answer) in words."""

    rule: str
    text: str
    answers: tuple[tuple[str, str], ...]
    settled: bool
    settlement: str


@dataclass(frozen=True)
class Disagreement:
    """Two voices that differ on one question, each with its answer and its reason in words."""

    key: str
    name: str
    team: str
    team_reason: str
    second: str
    second_reason: str
    settled: bool
    settlement: str


@dataclass(frozen=True)
class Prompt:
    """A question to the team and the reviewers, and the rule by which it is asked."""

    asks: str
    why: str


@dataclass(frozen=True)
class Hold:
    """One thing, other than a section, that keeps the verdict from being predictive."""

    kind: str
    word: str
    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Unseen:
    """What the pilot could not have seen; `rate` is a share of cases, numbers are None where not known."""

    known: bool
    sentence: str
    by_hand: str
    caution: str
    cases_text: str
    rate_text: str
    month_text: str
    per_month_text: str
    cases: Decimal | None
    rate: Decimal | None
    month: Decimal | None
    per_month: Decimal | None

    @property
    def can_be_drawn(self) -> bool:
        """Whether the pilot saw fewer cases than a month brings; else its square would hide the month's."""
        return self.cases is not None and self.month is not None and self.cases < self.month


@dataclass(frozen=True)
class ToClose:
    """One section to close before the verdict can change, and the answers that hold it down."""

    key: str
    name: str
    finding: str
    finding_word: str
    held_down_by: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A production value that was corrected since the last round."""

    key: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Deferred:
    """A kind of case that the pilot left out."""

    kind: str
    volume_share: str
    effort_share: str
    plan: str
    due: str


@dataclass(frozen=True)
class Rule:
    """One step of the method, redoable by hand."""

    title: str
    text: str


@dataclass(frozen=True)
class Threshold:
    """Where a pair's levels begin, and which side is divided by which."""

    name: str
    critical: bool
    division: str
    begins: tuple[str, str, str, str]


@dataclass(frozen=True)
class Fact:
    """A label with its value; `is_digest` for SHA-256 values."""

    label: str
    value: str
    is_digest: bool = False


@dataclass(frozen=True)
class Note:
    """A labelled text that the case carries along: notes, challenges, rulings, decision, outcomes."""

    label: str
    text: str
