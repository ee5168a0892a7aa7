"""A round of the rules restated: who may make which move when, and what is then known of it."""

from collections.abc import Collection
from dataclasses import dataclass, field

PEOPLE = ("lead", "respondent", "reviewer", "approver", "second", "outsider", "pmo")
"""The last oversees the project, whatever else they become."""
AT_FIRST = {
    ("lead", "lead"),
    ("respondent", "respondent"),
    ("reviewer", "reviewer"),
    ("approver", "approver"),
}
MAY = {
    "start": {"lead"},
    "claim": {"lead"},
    "save": {"lead", "respondent"},
    "agree": {"lead", "reviewer"},
    "submit": {"lead"},
    "review": {"reviewer"},
    "reopen": {"lead", "reviewer"},
    "take_back": {"lead", "reviewer"},
    "withdraw": {"lead"},
    "conclude": {"reviewer"},
    "rule": {"reviewer"},
    "challenge": {"reviewer"},
    "reply": {"lead", "respondent"},
    "judge": {"reviewer"},
    "decide": {"pmo"},
    "settle": {"lead", "reviewer"},
    "fix": {"lead"},
    "ask": {"lead"},
    "approve": {"lead", "approver"},
    "add": {"lead"},
    "change": {"lead"},
    "remove": {"lead"},
}
"""The roles that each move is open to; to a second respondent, who is blind, none."""

WHEN = {
    "claim": {"draft", "returned"},
    "save": {"draft", "returned"},
    "agree": {"draft", "submitted", "in_review", "returned"},
    "submit": {"draft", "returned"},
    "review": {"submitted"},
    "reopen": {"submitted", "in_review"},
    "take_back": {"accepted"},
    "withdraw": {"draft", "submitted", "in_review", "returned"},
    "conclude": {"in_review"},
    "rule": {"in_review"},
    "challenge": {"in_review"},
    "reply": {"submitted", "in_review", "returned"},
    "judge": {"in_review"},
    "decide": {"submitted", "in_review", "returned"},
    "settle": {"submitted", "in_review"},
    "fix": {"submitted", "in_review"},
    "ask": {"submitted", "in_review"},
    "approve": {"submitted", "in_review"},
}
"""The states of the round that each move is open in."""

CHALLENGED = "data.selection"
DATA = ("data.selection", "data.cleaning")
DROPPED = "data.history"
USERS = ("users.selection", "users.resistant")
CAN_SAY = {
    **dict.fromkeys(DATA, ("blank", "0", "4", "verified")),
    DROPPED: ("blank", "0", "n/a"),
    **dict.fromkeys(USERS, ("blank", "unknown")),
}
"""What may be said to the questions that are played with; "verified" is a 4 that the reviewer vouches for."""


@dataclass
class Row:
    """One answer as it stands."""

    said: str
    by: str
    version: int = 1
    agreed_by: str | None = None
    carried: bool = False
    late: bool = False
    """Changed after the verdict was seen."""


@dataclass
class Asked:
    """An acknowledgement, or (without an approver) a fix."""

    by: str
    approver: str | None = None
    approved: bool = False


@dataclass
class Objection:
    """A challenge on the one answer that is challenged here, in the version that was looked at."""

    by: str
    version: int
    replied_by: str | None = None
    contested: bool = False
    judgement: str = ""
    judged_by: str | None = None


@dataclass
class Signing:
    """Who signs the round's report, and what each said; the first decides."""

    signers: tuple[str, ...]
    sealed: bool = False
    said: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Where the report stands; empty while there is none."""
        if "declined" in self.said.values():
            return "declined"
        if self.said:
            return "signed" if len(self.said) == len(self.signers) else "signing"
        return "sealed" if self.sealed else ""


@dataclass
class Round:
    """Where a round stands and what is stored of it."""

    state: str = "draft"
    answers: dict[str, Row] = field(default_factory=dict)
    authors: set[tuple[str, str]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    """Who was asked for a second opinion, whether they still are there or not."""
    settled_by: str | None = None
    reviewer: str | None = None
    """Who took up what was submitted last."""
    ruled: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """Who ruled what on which version of an answer last."""
    objections: list[Objection] = field(default_factory=list)
    remedy: Asked | None = None
    claim: str = "first"
    claim_version: int = 1
    late_claim: bool = False
    submissions: int = 0
    signing: Signing | None = None
    taken_back: int = 0
    """How many of its records hold no longer."""

    def says(self, question: str) -> str:
        """What stands; "blank" where nothing does."""
        row = self.answers.get(question)
        return row.said if row else "blank"

    def wrote(self, who: str, questions: Collection[str] = tuple(CAN_SAY)) -> bool:
        """Whether somebody ever answered one of these."""
        return any((question, who) in self.authors for question in questions)

    def took_part(self, who: str) -> bool:
        """Whether somebody answered anything, or was to answer apart: they verify nothing."""
        return self.wrote(who) or who in self.asked

    def reviewed(self, who: str) -> bool:
        """Whether somebody's judgement of others' answers stands."""
        judges = {one.by for one in self.objections} | {one.judged_by for one in self.objections}
        return who in {self.settled_by, self.reviewer, *(by for by, _, _ in self.ruled.values()), *judges}

    def version(self, question: str) -> int:
        """Of an answer; 0 where there never was one."""
        row = self.answers.get(question)
        return row.version if row else 0
