"""A project that people do things to at random, as Hypothesis chooses, and that must follow the rules."""

from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from .play import Play
from .round import AT_FIRST, CAN_SAY, PEOPLE

MOSTLY = (*["lead"] * 5, "respondent", "reviewer", "reviewer", "approver", "approver")
WHO = st.sampled_from((*MOSTLY, *PEOPLE))
REVIEWERS = st.sampled_from(["reviewer", "reviewer", "reviewer", *PEOPLE])
ROLES = st.sampled_from([*[role for _, role in sorted(AT_FIRST)], "second_respondent"])
SECTIONS = st.sampled_from(["", "", "data", "users"])
STALE = st.sampled_from([False, False, False, True])
REASON = st.sampled_from(["Count again.", "Count again.", ""])
SAYS = st.sampled_from([(question, said) for question, contents in CAN_SAY.items() for said in contents])
SIGNERS = st.sampled_from(
    [("approver",), ("approver", "outsider"), ("outsider", "approver"), *((who,) for who in PEOPLE)]
)
"""Who is named to sign; an outsider may have become an approver."""
SIGNING = st.sampled_from(["approver", "approver", "outsider", *PEOPLE])
WORD = st.sampled_from(["sign", "sign", "decline"])
MOVING = [
    ("data.selection", "0"),
    ("data.cleaning", "4"),
    ("data.history", "0"),
    ("users.selection", "blank"),
]
CONTRADICTORY = {
    "data.selection": "4",
    "data.cleaning": "0",
    "data.history": "n/a",
    "users.selection": "unknown",
    "users.resistant": "unknown",
}


class Rounds(RuleBasedStateMachine):
    """Every move by anybody at any time; what is stored is taken back in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone: Any = transaction.atomic()
        self.undone.__enter__()
        self.play = Play()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(submitted=st.booleans())
    def begin(self, submitted: bool) -> None:
        """Half of the projects have something to decide at once."""
        if submitted:
            self.answer_and_submit("respondent")

    @rule(who=WHO, what=SAYS, stale=STALE)
    def save(self, who: str, what: tuple[str, str], stale: bool) -> None:
        self.play("save", who, *what, stale=stale)

    @precondition(lambda self: self.play.rules.round.state in {"draft", "returned"})
    @rule(who=st.sampled_from(["lead", "respondent"]))
    def go_on(self, who: str) -> None:
        """To where others judge."""
        self.answer_and_submit(who)

    def answer_and_submit(self, who: str) -> None:
        """Everything that others can judge."""
        for question, said in CONTRADICTORY.items():
            self.play("save", who, question, said)
        self.play("submit", "lead")

    @precondition(lambda self: self.play.rules.round.state in {"submitted", "in_review"})
    @rule(approver=WHO, reader=WHO, stale=STALE)
    def ask_and_approve(self, approver: str, reader: str, stale: bool) -> None:
        """What needs two people."""
        self.play("ask", "lead", approver)
        self.play("approve", reader, stale=stale)

    @precondition(lambda self: self.play.rules.round.state == "submitted")
    @rule(what=st.sampled_from(MOVING), metric=st.sampled_from(["first", "second"]))
    def judge_and_change(self, what: tuple[str, str], metric: str) -> None:
        """What was decided about answers and a claim that then move."""
        self.play("settle", "reviewer")
        self.play("ask", "lead", "approver")
        self.play("approve", "approver")
        self.play("reopen", "lead")
        self.play("save", "lead", *what)
        self.play("claim", "lead", metric)

    @rule(who=WHO, stale=STALE, metric=st.sampled_from(["first", "second"]))
    def claim(self, who: str, stale: bool, metric: str) -> None:
        self.play("claim", who, metric, stale=stale)

    @rule(who=WHO, stale=STALE)
    def agree(self, who: str, stale: bool) -> None:
        self.play("agree", who, stale=stale)

    @rule(who=WHO)
    def submit(self, who: str) -> None:
        self.play("submit", who)

    @rule(who=WHO, reason=REASON)
    def reopen(self, who: str, reason: str) -> None:
        self.play("reopen", who, reason)

    @rule(who=REVIEWERS)
    def review(self, who: str) -> None:
        self.play("review", who)

    @rule(who=REVIEWERS, what=SAYS, decision=st.sampled_from(["agrees", "lowers", "refuses"]), stale=STALE)
    def rule_on(self, who: str, what: tuple[str, str], decision: str, stale: bool) -> None:
        self.play("rule", who, what[0], decision, stale=stale)

    @rule(who=REVIEWERS, reason=REASON)
    def challenge(self, who: str, reason: str) -> None:
        self.play("challenge", who, reason)

    @precondition(lambda self: self.play.rules.round.objections)
    @rule(who=WHO, reason=REASON, contested=st.booleans())
    def reply(self, who: str, reason: str, contested: bool) -> None:
        self.play("reply", who, reason, contested=contested)

    @precondition(lambda self: self.play.rules.round.objections)
    @rule(
        who=st.sampled_from(["reviewer", "pmo", *PEOPLE]),
        judgement=st.sampled_from(["upheld", "dropped"]),
        reason=REASON,
    )
    def judge(self, who: str, judgement: str, reason: str) -> None:
        self.play("judge", who, judgement, reason)

    @rule(who=WHO, reason=REASON)
    def settle(self, who: str, reason: str) -> None:
        self.play("settle", who, reason)

    @rule(who=WHO, approver=st.sampled_from(PEOPLE))
    def ask(self, who: str, approver: str) -> None:
        self.play("ask", who, approver)

    @rule(who=WHO, stale=STALE)
    def approve(self, who: str, stale: bool) -> None:
        self.play("approve", who, stale=stale)

    @rule(who=WHO, move=st.sampled_from(["fix", "start"]))
    def fix_or_start(self, who: str, move: str) -> None:
        self.play(move, who)

    @rule(who=WHO, reason=REASON, chance=st.integers(0, 3))
    def close(self, who: str, reason: str, chance: int) -> None:
        """Seldom, so that there is something to do before."""
        if chance == 0:
            self.play("withdraw", who, reason)
        if chance == 1:
            self.play("conclude", who, reason)

    @precondition(lambda self: self.play.rules.round.state in {"submitted", "in_review"})
    @rule(who=REVIEWERS, signers=SIGNERS, said=st.lists(st.tuples(WORD, SIGNING), max_size=3))
    def accept(self, who: str, signers: tuple[str, ...], said: list[tuple[str, str]]) -> None:
        """With a report of which somebody may say something at once."""
        if self.play.rules.round.state == "submitted":
            self.play("review", who)
        self.play("conclude", who, "All the same.", *signers)
        if self.play.rules.round.signing:
            self.play("seal", "lead")
            for word, signer in said:
                self.play(word, signer)

    @precondition(lambda self: self.play.rules.round.signing)
    @rule(
        who=st.sampled_from(["approver", "approver", *PEOPLE]),
        move=st.sampled_from(["sign", "sign", "decline"]),
    )
    def sign(self, who: str, move: str) -> None:
        self.play(move, who)

    @precondition(lambda self: self.play.rules.round.state == "accepted")
    @rule(who=WHO, reason=REASON)
    def take_back(self, who: str, reason: str) -> None:
        self.play("take_back", who, reason)

    @rule(who=WHO, person=st.sampled_from(PEOPLE), role=ROLES, section=SECTIONS)
    def add_or_remove(self, who: str, person: str, role: str, section: str) -> None:
        if (person, role) in self.play.rules.roles:
            self.play("remove", who, person, role)
        else:
            self.play("add", who, person, role, section)

    @rule(who=WHO, chance=st.integers(0, 5), role=ROLES, section=SECTIONS)
    def change(self, who: str, chance: int, role: str, section: str) -> None:
        held = sorted(self.play.rules.roles)
        person, old = held[chance % len(held)]
        self.play("change", who, person, old, role, section)
