"""Entries of the history in plain words: who did what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.queries import Change

from .change_details import Detail, details_of, sides_of
from .change_names import VERBS, Names
from .people_changes import TOLD_OF_PEOPLE

STATES = {
    "draft": "set the round back to a draft",
    "submitted": "submitted the round",
    "in_review": "took the round into review",
    "accepted": "concluded the round",
    "returned": "returned the round to the team",
    "withdrawn": "withdrew the round",
}
REPORT_STATES = {
    "requested": "asked for the report again",
    "rendering": "began to write the report",
    "sealed": "sealed the report",
    "failed": "could not write the report",
    "revoked": "revoked the report",
}


@dataclass(frozen=True)
class Words(Names):
    """Puts the changes of one page into words."""

    def who(self, change: Change) -> str:
        """Who did it, by the name they have now."""
        if not change.by:
            return f"Somebody who worked on the database itself, as {change.role},"
        return self.actor(change.by)

    def what(self, change: Change) -> str:
        """What they did, as the rest of a sentence."""
        tell = TOLD.get(change.table)
        return tell(self, change) if tell else f"{VERBS[change.op]} a row of {change.table}"

    def details(self, change: Change) -> list[Detail]:
        """What stood there before and after."""
        return details_of(change, self.person_of)


def _answer(names: Names, change: Change) -> str:
    apart = ", as a second opinion," if change.about.get("voice_id") else ""
    question = f"{names.question(change)}{apart}"
    match change.op:
        case "delete":
            return f"deleted the answer on {question}"
        case "insert" if change.new.get("carried_over"):
            return f"took over the last round’s answer on {question}{sides_of(change)}"
        case "insert":
            began = change.new.get("said") == ""
            return f"{'began to back' if began else 'answered'} {question}{sides_of(change)}"
    if change.new.get("agreed_by_id"):
        return f"agreed that {question} does not apply"
    if change.new.get("carried_over") is False and not details_of(change, str):
        return f"confirmed the answer on {question}"
    return f"changed the answer on {question}{sides_of(change)}"


def _proof(names: Names, change: Change) -> str:
    proof, question = names.proof(change), names.question(change)
    return {
        "insert": f"named {proof} as proof of {question}",
        "update": f"put {proof} in another place among the proofs of {question}",
        "delete": f"took {proof} back as proof of {question}",
    }[change.op]


def _item(_names: Names, change: Change) -> str:
    return f"{VERBS[change.op]} the proof “{change.about.get('title', '')}”"


def _file(_names: Names, change: Change) -> str:
    told = change.about
    version = f", version {told.get('version')}," if told.get("version", 1) != 1 else ""
    return f"{VERBS[change.op]} the file “{told.get('name', '')}”{version} for “{told.get('title', '')}”"


def _round(_names: Names, change: Change) -> str:
    if change.op == "insert":
        return f"started round {change.about.get('round', '')}"
    if change.op == "update" and "state" in change.new:
        return STATES.get(change.new["state"], f"set the round to {change.new['state']}")
    if any(name.startswith("claim_") for name in change.new):
        return "changed the pilot claim"
    return f"{VERBS[change.op]} the round"


def _submission(_names: Names, change: Change) -> str:
    verb = "froze the answers as" if change.op == "insert" else VERBS[change.op]
    return f"{verb} submission {change.about.get('number', '')}"


def _remedy(names: Names, change: Change) -> str:
    section = names.section(change)
    move = {"fix": "to fix", "acknowledge": "to ask for an acknowledgement of"}
    if change.op == "insert":
        return f"chose {move.get(change.new.get('kind', ''), 'a move for')} {section}"
    if change.op == "delete":
        return f"took back what was to be done about {section}"
    return (
        f"approved the acknowledgement of {section}"
        if change.new.get("approved_at")
        else f"changed what is to be done about {section}"
    )


def _action(names: Names, change: Change) -> str:
    verb = "ticked off" if change.op == "update" and change.new.get("done") else VERBS[change.op]
    return f"{verb} the step “{change.about.get('what', '')}” for {names.section(change)}"


def _settlement(_names: Names, change: Change) -> str:
    verb = {
        "insert": "explained",
        "update": "changed the explanation of",
        "delete": "took back the explanation of",
    }
    return f"{verb[change.op]} the contradiction {change.about.get('rule', '')}"


def _disagreement(names: Names, change: Change) -> str:
    verb = {
        "insert": "settled",
        "update": "changed the settlement of",
        "delete": "took back the settlement of",
    }
    return f"{verb[change.op]} the disagreement on {names.question(change)}"


def _opinion(names: Names, change: Change) -> str:
    person = names.person(change)
    if change.op == "insert":
        return f"asked {person} for a second opinion"
    if change.op == "delete":
        return f"took back that {person} was asked for a second opinion"
    if change.new.get("opened_at"):
        return f"opened the second opinion of {person}: both sides were in"
    if change.new.get("completed_at"):
        return "said that their second opinion is complete"
    return "went on with their second opinion"


def _thread(names: Names, change: Change) -> str:
    if change.op == "insert":
        return f"began to talk about {names.question(change)}"
    move = "resolved" if change.new.get("resolved_at") else "opened again"
    return f"{move} the talk about {names.question(change)}"


def _comment(names: Names, change: Change) -> str:
    if change.op == "insert":
        return f"commented on {names.question(change)}"
    if change.new.get("withdrawn_at"):
        return f"withdrew a comment on {names.question(change)}"
    return (
        f"{'corrected' if change.op == 'update' else VERBS[change.op]} a comment on {names.question(change)}"
    )


def _assignment(names: Names, change: Change) -> str:
    what = names.question(change) if change.about.get("question") else names.section(change)
    person = names.person(change)
    if change.op == "insert":
        return f"asked {person} to answer {what}"
    if change.new.get("done_at"):
        return f"answered what {person} was asked for: {what}"
    return f"ended that {person} is asked for {what}"


def _project(_names: Names, change: Change) -> str:
    return f"{VERBS[change.op]} the project"


def _record(_names: Names, change: Change) -> str:
    return "froze the record" if change.op == "insert" else f"{VERBS[change.op]} the record"


def _report(_names: Names, change: Change) -> str:
    if change.op == "insert":
        return "asked for the report"
    return REPORT_STATES.get(change.new.get("state", ""), f"{VERBS[change.op]} the report")


TOLD: Mapping[str, Callable[[Names, Change], str]] = {
    "assessments_answer": _answer,
    "assessments_answerevidence": _proof,
    "assessments_evidenceitem": _item,
    "assessments_evidencefile": _file,
    "assessments_assessment": _round,
    "assessments_submission": _submission,
    "assessments_remedy": _remedy,
    "assessments_action": _action,
    "assessments_settlement": _settlement,
    "assessments_thread": _thread,
    "assessments_comment": _comment,
    "assessments_assignment": _assignment,
    "assessments_disagreementsettlement": _disagreement,
    "assessments_secondopinion": _opinion,
    "assessments_project": _project,
    "reports_record": _record,
    "reports_report": _report,
    **TOLD_OF_PEOPLE,
}
"""How each table's entries are told; one that is not here is told by its name, and so never hidden."""
