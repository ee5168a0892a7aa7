"""The rules of a round restated for the proofs: who may do what when, and what is then stored.

Written from the domain's words and independent of the product's code: no table of its, no query, no model.
Every move returns the name of the refusal that must come, or None and has changed what is stored.
"""

from typing import Any

from .round import AT_FIRST, CHALLENGED, DATA, DROPPED, MAY, USERS, WHEN, Asked, Objection, Round, Row


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
        """Somebody's roles in the project."""
        return {role for person, role in self.roles if person == who}

    def may(self, move: str, who: str) -> bool:
        """Whether one of somebody's roles is open to the move, the one above the project included."""
        roles = self.roles_of(who) | ({"pmo"} if who == "pmo" else set())
        return bool(roles & MAY[move]) and "second_respondent" not in roles

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
        self._keep(who, question, "agrees")
        return None

    def rule(self, who: str, question: str, decision: str, *, stale: bool = False) -> str | None:
        """What a reviewer who answered nothing says to an answer that was read."""
        if refused := self._refused("rule", who):
            return refused
        now = self.round
        if now.wrote(who):
            return "NotAllowed"
        fits = {"lowers": now.says(question) == "verified", "refuses": now.says(question) == "n/a"}
        if not fits.get(decision, True):
            return "InvalidRuling"
        if stale:
            return "StaleAnswer"
        self._keep(who, question, decision)
        return None

    def _keep(self, who: str, question: str, decision: str) -> None:
        now = self.round
        now.ruled[question] = (who, decision, now.version(question))
        if now.says(question) == "n/a":
            now.answers[question].agreed_by = who if decision == "agrees" else None

    def challenge(self, who: str, text: str = "Who chose them?") -> str | None:
        """An objection, by a reviewer who answered nothing; one at a time."""
        if refused := self._refused("challenge", who):
            return refused
        now = self.round
        if now.wrote(who):
            return "NotAllowed"
        if not text:
            return "InvalidChallenge"
        if any(one.judgement != "dropped" for one in now.objections):
            return "ChallengeStands"
        now.objections.append(Objection(who, now.version(CHALLENGED)))
        return None

    def reply(self, who: str, text: str = "By lot.", *, contested: bool = False) -> str | None:
        """What the team says to the last objection, as often as it likes until it is judged."""
        if refused := self._refused("reply", who):
            return refused
        if "lead" not in self.roles_of(who) and not CHALLENGED.startswith(self.limits.get(who, "")):
            return "NotAllowed"
        last = self.round.objections[-1]
        if last.judgement:
            return "NothingToReply"
        if not text:
            return "InvalidChallenge"
        last.replied_by, last.contested = who, contested
        return None

    def judge(self, who: str, judgement: str, why: str = "It was drawn.") -> str | None:
        """The last objection settled: by the PMO what is contested, else by a reviewer."""
        now, last = self.round, self.round.objections[-1]
        if refused := self._refused("decide" if last.contested and not last.judgement else "judge", who):
            return refused
        if now.wrote(who):
            return "NotAllowed"
        same = last.judgement == "upheld" and last.version == now.version(CHALLENGED)
        if last.judgement == "dropped" or last.replied_by is None or same:
            return "NothingToJudge"
        if who == last.replied_by:
            return "NotAllowed"
        if not why:
            return "InvalidChallenge"
        last.judgement, last.judged_by, last.version = judgement, who, now.version(CHALLENGED)
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

    def review(self, who: str) -> str | None:
        """Taken up, by whoever answered nothing."""
        if refused := self._refused("review", who):
            return refused
        if self.round.wrote(who):
            return "NotAllowed"
        self.round.state, self.round.reviewer = "in_review", who
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
        if not self.may("approve", approver) or self.round.wrote(approver, USERS):
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
        answers = move in {"save", "reply"}
        if not self.may(move, who) or (answers and self.round.reviewed(who)):
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
