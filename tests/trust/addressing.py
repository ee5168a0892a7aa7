"""Where a team's things are found, and what may be posted there: one place to add a new kind of either."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.urls import reverse

from assessments.models import Answer, DeferredCase, EvidenceFile, EvidenceItem, Person
from tests.assessments.browsing import signed_in
from tests.factories import NOW, PASSWORD

from .company import (
    MEMBERS,
    NOT_APPLICABLE,
    REPORTS,
    RESOLVED,
    ROUNDS,
    UNKNOWN,
    Team,
    mark,
    second_answer_in,
)
from .company_evidence import ALSO_BACKED
from .company_review import challenge_in
from .production import LONG_AGO
from .promised import ACKNOWLEDGED, FIXED, LONGER, NEXT_YEAR, action_in, waiting_in

STATES: Mapping[str, tuple[str, ...]] = {"assessment_id": ROUNDS, "report_id": REPORTS}
"""The key of an address whose things stand in different states: it is tried with one in each."""

OBJECTS: dict[str, Callable[[Team, str], Any]] = {
    "project_id": lambda team, _: team.projects["closed"].pk,
    "membership_id": lambda team, _: membership_of(team, "respon"),
    "assessment_id": lambda team, state: team.rounds[state].pk,
    "report_id": lambda team, state: team.reports[state].pk,
    "number": lambda *_: 1,
    "section": lambda *_: "data",
    "subject": lambda *_: "data.selection",
    "comment_id": lambda team, state: comment_in(team, state).pk,
    "assignment_id": lambda team, state: asked_in(team, state).pk,
    "challenge_id": lambda *told: challenge_of(*told),  # noqa: PLW0108 - defined below
    "question": lambda *_: "data.selection",
    "rule": lambda *_: "K1",
    "answer_id": lambda team, state: second_answer_in(team.rounds[state]).pk,
    "item_id": lambda team, state: proof_of(team, state).pk,
    "action_id": lambda team, state: action_in(team.rounds["submitted" if state == "drafted" else state]).pk,
    "file_id": lambda team, state: file_of(team, state).pk,
    "deferred_id": lambda team, state: deferred_in(team, state).pk,
    "days": lambda *_: 30,
    "place": lambda *_: 2,
    "invitation_id": lambda team, _: team.invitations["project"].pk,
    "token": lambda team, _: team.token,
    "secret": lambda team, _: team.calendar,
    "person_id": lambda team, _: team.people["respon"].pk,
    "oversight_id": lambda team, _: team.above.pk,
    "kind": lambda *_: "units",
    "part_id": lambda team, _: team.projects["closed"].unit_id,
    "pk": lambda team, _: team.passkey.pk,
    "session_id": lambda team, _: session_of(team.above.person),
    "provider_id": lambda *_: "sso",
    "uidb36": lambda team, _: team.above.person_id,
    "key": lambda *_: "set-password",
}
"""A key of an address: the team's thing in a state ("" where it has none)."""

INSTEAD: dict[str, dict[str, Callable[[Team, str], Any]]] = {
    "talk_reopen": {"question": lambda *_: RESOLVED},
    "assign": {"subject": lambda *_: UNKNOWN},
    "answer_evidence_remove": {"question": lambda *_: ALSO_BACKED},
    "evidence_discard": {"item_id": lambda team, state: unused_of(team, state).pk},
    "agree_not_applicable": {"question": lambda *_: NOT_APPLICABLE},
    "acknowledgement_approve": {"section": lambda *_: ACKNOWLEDGED},
    "remedy": {"section": lambda *_: FIXED},
    "extension": {"section": lambda *_: ACKNOWLEDGED},
    "extension_approve": {"section": lambda *_: ACKNOWLEDGED},
    "oversight_take": {"person_id": lambda team, _: team.above.person_id},
    "oversight_invitation_withdraw": {"invitation_id": lambda team, _: team.invitations["above"].pk},
}
"""Addresses at which another key does more."""

CLAIM = {"metric": "speed", "unit": "days", "value": "3", "result": "none", "version": "1"}
REASON = {"reason": "It was said so."}
LEFT_OUT = {
    "kind": "New",
    "volume_share": "5",
    "effort_share": "6",
    "plan": "New",
    "due": "2099-01-01",
    "version": "1",
}

POSTS: dict[str, Callable[[Team, str], dict[str, Any]]] = {
    "project_create": lambda *_: {"name": "New", "initiative": "New", "unit": "New", "token": UUID(int=1)},
    "project_people": lambda team, _: {"person": team.people["respon"].email, "role": "approver"},
    "member_change": lambda *_: {"role": "approver"},
    "invitation": lambda *_: {"name": "New", "password": PASSWORD, "again": PASSWORD},
    "oversight_grant": lambda team, _: {
        "person": team.people["respon"].email,
        "role": "pmo",
        "scope": team.above.unit_id,
    },
    "part_add": lambda *_: {"name": "New"},
    "part_rename": lambda *_: {"name": "New"},
    "mfa_edit_webauthn": lambda *_: {"name": "New"},
    "account_reset_password": lambda team, _: {"email": team.above.person.email},
    "project_import": lambda *_: case_file(1),
    "round_import": lambda team, _: case_file(team.projects["closed"].assessments.count() + 1),
    "sheet_upload": lambda *_: {"file": SimpleUploadedFile("sheet.xlsx", b"no sheet")},
    "sheet_confirm": lambda *_: chosen("data.selection", 1),
    "assessment_create": lambda *_: CLAIM,
    "claim": lambda *_: CLAIM,
    "talk": lambda team, _: {"text": f"@{mark(team.name, 'person')}, it was said so."},
    "comment_change": lambda *_: {"text": "It was said otherwise."},
    "assign": lambda team, _: {"person": team.people["respon"].pk, "due_on": NEXT_YEAR.isoformat()},
    "language_choice": lambda *_: {"language": "en-gb"},
    "mail_choice": lambda *_: {"choice": "daily"},
    "answer_evidence": lambda *_: {"move": "link", "title": "New", "link": "https://new.example.org"},
    "answer_evidence_file": lambda *_: {"file": upload("new.txt")},
    "agree_not_applicable": lambda team, state: {"version": not_applicable_in(team, state).version},
    "evidence_item": lambda team, state: {
        "seen_title": proof_of(team, state).title,
        "title": "New",
        "dated": "2026-01-02",
        "expires_on": "2027-01-02",
    },
    "evidence_version": lambda *_: {"file": upload("newer.txt")},
    "scope_register": lambda *_: LEFT_OUT,
    "deferred_case": lambda *_: LEFT_OUT,
    "deferred_case_remove": lambda *_: {"version": "1"},
    "go_live": lambda *_: REASON | {"day": NOW.date().isoformat(), "seen": LONG_AGO.isoformat()},
    "outcome": lambda *_: {
        "running": "as_expected",
        "metric_value": "3",
        "metric_unit": "days",
        "incidents_data": "3",
        "users": "5",
        "cost": "7",
        "currency": "EUR",
        "version": "1",
    },
    "section": lambda *_: answered("data.history", 0),
    "answer_save": lambda *_: answered("data.selection", 1),
    "rule_answer": lambda *_: {"decision": "agrees", "version": 1},
    "review_section": lambda *_: {"submission": 1},
    "challenge_raise": lambda *_: {"text": "It was said so.", "due_on": NEXT_YEAR.isoformat()},
    "challenge": lambda *_: {"reply": "It was said so."},
    "reopen": lambda *_: REASON,
    "take_back": lambda *_: REASON,
    "withdraw": lambda *_: REASON,
    "settle": lambda *_: REASON,
    "disagreement": lambda *_: REASON,
    "conclude": lambda team, _: (
        REASON | {"decision_maker": team.people["approv"].pk, "approvers": team.deputy.pk}
    ),
    "sign_off": lambda team, state: REASON | signed(team, state),
    "sign_off_delegate": lambda team, _: {"to": team.deputy.pk} | REASON,
    "signatory_replace": lambda team, _: {"to": team.deputy.pk} | REASON,
    "second_opinion": lambda *_: {"complete": "on"},
    "remedy": lambda *_: fix(),
    "action": lambda *_: {"status": "done", "note": "It was repeated."},
    "action_proof": lambda *_: {"move": "link", "title": "New", "link": "https://new.example.org"},
    "action_proof_file": lambda *_: {"file": upload("shown.txt")},
    "extension": lambda team, _: {
        "expires_on": LONGER.isoformat(),
        "why": "It was so again.",
        "approver": team.people["approv"].pk,
    },
    "extension_approve": lambda team, state: {"extension": extension_in(team, state)},
    "acknowledgement_approve": lambda team, state: {"remedy": remedy_in(team, state)},
}
"""What fits an address, so that whoever may post there does change something; else a click is all."""


def address(name: str, keys: frozenset[str], team: Team, state: str) -> str:
    """Where this page shows something of the team's."""
    instead = INSTEAD.get(name, {})
    if unknown := keys - OBJECTS.keys():
        raise LookupError(f"{name} takes {', '.join(unknown)}: say in OBJECTS what that is")
    return reverse(
        name,
        kwargs={
            key: instead[key](team, state) if key in instead else OBJECTS[key](team, state) for key in keys
        },
    )


def fitting(name: str, team: Team, state: str) -> dict[str, Any]:
    """What somebody who may post there would post."""
    return POSTS[name](team, state) if name in POSTS else {}


def states_of(keys: frozenset[str]) -> tuple[str, ...]:
    """The states in which an address with these keys is tried."""
    return next((states for key, states in STATES.items() if key in keys), ("",))


def membership_of(team: Team, who: str) -> UUID:
    """The role that somebody has in the project whose rounds are closed."""
    return team.projects["closed"].memberships.get(person=team.people[who], role=MEMBERS[who]).pk


def session_of(person: Person) -> int:
    """One of somebody's sessions, in which they signed in only to be asked about it."""
    signed_in(person)
    return int(UserSession.objects.filter(user=person).latest("pk").pk)


def comment_in(team: Team, state: str) -> Any:
    """What the round's lead said in it, a moment ago."""
    return team.rounds[state].threads.get(question="data.selection").comments.get()


def asked_in(team: Team, state: str) -> Any:
    """What the round's respondent was asked for."""
    return team.rounds[state].assignments.get()


def challenge_of(team: Team, state: str) -> UUID:
    """The round's challenge; of one in another round where there was no review."""
    reviewed = state if state in {"reviewed", "returned", "concluded"} else "reviewed"
    return challenge_in(team.rounds[reviewed]).pk


def deferred_in(team: Team, state: str) -> DeferredCase:
    """What the round's pilot left out."""
    return team.rounds[state].deferred_cases.get()


def not_applicable_in(team: Team, state: str) -> Answer:
    """What the team said to be not applicable in the round."""
    return team.rounds[state].answers.get(question=NOT_APPLICABLE, voice=None)


def proof_of(team: Team, state: str) -> EvidenceItem:
    """What backs the team's answers in the round, with a file."""
    return _register(team, state).filter(answer_links__isnull=False).distinct().get()


def unused_of(team: Team, state: str) -> EvidenceItem:
    """What stands in the team's register of the round and backs nothing."""
    return _register(team, state).get(answer_links__isnull=True)


def _register(team: Team, state: str) -> QuerySet[EvidenceItem]:
    """What the team has collected in the round: nothing of a second voice."""
    items: QuerySet[EvidenceItem] = team.rounds[state].evidence_items.filter(voice__isnull=True)
    return items


def file_of(team: Team, state: str) -> EvidenceFile:
    """The file of what backs the round's answers."""
    return proof_of(team, state).versions.get()


def upload(name: str) -> SimpleUploadedFile:
    """A file that somebody sends."""
    return SimpleUploadedFile(name, b"new", "text/plain")


def acknowledgement(team: Team) -> dict[str, Any]:
    """A form's fields that ask for an acknowledgement."""
    return {
        "move": "acknowledge",
        "expectation": "Three of four.",
        "adjusted_value": "75",
        "adjusted_unit": "%",
        "effect": "No effect known.",
        "approver": team.people["approv"].pk,
        "expires_on": NEXT_YEAR.isoformat(),
    }


def remedy_in(team: Team, state: str) -> Any:
    """The id of the round's acknowledgement; of none while it is drafted."""
    return "" if state == "drafted" else waiting_in(team.rounds[state]).pk


def extension_in(team: Team, state: str) -> Any:
    """The id of what extends the round's acknowledgement; of none where it was not concluded."""
    return waiting_in(team.rounds[state]).extensions.get().pk if state == "concluded" else ""


def answered(question: str, seen: int, **more: str) -> dict[str, str]:
    """A form's fields that answer one question."""
    fields = {"said": "not_known", "version": str(seen)} | more
    return {f"{question.replace('.', '__')}-{name}": value for name, value in fields.items()}


def signed(team: Team, state: str) -> dict[str, str]:
    """A form's fields that decide on a report."""
    return {"decision": "stop", "read": "on", "read_sha256": team.reports[state].sha256}


def chosen(question: str, seen: int) -> dict[str, str]:
    """A form's fields that take one answer over from a sheet."""
    said = json.dumps({"said": "not_known", "version": str(seen)})
    return {"take": question, f"row-{question}": said}


def case_file(number: int) -> dict[str, Any]:
    """A form's fields that bring a case file with so manyeth a round."""
    case = {
        "format": "honest-pilot-case/1",
        "questionnaire": "honest-pilot/1",
        "project": {"name": "New", "initiative": "New", "unit": "New"},
        "round": number,
        "answers": {"data.history": {"not_known": True}},
    }
    file = SimpleUploadedFile("case.json", json.dumps(case).encode(), "application/json")
    return {"file": file, "token": UUID(int=2)}


def fix() -> dict[str, str]:
    """A form's fields that promise one action."""
    action = {"what": "Repeat it.", "owner": "Operations", "due": NEXT_YEAR.isoformat()}
    action["shown_by"] = "A count."
    return {"move": "fix"} | {f"action-0-{name}": value for name, value in action.items()}
