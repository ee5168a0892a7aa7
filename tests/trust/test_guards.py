"""Every guard is taken away once, and a story that its absence would change must notice.

A story is a few moves of `play`, told as "move who what"; "-" is an empty text. With all guards in place the
product and the rules restated agree about each story; without the guard they must not. A guard in the actions
that no story is told of fails here: tell one, or say where else it is proved.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assessments import permissions
from assessments.actions import answers, claims, remedies, reviewing, transitions
from assessments.models import State
from assessments.permissions import ALLOWED, Permission

from .attempts import ATTEMPTS as PEOPLE_ATTEMPTS
from .attempts_talk import TALK_ATTEMPTS
from .guards import Guard, guards, without
from .play import DifferentError, Play

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).parents[1]
ATTEMPTS = PEOPLE_ATTEMPTS | TALK_ATTEMPTS

ANSWERED = (
    "save lead data.selection 4; save lead data.cleaning 0; save lead data.history n/a; "
    "save lead users.selection unknown; save lead users.resistant unknown; "
)
SUBMITTED = f"{ANSWERED} submit lead; "
ASKED = f"{SUBMITTED} ask lead approver; "
APPROVED = f"{ASKED} approve approver; "
REVIEWER_ANSWERS = "add lead reviewer respondent; "
REVIEWED = "save lead data.history n/a; agree reviewer; "
ONLY_USERS = "change lead respondent respondent respondent users; save respondent data.selection 0"
CONFIRMED = (
    f"{SUBMITTED} conclude lead; start lead; submit lead; add lead second lead; ask lead second; "
    "approve second; reopen lead; save second users.selection unknown"
)
"""Who approved confirms, word for word, what they approved."""
TWO_ROLES = "add lead reviewer approver; "

STORIES = {
    "working.working_on: _check_permission()": "submit outsider",
    "working.working_on: _check_state()": f"{SUBMITTED} submit lead",
    "working._check_permission: _not_allowed": "submit respondent",
    "working._check_permission: NotAllowed": (
        f"{ANSWERED} {REVIEWER_ANSWERS} agree reviewer; save reviewer data.selection 0"
    ),
    "working._check_state: WrongState": f"{SUBMITTED} save lead data.selection 0",
    "transitions.submit_assessment: _check_verifiers()": (
        f"{REVIEWER_ANSWERS} save lead data.selection verified; save reviewer data.cleaning 0; submit lead"
    ),
    "transitions._check_verifiers: NotIndependent": (
        f"{REVIEWER_ANSWERS} save lead data.selection verified; save reviewer data.cleaning 0; submit lead"
    ),
    "transitions._moving: _check_reason()": f"{SUBMITTED} reopen lead -",
    "transitions._check_reason: ReasonMissing": f"{SUBMITTED} withdraw lead -",
    "answers.save_answer: StaleAnswer": "save lead data.selection 4; save respondent data.selection 0 stale",
    "answers.save_answer: _check()": (
        f"{REVIEWER_ANSWERS} save reviewer data.cleaning 0; save lead data.selection verified"
    ),
    "answers._check: InvalidAnswer 2": (
        f"{REVIEWER_ANSWERS} save reviewer data.cleaning 0; save lead data.selection verified"
    ),
    "answers.save_answer: keep_author()": "save respondent data.selection 0",
    "answers._reconsider: after_answer()": (
        f"{SUBMITTED} settle reviewer; reopen lead; save lead data.selection 0"
    ),
    "answers.save_answer: check_section()": ONLY_USERS,
    "answers.check_section: NotAllowed": ONLY_USERS,
    "answers._reconsider: after_confirmation()": CONFIRMED,
    "reconsidering.after_confirmation: _ask_anew()": CONFIRMED,
    "reconsidering.after_answer: _ask_anew()": f"{APPROVED} reopen lead; save lead users.selection blank",
    "claims.change_claim: StaleClaim": "claim lead second stale",
    "claims.change_claim: after_claim()": f"{APPROVED} reopen lead; claim lead second",
    "reconsidering.after_claim: _ask_anew()": f"{APPROVED} reopen lead; claim lead second",
    "remedies.ask_acknowledgement: _refuse()": f"{SUBMITTED} ask outsider outsider",
    "remedies.ask_acknowledgement: InvalidRemedy": f"{SUBMITTED} ask lead reviewer",
    "remedies.ask_acknowledgement: NotAcknowledgeable": "submit lead; ask lead approver",
    "remedies._refuse: InvalidRemedy": f"{SUBMITTED} ask outsider outsider",
    "remedies.approve_acknowledgement: NothingToApprove": f"{SUBMITTED} approve approver",
    "remedies.approve_acknowledgement: StaleAcknowledgement": f"{ASKED} approve approver stale",
    "remedies.approve_acknowledgement: NotAllowed": (f"{ASKED} add lead second approver; approve second"),
    "remedies.approve_acknowledgement: NotAllowed 2": (
        f"{ASKED} add lead approver respondent; reopen lead; save approver users.selection blank; "
        "submit lead; approve approver"
    ),
    "reviewing.agree_not_applicable: NothingToAgree": "agree reviewer",
    "reviewing.agree_not_applicable: StaleAnswer": "save lead data.history n/a; agree reviewer stale",
    "reviewing.agree_not_applicable: NotAllowed": (
        f"{ANSWERED} add lead second lead; save second data.cleaning 4; agree second"
    ),
    "reviewing.settle_contradiction: InvalidSettlement": f"{SUBMITTED} settle reviewer -",
    "reviewing.settle_contradiction: NothingToSettle": "submit lead; settle reviewer",
    "reviewing.settle_contradiction: NotAllowed": f"{SUBMITTED} settle lead",
    "rounds.open_round: NotAllowed": "withdraw lead; start reviewer",
    "rounds.open_round: RoundOpen": "start lead",
    "rounds._carry_over: carry_authors()": f"{SUBMITTED} conclude lead; start lead",
    "members.managing: check_manages()": "add outsider outsider lead",
    "members.change_member: _check_another_lead()": "change lead lead lead reviewer",
    "members.change_member: _check_separation()": (
        f"{TWO_ROLES} change lead reviewer approver second_respondent"
    ),
    "members.change_member: MemberAlready": f"{TWO_ROLES} change lead reviewer approver reviewer",
    "members.remove_member: _check_another_lead()": "remove lead lead lead",
    "members.give_role: _check_separation()": "add lead reviewer second_respondent",
    "members.check_manages: NotAllowed": "add reviewer outsider lead",
    "members.checked_sections: InvalidMember 2": "add lead outsider reviewer users",
    "members._check_another_lead: LastLead": "change lead lead lead reviewer",
    "members._check_separation: RoleBreaksSeparation": (
        "add lead outsider second_respondent; add lead outsider reviewer"
    ),
    "members._check_separation: RoleBreaksSeparation 2": "add lead reviewer second_respondent",
    "members._check_separation: RoleBreaksSeparation 3": (
        "save respondent data.selection 0; remove lead respondent respondent; "
        f"add lead respondent second_respondent; {REVIEWED} remove lead reviewer reviewer; "
        "add lead reviewer second_respondent"
    ),
}
"""The story that notices when the guard is gone."""

ELSEWHERE = {
    "talking.add_comment: _check_text()": "test_actions_talking",
    "talking.add_comment: _check_question()": "test_actions_talking",
    "talking.change_comment: _check_text()": "test_actions_talking",
    "talking._talk: NothingToResolve": "test_actions_talking",
    "talking._check_text: InvalidComment": "test_actions_talking",
    "talking._check_question: InvalidComment": "test_actions_talking",
    "asked.assign: _check_given()": "test_actions_asked",
    "asked.suggest_somebody: InvalidAssignment": "test_actions_asked",
    "asked._parts: InvalidAssignment": "test_actions_asked",
    "asked._check_given: InvalidAssignment": "test_actions_asked",
    "asked._check_can_answer: InvalidAssignment": "test_actions_asked",
    "preferences.choose_mail: InvalidChoice": "test_actions_mailing",
    "preferences.choose_language: InvalidChoice": "test_language_choice",
    "oversight.make_first_administrator: NotAllowed": "test_first_administrator",
    "transitions._frozen: _check_readable()": "test_actions_transitions",
    "answers._check: InvalidAnswer": "test_actions_answers",
    "claims.change_claim: check_claim()": "test_actions_rounds",
    "claims.check_claim: InvalidClaim": "test_actions_rounds",
    "rounds.open_round: check_claim()": "test_actions_rounds",
    "remedies.choose_fix: _refuse()": "test_actions_remedies",
    "remedies.approve_acknowledgement: NothingToApprove 2": "test_actions_remedies",
    "remedies._open_finding: NothingToRemedy": "test_actions_remedies",
    "people.deactivate_person: check_another_administrator()": "test_actions_interleaved",
    "import_case.import_project: CaseFileErrors": "test_actions_import_case",
    "import_case.parsed: CaseFileErrors": "test_actions_import_case",
    "import_case.import_parsed: CaseFileErrors": "test_actions_import_case",
    "import_case.import_parsed: CaseFileErrors 2": "test_actions_import_case",
    "projects.create_project: _check()": "test_actions_rounds",
    "projects._check: InvalidProject": "test_actions_rounds",
    "projects._check: NotAllowed": "test_actions_rounds",
    "outbox._check_quota: CannotRequest": "test_outbox",
    "outbox._check_permission: NotAllowed": "test_outbox",
    "outbox.request_report: _check_permission()": "test_outbox",
    "outbox.request_report: _check_quota()": "test_outbox",
    "outbox.retry_report: _check_permission()": "test_outbox",
    "outbox.retry_report: _check_quota()": "test_outbox",
    "concluding.conclude_assessment: _check_signatories()": "test_sign_off",
    "concluding._check_signatories: InvalidSignatories": "test_sign_off",
    "signing_off.ask_sign_off: _check_proof()": "test_sign_off",
    "signing_off.ask_sign_off: _refuse()": "test_sign_off",
    "signing_off.decline_sign_off: _check_proof()": "test_sign_off",
    "signing_off.decline_sign_off: _refuse()": "test_sign_off",
    "signing_off.delegate_signing: CannotSign": "test_sign_off",
    "signing_off.delegate_signing: CannotSign 2": "test_sign_off",
    "signing_off.delegate_signing: _refuse_delegation()": "test_sign_off",
    "signing_off._taking_part: NotAllowed": "test_sign_off",
    "signing_off._taking_part: NotAllowed 2": "test_sign_off",
    "signing_off._taking_part: CannotSign": "test_sign_off",
    "signing_off._standing_of: CannotSign": "test_sign_off",
    "signing_off._check_proof: CannotSign": "test_sign_off",
    "signing_off._check_proof: CannotSign 2": "test_sign_off",
    "signing_off._decided: CannotSign": "test_sign_off",
    "signing_off._decided: InvalidSignOff": "test_sign_off",
    "signing_off._refuse: InvalidSignOff": "test_sign_off",
    "signing_off._refuse_delegation: InvalidDelegation": "test_sign_off",
}
"""Guards of what texts and files look like, of dates, of reports and signatures, of two at once."""

SHOWS = {
    Permission.KNOW_ROUNDS,
    Permission.SEE_DRAFTS,
    Permission.SEE_SUBMITTED,
    Permission.SEE_ACCEPTED,
    Permission.SECOND_OPINION,
    Permission.REQUEST_REPORT,
    Permission.TALK,
    Permission.ASSIGN,
}
"""What the matrix of addresses proves."""

GRANTED = {
    Permission.START_ASSESSMENT: "withdraw lead; start reviewer",
    Permission.CHANGE_CLAIM: "claim respondent second",
    Permission.ANSWER: "save reviewer data.selection 4",
    Permission.AGREE_NOT_APPLICABLE: "save lead data.history n/a; agree approver",
    Permission.SUBMIT: "submit respondent",
    Permission.REOPEN: f"{SUBMITTED} reopen reviewer",
    Permission.WITHDRAW: "withdraw respondent",
    Permission.SETTLE: f"{SUBMITTED} settle approver",
    Permission.CHOOSE_REMEDY: f"{SUBMITTED} fix reviewer",
    Permission.APPROVE_ACKNOWLEDGEMENT: f"{SUBMITTED} ask lead reviewer",
    Permission.ACCEPT: f"{SUBMITTED} conclude approver",
    Permission.MANAGE_MEMBERS: "add respondent outsider lead",
}
"""The story that notices when everybody in the project may do this."""

Patch = Callable[[pytest.MonkeyPatch], None]


def widened(module: object, name: str) -> Patch:
    """A list of states becomes all of them."""
    return lambda patch: patch.setattr(module, name, tuple(State))


def moved(name: str, **columns: object) -> Patch:
    """A row of the table of moves says something else."""
    row = getattr(transitions, name)
    return lambda patch: patch.setattr(transitions, name, replace(row, **columns))


TABLES: dict[str, tuple[Patch, str]] = {
    "SUBMIT sources": (moved("SUBMIT", sources=set(State)), f"{SUBMITTED} submit lead"),
    "ACCEPT sources": (moved("ACCEPT", sources=set(State)), "conclude lead"),
    "REOPEN sources": (moved("REOPEN", sources=set(State)), f"{SUBMITTED} reopen lead; reopen lead"),
    "WITHDRAW sources": (moved("WITHDRAW", sources=set(State)), f"{SUBMITTED} conclude lead; withdraw lead"),
    "REOPEN reason": (moved("REOPEN", needs_reason=False), f"{SUBMITTED} reopen lead -"),
    "WITHDRAW reason": (moved("WITHDRAW", needs_reason=False), "withdraw lead -"),
    "when answers change": (widened(answers, "EDITABLE"), f"{SUBMITTED} save lead data.selection 0"),
    "when claims change": (widened(claims, "EDITABLE"), f"{SUBMITTED} claim lead second"),
    "when remedies are chosen": (widened(remedies, "JUDGED"), f"{SUBMITTED} reopen lead; fix lead"),
    "when contradictions are settled": (
        widened(reviewing, "JUDGED"),
        f"{SUBMITTED} reopen lead; settle reviewer",
    ),
    "when it is agreed": (widened(reviewing, "OPEN"), f"{SUBMITTED} conclude lead; agree reviewer"),
}
"""Rows of tables that guard: how one is loosened, and the story that notices."""


def tell(story: str) -> None:
    """Play a story; raises DifferentError where product and rules part."""
    play = Play()
    for part in filter(None, map(str.strip, story.split(";"))):
        move, who, *what = ("" if word == "-" else word for word in part.split())
        play(
            move,
            who,
            *[word for word in what if word != "stale"],
            **({"stale": True} if "stale" in what else {}),
        )


ALL_STORIES = {*STORIES.values(), *GRANTED.values(), *(story for _, story in TABLES.values())}


@pytest.mark.parametrize("story", sorted(ALL_STORIES))
def test_stories_go_as_the_rules_say(story: str) -> None:
    tell(story)


def test_every_guard_has_a_story() -> None:
    assert {guard.name for guard in guards()} == STORIES.keys() | ATTEMPTS.keys() | ELSEWHERE.keys()
    assert all(list(TESTS.rglob(f"{name}.py")) for name in ELSEWHERE.values())
    assert set(Permission) == GRANTED.keys() | SHOWS


@pytest.mark.parametrize(
    "guard", [guard for guard in guards() if guard.name in STORIES], ids=lambda one: one.name
)
def test_a_guard_that_is_gone_is_noticed(guard: Guard) -> None:
    with without(guard), pytest.raises(DifferentError):
        tell(STORIES[guard.name])


@pytest.mark.parametrize(
    "guard", [guard for guard in guards() if guard.name in ATTEMPTS], ids=lambda one: one.name
)
def test_a_guard_about_people_that_is_gone_is_noticed(guard: Guard) -> None:
    attempt = ATTEMPTS[guard.name]

    assert attempt.outcome() == attempt.expected
    with without(guard):
        assert attempt.outcome() != attempt.expected


@pytest.mark.parametrize("permission", GRANTED)
def test_a_permission_that_everybody_has_is_noticed(
    permission: Permission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "ALLOWED", {role: held | {permission} for role, held in ALLOWED.items()})

    with pytest.raises(DifferentError):
        tell(GRANTED[permission])


@pytest.mark.parametrize("row", TABLES)
def test_a_table_that_is_loosened_is_noticed(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loosen, story = TABLES[row]
    loosen(monkeypatch)

    with pytest.raises(DifferentError):
        tell(story)
