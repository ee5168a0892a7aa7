"""The rules of a round restated for the proofs: who may do what when, and what is then stored.

Written from the domain's words and independent of the product's code: no table of its, no query, no model.
Every move returns the name of the refusal that must come, or None and has changed what is stored.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

PEOPLE = ("lead", "respondent", "reviewer", "approver", "second", "outsider")
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
    "reopen": {"lead"},
    "withdraw": {"lead"},
    "conclude": {"lead"},
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
    "agree": {"draft", "submitted", "returned"},
    "submit": {"draft", "returned"},
    "reopen": {"submitted"},
    "withdraw": {"draft", "submitted", "returned"},
    "conclude": {"submitted"},
    "settle": {"submitted"},
    "fix": {"submitted"},
    "ask": {"submitted"},
    "approve": {"submitted"},
}
"""The states of the round that each move is open in."""

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
class Round:
    """Where a round stands and what is stored of it."""

    state: str = "draft"
    answers: dict[str, Row] = field(default_factory=dict)
    authors: set[tuple[str, str]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    """Who was asked for a second opinion, whether they still are there or not."""
    settled_by: str | None = None
    remedy: Asked | None = None
    claim: str = "first"
    claim_version: int = 1
    late_claim: bool = False
    submissions: int = 0

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
        return self.settled_by == who or any(row.agreed_by == who for row in self.answers.values())


class Rules:
    """One project with its people and its latest round."""

    def __init__(self) -> None:
        self.roles = set(AT_FIRST)
        self.limits: dict[str, str] = {}
        """The section that a respondent is limited to."""
        self.rounds = [Round()]

    @property
    def round(self) -> Round:
        """The latest."""
        return self.rounds[-1]

    def roles_of(self, who: str) -> set[str]:
        """Somebody's roles."""
        return {role for person, role in self.roles if person == who}

    def start(self, who: str) -> str | None:
        """The next round, with what the last one that was not withdrawn said."""
        if refused := self._refused("start", who):
            return refused
        if self.round.state not in {"accepted", "withdrawn"}:
            return "RoundOpen"
        kept = next((one for one in reversed(self.rounds) if one.state != "withdrawn"), Round())
        new = Round()
        new.answers = {
            question: Row(row.said, row.by, carried=True)
            for question, row in kept.answers.items()
            if row.said != "blank"
        }
        new.authors = {(question, person) for question, person in kept.authors if question in new.answers}
        new.asked = {person for person, role in self.roles if role == "second_respondent"}
        self.rounds.append(new)
        return None

    def claim(self, who: str, metric: str, *, stale: bool = False) -> str | None:
        """Another headline; what was approved on the old one is asked anew."""
        if refused := self._refused("claim", who):
            return refused
        now = self.round
        if metric == now.claim:
            return None
        if stale:
            return "StaleClaim"
        now.claim, now.claim_version = metric, now.claim_version + 1
        now.late_claim = now.late_claim or now.submissions > 0
        if now.state == "returned":
            self._ask_anew()
        return None

    def save(self, who: str, question: str, said: str, *, stale: bool = False) -> str | None:
        """An answer, by whoever has judged none; a respondent of one section answers no other."""
        if refused := self._refused("save", who):
            return refused
        if "lead" not in self.roles_of(who) and not question.startswith(self.limits.get(who, "")):
            return "NotAllowed"
        now, row = self.round, self.round.answers.get(question)
        changed = said != now.says(question)
        if not changed and not (row and row.carried):
            return None
        if stale:
            return "StaleAnswer"
        if said == "verified" and (who == "reviewer" or now.took_part("reviewer")):
            return "InvalidAnswer"
        stands = row.agreed_by if row and said == row.said == "n/a" else None
        late = bool(row and row.late) or (changed and now.submissions > 0)
        now.answers[question] = Row(said, who, row.version + 1 if row else 1, stands, late=late)
        now.authors.add((question, who))
        if changed and now.state == "returned":
            now.settled_by = None if question in DATA else now.settled_by
        if now.state == "returned" and question in USERS:
            self._ask_anew(None if changed else who)
        return None

    def agree(self, who: str, question: str = DROPPED, *, stale: bool = False) -> str | None:
        """That a question does not apply, by whoever answered nothing and has read why."""
        if refused := self._refused("agree", who):
            return refused
        if self.round.says(question) != "n/a":
            return "NothingToAgree"
        if self.round.wrote(who):
            return "NotAllowed"
        if stale:
            return "StaleAnswer"
        self.round.answers[question].agreed_by = who
        return None

    def submit(self, who: str) -> str | None:
        """Unless somebody vouches for an answer who has answered since."""
        if refused := self._refused("submit", who):
            return refused
        now = self.round
        if now.took_part("reviewer") and "verified" in {now.says(question) for question in DATA}:
            return "NotIndependent"
        now.state, now.submissions = "submitted", now.submissions + 1
        return None

    def reopen(self, who: str, reason: str = "Count again.") -> str | None:
        """Back to the team."""
        if refused := self._refused("reopen", who):
            return refused
        return self._explained("returned", reason)

    def withdraw(self, who: str, reason: str = "Nobody needs it.") -> str | None:
        """The end, without a verdict."""
        if refused := self._refused("withdraw", who):
            return refused
        return self._explained("withdrawn", reason)

    def conclude(self, who: str) -> str | None:
        """The end, with a record."""
        if refused := self._refused("conclude", who):
            return refused
        self.round.state = "accepted"
        return None

    def settle(self, who: str, why: str = "Both are true.") -> str | None:
        """The contradiction explained, by whoever gave neither answer."""
        if not why:
            return "InvalidSettlement"
        if refused := self._refused("settle", who):
            return refused
        now = self.round
        if (now.says("data.selection"), now.says("data.cleaning")) not in {("4", "0"), ("verified", "0")}:
            return "NothingToSettle"
        if now.wrote(who, DATA):
            return "NotAllowed"
        now.settled_by = who
        return None

    def fix(self, who: str) -> str | None:
        """The finding will be closed."""
        if refused := self._refused("fix", who):
            return refused
        self.round.remedy = Asked(who)
        return None

    def ask(self, who: str, approver: str) -> str | None:
        """The finding is acknowledged, once somebody else approves."""
        if who == approver:
            return "InvalidRemedy"
        if refused := self._refused("ask", who):
            return refused
        if not self.roles_of(approver) & MAY["approve"] or self.round.wrote(approver, USERS):
            return "InvalidRemedy"
        if "blank" in {self.round.says(question) for question in USERS}:
            return "NotAcknowledgeable"
        self.round.remedy = Asked(who, approver)
        return None

    def approve(self, who: str, *, stale: bool = False) -> str | None:
        """What one was asked for and has read, about what one did not answer."""
        if refused := self._refused("approve", who):
            return refused
        asked = self.round.remedy
        if asked is None or asked.approver is None:
            return "NothingToApprove"
        if stale:
            return "StaleAcknowledgement"
        if asked.approver != who or self.round.wrote(who, USERS):
            return "NotAllowed"
        asked.approved = True
        return None

    def add(self, who: str, person: str, role: str, section: str = "") -> str | None:
        """A role for somebody; whoever has it already keeps it as it is."""
        if refused := self._refused("add", who) or self._unfit(person, role, section):
            return refused
        if (person, role) not in self.roles:
            self._give(person, role, section)
        return None

    def change(self, who: str, person: str, old: str, new: str, section: str = "") -> str | None:
        """Another role, or another section, in place of one."""
        if refused := self._refused("change", who):
            return refused
        if section and new not in {"respondent", "second_respondent"}:
            return "InvalidMember"
        if new != "lead" and self._is_last_lead(person, old):
            return "LastLead"
        if refused := self._unfit(person, new, section, besides=old):
            return refused
        if old != new and (person, new) in self.roles:
            return "MemberAlready"
        self._take(person, old)
        self._give(person, new, section)
        return None

    def remove(self, who: str, person: str, role: str) -> str | None:
        """A role from somebody, never the last lead's."""
        if refused := self._refused("remove", who):
            return refused
        if self._is_last_lead(person, role):
            return "LastLead"
        self._take(person, role)
        return None

    def _unfit(self, person: str, role: str, section: str, besides: str = "") -> str | None:
        """Sections are for who answers; who answers blind is nothing else, and wrote or judged nothing."""
        if section and role not in {"respondent", "second_respondent"}:
            return "InvalidMember"
        others = self.roles_of(person) - {role, besides}
        did = self.round.wrote(person) or self.round.reviewed(person)
        knows = did and self.round.state not in {"accepted", "withdrawn"}
        if "second_respondent" in others or (role == "second_respondent" and (others or knows)):
            return "RoleBreaksSeparation"
        return None

    def _is_last_lead(self, person: str, role: str) -> bool:
        return role == "lead" and {one for one, held in self.roles if held == "lead"} == {person}

    def _give(self, person: str, role: str, section: str) -> None:
        self.roles.add((person, role))
        if role == "second_respondent" and self.round.state not in {"accepted", "withdrawn"}:
            self.round.asked.add(person)
        if section:
            self.limits[person] = section

    def _take(self, person: str, role: str) -> None:
        self.roles.discard((person, role))
        if role in {"respondent", "second_respondent"}:
            self.limits.pop(person, None)

    def _refused(self, move: str, who: str) -> str | None:
        """Because of who they are, or of where the round stands."""
        if not self.roles_of(who) & MAY[move] or (move == "save" and self.round.reviewed(who)):
            return "NotAllowed"
        if move in WHEN and self.round.state not in WHEN[move]:
            return "CannotConclude" if move == "conclude" else "WrongState"
        return None

    def _explained(self, target: str, reason: str) -> str | None:
        if not reason:
            return "ReasonMissing"
        self.round.state = target
        return None

    def _ask_anew(self, approver: str | None = None) -> None:
        """Whoever approved, or only this one."""
        asked = self.round.remedy
        if asked and asked.approver and approver in {None, asked.approver}:
            asked.approved = False

    def facts(self) -> dict[str, Any]:
        """What must be stored now."""
        now = self.round
        people = {"roles": self.roles, "limits": self.limits}
        return people | {"rounds": [one.state for one in self.rounds], **vars(now)}
