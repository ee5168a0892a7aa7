"""One project played twice: by the product's actions on the database, and by the rules restated.

After each move both must say the same: which refusal came, if any, and what is stored.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from assessments import actions
from assessments.domain.case import Action, Answer, Choice, Claim, Evidence, NotApplicable, NotKnown, Quantity
from assessments.models import Answer as StoredAnswer
from assessments.models import (
    Assessment,
    Challenge,
    Decision,
    Judgement,
    MemberRole,
    Membership,
    OversightRole,
    Person,
    Remedy,
)
from tests.assessments.steps import COUNT
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory, ProjectFactory

from .play_signing import SigningMoves
from .round import AT_FIRST, CHALLENGED, DROPPED, PEOPLE
from .rules_signing import SigningRules
from .stored import everything, facts

SECTION, RULE = "users", "K1"
SAID = {
    "blank": None,
    "0": Answer(Choice(0)),
    "4": Answer(Choice(4)),
    "n/a": Answer(NotApplicable("nothing was stored before")),
    "unknown": Answer(NotKnown()),
    "verified": Answer(Choice(4), Evidence.VERIFIED, proof=(COUNT,), verified_by="Reviewer"),
}
IN_A_MONTH = NOW.date() + timedelta(days=30)


class DifferentError(AssertionError):
    """The product did not do what the rules say."""


class Play(SigningMoves):
    """A project of its own, in its first round, with one person in each role."""

    def __init__(self) -> None:
        self.rules = SigningRules()
        self.moves: list[str] = []
        self.told: list[str] = []
        """What became of each: "done", or the refusal."""
        self.people: dict[str, Person] = {who: PersonFactory(name=who.capitalize()) for who in PEOPLE}
        self.names = {person.pk: who for who, person in self.people.items()}
        self.project = ProjectFactory(created_by=self.people["lead"])
        for who, role in AT_FIRST:
            MembershipFactory(project=self.project, person=self.people[who], role=role)
        OversightFactory(person=self.people["pmo"], role=OversightRole.PMO, unit=self.project.unit)
        self.round = self._started(by=self.people["lead"])
        self.over: dict[Any, Any] = {}

    def __call__(self, move: str, who: str, *what: str, **how: bool) -> None:
        """Make one move; raises DifferentError."""
        self.moves.append(f"{move}({', '.join([who, *what, *map(str, how)])})")
        got = self._made(move, who, *what, **how)
        expected = getattr(self.rules, move)(who, *what, **how)
        if got != expected:
            raise DifferentError(f"{' '.join(self.moves)}: {got}, not {expected}")
        self._compare()
        self.told.append(got or "done")

    def _made(self, move: str, who: str, *what: str, **how: bool) -> str | None:
        """Do it in the product. What a refused action has written stays, and would be seen."""
        try:
            with transaction.atomic():
                try:
                    getattr(self, f"_{move}")(self.people[who], *what, **how)
                except actions.Refused as refused:
                    return type(refused).__name__
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told by its name and no refusal
            return type(error).__name__
        return None

    def _compare(self) -> None:
        stored, due = facts(self.project, self.round, self.names), self.rules.facts()
        wrong = {name: (stored[name], due[name]) for name in due if stored[name] != due[name]}
        if wrong:
            raise DifferentError(f"{' '.join(self.moves)}: stored, due: {wrong}")
        self._compare_closed()

    def _compare_closed(self) -> None:
        """What is over stays as it was, unless it was taken back."""
        closed = self.round.state in {"accepted", "withdrawn"}
        if not closed:
            self.over.pop(self.round.pk, None)
        for pk, rows in self.over.items():
            if everything(pk) != rows:
                raise DifferentError(f"{' '.join(self.moves)}: a closed round changed")
        if closed and self.round.pk not in self.over:
            self.over[self.round.pk] = everything(self.round.pk)

    # The moves, as the product makes them

    def _start(self, by: Person) -> None:
        self.round = self._started(by)

    def _claim(self, by: Person, metric: str, *, stale: bool = False) -> None:
        version = Assessment.objects.get(pk=self.round.pk).claim_version
        actions.change_claim(
            assessment=self.round, claim=Claim(metric), seen_version=version + stale, by=by, at=NOW
        )

    def _save(self, by: Person, question: str, said: str, *, stale: bool = False) -> None:
        row = StoredAnswer.objects.filter(assessment=self.round, question=question).first()
        actions.save_answer(
            assessment=self.round,
            question=question,
            answer=SAID[said],
            seen_version=(row.version if row else 0) + stale,
            by=by,
            at=NOW,
        )

    def _agree(self, by: Person, question: str = DROPPED, *, stale: bool = False) -> None:
        row = StoredAnswer.objects.filter(assessment=self.round, question=question).first()
        seen = (row.version if row else 0) + stale
        actions.agree_not_applicable(
            assessment=self.round, question=question, seen_version=seen, by=by, at=NOW
        )

    def _submit(self, by: Person) -> None:
        actions.submit_assessment(assessment=self.round, by=by, at=NOW)

    def _reopen(self, by: Person, reason: str = "Count again.") -> None:
        actions.reopen_assessment(assessment=self.round, reason=reason, by=by, at=NOW)

    def _withdraw(self, by: Person, reason: str = "Nobody needs it.") -> None:
        actions.withdraw_assessment(assessment=self.round, reason=reason, by=by, at=NOW)

    def _review(self, by: Person) -> None:
        actions.start_review(assessment=self.round, by=by, at=NOW)

    def _rule(self, by: Person, question: str, decision: str, *, stale: bool = False) -> None:
        row = StoredAnswer.objects.filter(assessment=self.round, question=question).first()
        actions.rule_on_answer(
            assessment=self.round,
            question=question,
            decision=Decision(decision),
            grade="none" if decision == "lowers" else "",
            why="" if decision == "agrees" else "It was read.",
            seen_version=(row.version if row else 0) + stale,
            by=by,
            at=NOW,
        )

    def _challenge(self, by: Person, text: str = "Who chose them?") -> None:
        actions.raise_challenge(
            assessment=self.round, question=CHALLENGED, text=text, due_on=IN_A_MONTH, by=by, at=NOW
        )

    def _reply(self, by: Person, text: str = "By lot.", *, contested: bool = False) -> None:
        actions.reply_to_challenge(
            assessment=self.round, challenge_id=self._last(), reply=text, contested=contested, by=by, at=NOW
        )

    def _judge(self, by: Person, judgement: str, why: str = "It was drawn.") -> None:
        actions.settle_challenge(
            assessment=self.round,
            challenge_id=self._last(),
            judgement=Judgement(judgement),
            why=why,
            by=by,
            at=NOW,
        )

    def _last(self) -> UUID:
        found = Challenge.objects.filter(assessment=self.round).order_by("raised_at", "pk").last()
        return found.pk if found else uuid4()

    def _settle(self, by: Person, why: str = "Both are true.") -> None:
        actions.settle_contradiction(assessment=self.round, rule=RULE, why=why, by=by, at=NOW)

    def _fix(self, by: Person) -> None:
        actions.choose_fix(
            assessment=self.round,
            section=SECTION,
            actions=[Action("Ask.", "HR", IN_A_MONTH, shown_by="A count.")],
            by=by,
            at=NOW,
        )

    def _ask(self, by: Person, approver: str) -> None:
        actions.ask_acknowledgement(
            assessment=self.round,
            section=SECTION,
            expectation="Four of five.",
            adjusted=Quantity(Decimal(80), "%"),
            approver=self.people[approver],
            expires_on=IN_A_MONTH,
            by=by,
            at=NOW,
        )

    def _approve(self, by: Person, *, stale: bool = False) -> None:
        remedy = Remedy.objects.filter(assessment=self.round).first()
        read = remedy.pk if remedy and not stale else uuid4()
        actions.approve_acknowledgement(assessment=self.round, section=SECTION, remedy_id=read, by=by, at=NOW)

    def _add(self, by: Person, person: str, role: str, section: str = "") -> None:
        actions.add_member(
            project=self.project,
            person=self.people[person],
            role=MemberRole(role),
            sections=[section] if section else [],
            by=by,
            at=NOW,
        )

    def _change(self, by: Person, person: str, old: str, new: str, section: str = "") -> None:
        actions.change_member(
            membership=self._membership(person, old),
            role=MemberRole(new),
            sections=[section] if section else [],
            by=by,
            at=NOW,
        )

    def _remove(self, by: Person, person: str, role: str) -> None:
        actions.remove_member(membership=self._membership(person, role), by=by, at=NOW)

    def _membership(self, person: str, role: str) -> Membership:
        return Membership.objects.get(project=self.project, person=self.people[person], role=role)

    def _started(self, by: Person) -> Assessment:
        return actions.start_assessment(project=self.project, claim=Claim("first"), by=by, at=NOW)
