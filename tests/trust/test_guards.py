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
from assessments.actions import answers, challenges, claims, remedies, reviewing, rulings, transitions
from assessments.models import State
from assessments.permissions import ALLOWED, Permission

from .attempts import ATTEMPTS as PEOPLE_ATTEMPTS
from .attempts_talk import TALK_ATTEMPTS
from .guards import Guard, guards, without
from .play import DifferentError, Play
from .stories_signing import ACCEPTED, MORE_STORIES, SIGNING_STORIES
from .tried_elsewhere import SCOPE_AND_OUTCOMES, SIGNATURES

pytestmark = pytest.mark.django_db
TESTS = Path(__file__).parents[1]
ATTEMPTS = PEOPLE_ATTEMPTS | TALK_ATTEMPTS

ANSWERED = (
    "save lead data.selection 4; save lead data.cleaning 0; save lead data.history n/a; "
    "save lead users.selection unknown; save lead users.resistant unknown; "
)
SUBMITTED = f"{ANSWERED} submit lead; "
IN_REVIEW = f"{SUBMITTED} review reviewer; "
ASKED = f"{SUBMITTED} ask lead approver; "
APPROVED = f"{ASKED} approve approver; "
REVIEWER_ANSWERS = "add lead reviewer respondent; "
REVIEWED = "save lead data.history n/a; agree reviewer; "
ONLY_USERS = "change lead respondent respondent respondent users; save respondent data.selection 0"
CONFIRMED = (
    f"{IN_REVIEW} conclude reviewer; start lead; submit lead; add lead second lead; ask lead second; "
    "approve second; reopen lead; save second users.selection unknown"
)
"""Who approved confirms, word for word, what they approved."""
TWO_ROLES = "add lead reviewer approver; "

OBJECTED = f"{IN_REVIEW} challenge reviewer; "
REPLIED = f"{OBJECTED} reply lead; "
AUTHOR_REVIEWS = (
    "add lead respondent reviewer; save respondent data.cleaning 0; save lead data.selection 4; submit lead; "
    "review reviewer; "
)
ACCEPTED_BY_AUTHOR = (
    "add lead respondent reviewer; save respondent data.selection 4; submit lead; review reviewer; "
    "conclude respondent"
)

STORIES = SIGNING_STORIES | {
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
    "transitions._moving: NotAllowed": ACCEPTED_BY_AUTHOR,
    "transitions._moving: _check_reason()": f"{SUBMITTED} reopen lead -",
    "transitions.accept_assessment: _check_open_points()": f"{IN_REVIEW} conclude reviewer -",
    "transitions._check_open_points: ReasonMissing": f"{IN_REVIEW} conclude reviewer -",
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
    "rulings.rule_on_answer: check_independent()": AUTHOR_REVIEWS + "rule respondent data.selection agrees",
    "rulings.check_independent: NotAllowed": AUTHOR_REVIEWS + "rule respondent data.selection agrees",
    "rulings.rule_on_answer: _check_ruling()": f"{IN_REVIEW} rule reviewer data.selection refuses",
    "rulings._check_ruling: InvalidRuling": f"{IN_REVIEW} rule reviewer data.selection refuses",
    "rulings.rule_on_answer: StaleAnswer": f"{IN_REVIEW} rule reviewer data.selection agrees stale",
    "challenges.raise_challenge: check_independent()": f"{AUTHOR_REVIEWS} challenge respondent",
    "challenges.raise_challenge: _check_raised()": f"{IN_REVIEW} challenge reviewer -",
    "challenges._check_raised: InvalidChallenge": f"{IN_REVIEW} challenge reviewer -",
    "challenges.raise_challenge: ChallengeStands": f"{OBJECTED} challenge reviewer",
    "challenges.reply_to_challenge: NotAllowed": (
        f"change lead respondent respondent respondent users; {OBJECTED} reply respondent"
    ),
    "challenges.reply_to_challenge: NothingToReply": f"{REPLIED} judge reviewer upheld; reply lead",
    "challenges.reply_to_challenge: InvalidChallenge": f"{OBJECTED} reply lead -",
    "challenges.settle_challenge: check_independent()": (
        f"{AUTHOR_REVIEWS} challenge reviewer; reply lead; judge respondent dropped"
    ),
    "challenges.settle_challenge: _check_judged()": f"{OBJECTED} judge reviewer dropped",
    "challenges._check_judged: NothingToJudge": (
        f"{REPLIED} judge reviewer dropped; reopen lead; save lead data.selection 0; submit lead; "
        "review reviewer; judge reviewer upheld"
    ),
    "challenges._check_judged: NothingToJudge 2": f"{OBJECTED} judge reviewer dropped",
    "challenges._check_judged: NothingToJudge 3": f"{REPLIED} judge reviewer upheld; judge reviewer dropped",
    "challenges.settle_challenge: NotAllowed": (
        f"add lead second reviewer; add lead second respondent; {OBJECTED} reply second; judge second dropped"
    ),
    "challenges.settle_challenge: InvalidChallenge": f"{REPLIED} judge reviewer upheld -",
    "rounds.open_round: NotAllowed": "withdraw lead; start reviewer",
    "rounds.open_round: RoundOpen": "start lead",
    "rounds._carry_over: carry_authors()": f"{IN_REVIEW} conclude reviewer; start lead",
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

ELSEWHERE = (
    SCOPE_AND_OUTCOMES
    | SIGNATURES
    | {
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
        "transitions._check_open_points: _check_reason()": "test_actions_transitions",
        "rulings.agree_to_rest: check_independent()": "test_actions_rulings",
        "rulings.agree_to_rest: StaleSection": "test_actions_rulings",
        "oversight.make_first_administrator: NotAllowed": "test_first_administrator",
        "transitions._frozen: _check_readable()": "test_actions_transitions",
        "answers._check: InvalidAnswer": "test_actions_answers",
        "claims.change_claim: check_claim()": "test_actions_rounds",
        "claims.check_claim: InvalidClaim": "test_actions_rounds",
        "rounds.open_round: check_claim()": "test_actions_rounds",
        "remedies.choose_fix: _refuse()": "test_actions_remedies",
        "remedies.approve_acknowledgement: NothingToApprove 2": "test_actions_remedies",
        "remedies.choose_fix: _refuse() 2": "test_actions_following",
        "following.following: check_stands()": "test_actions_following",
        "following.check_stands: Superseded": "test_actions_following",
        "following.following: NotAllowed": "test_actions_following",
        "following.move_action: _check_progress()": "test_actions_following",
        "following._check_progress: InvalidProgress": "test_actions_following",
        "following._prove: InvalidEvidence": "test_actions_following",
        "following.prove_by_link: InvalidEvidence": "test_actions_following",
        "following.prove_by_file: InvalidEvidence": "test_actions_following",
        "extending.ask_extension: check_stands()": "test_extending",
        "extending.ask_extension: _check()": "test_extending",
        "extending._check: InvalidExtension": "test_extending",
        "extending._acknowledged: NothingToExtend": "test_extending",
        "extending.approve_extension: check_stands()": "test_extending",
        "extending.approve_extension: NothingToExtend": "test_extending",
        "extending.approve_extension: StaleExtension": "test_extending",
        "extending.approve_extension: NotAllowed": "test_extending",
        "extending.approve_extension: NotAllowed 2": "test_extending",
        "extending.approve_extension: NothingToExtend 2": "test_extending",
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
    }
)
"""Guards of what texts and files look like, of dates, of reports, of two at once."""

SHOWS = {
    Permission.KNOW_ROUNDS,
    Permission.SEE_DRAFTS,
    Permission.SEE_SUBMITTED,
    Permission.SEE_ACCEPTED,
    Permission.SECOND_OPINION,
    Permission.REQUEST_REPORT,
    Permission.TALK,
    Permission.ASSIGN,
    Permission.FOLLOW_ACTION,
    Permission.RECORD_OUTCOME,
}
"""What the matrix of addresses proves."""

GRANTED = {
    Permission.START_ASSESSMENT: "withdraw lead; start reviewer",
    Permission.CHANGE_CLAIM: "claim respondent second",
    Permission.ANSWER: "save reviewer data.selection 4",
    Permission.AGREE_NOT_APPLICABLE: "save lead data.history n/a; agree approver",
    Permission.SUBMIT: "submit respondent",
    Permission.REVIEW: f"{SUBMITTED} review approver",
    Permission.REOPEN: f"{SUBMITTED} reopen approver",
    Permission.WITHDRAW: "withdraw respondent",
    Permission.SETTLE: f"{SUBMITTED} settle approver",
    Permission.CHOOSE_REMEDY: f"{SUBMITTED} fix reviewer",
    Permission.APPROVE_ACKNOWLEDGEMENT: f"{SUBMITTED} ask lead reviewer",
    Permission.SETTLE_CONTESTED: f"{OBJECTED} reply lead contested; judge approver dropped",
    Permission.ACCEPT: f"{IN_REVIEW} conclude approver",
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
    "ACCEPT sources": (moved("ACCEPT", sources=set(State)), f"{SUBMITTED} conclude reviewer"),
    "START_REVIEW sources": (moved("START_REVIEW", sources=set(State)), "review reviewer"),
    "START_REVIEW independence": (
        moved("START_REVIEW", independent=False),
        f"{REVIEWER_ANSWERS} save reviewer data.selection 4; submit lead; review reviewer",
    ),
    "ACCEPT independence": (moved("ACCEPT", independent=False), ACCEPTED_BY_AUTHOR),
    "REOPEN sources": (moved("REOPEN", sources=set(State)), f"{SUBMITTED} reopen lead; reopen lead"),
    "WITHDRAW sources": (
        moved("WITHDRAW", sources=set(State)),
        f"{IN_REVIEW} conclude reviewer; withdraw lead",
    ),
    "TAKE_BACK sources": (
        moved("TAKE_BACK", sources=set(State)),
        f"{ACCEPTED} take_back lead; take_back lead",
    ),
    "TAKE_BACK reason": (moved("TAKE_BACK", needs_reason=False), f"{ACCEPTED} take_back lead -"),
    "REOPEN reason": (moved("REOPEN", needs_reason=False), f"{SUBMITTED} reopen lead -"),
    "WITHDRAW reason": (moved("WITHDRAW", needs_reason=False), "withdraw lead -"),
    "when answers change": (widened(answers, "EDITABLE"), f"{SUBMITTED} save lead data.selection 0"),
    "when claims change": (widened(claims, "EDITABLE"), f"{SUBMITTED} claim lead second"),
    "when remedies are chosen": (widened(remedies, "JUDGED"), f"{SUBMITTED} reopen lead; fix lead"),
    "when contradictions are settled": (
        widened(reviewing, "JUDGED"),
        f"{SUBMITTED} reopen lead; settle reviewer",
    ),
    "when answers are ruled on": (
        widened(rulings, "REVIEWED"),
        f"{SUBMITTED} rule reviewer data.selection agrees",
    ),
    "when challenges are raised": (widened(challenges, "REVIEWED"), f"{SUBMITTED} challenge reviewer"),
    "when it is replied": (widened(challenges, "ANSWERED"), f"{REPLIED} conclude reviewer; reply lead"),
    "when it is agreed": (
        widened(reviewing, "OPEN"),
        f"{IN_REVIEW} conclude reviewer; agree reviewer",
    ),
}
"""Rows of tables that guard: how one is loosened, and the story that notices."""


HOW = ("stale", "contested")
"""Words of a story that say how something is done."""


def tell(story: str) -> None:
    """Play a story; raises DifferentError where product and rules part."""
    play = Play()
    for part in filter(None, map(str.strip, story.split(";"))):
        move, who, *what = ("" if word == "-" else word for word in part.split())
        play(
            move,
            who,
            *[word for word in what if word not in HOW],
            **{word: True for word in what if word in HOW},
        )


LOOKED_AT = f"{IN_REVIEW} change lead reviewer reviewer second_respondent"
ALL_STORIES = {
    LOOKED_AT,
    *MORE_STORIES,
    *STORIES.values(),
    *GRANTED.values(),
    *(story for _, story in TABLES.values()),
}


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
