"""Entries of the history in plain words: who did what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.domain.questionnaire import Questionnaire
from assessments.forms.roles import NAMES
from assessments.models import Person
from assessments.queries import Change, History

from .change_details import Detail, details_of, sides_of

VERBS = {"insert": "added", "update": "changed", "delete": "deleted"}
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
class Words:
    """Puts the changes of one round into words."""

    questionnaire: Questionnaire
    history: History

    def who(self, change: Change) -> str:
        """Who did it, by the name they have now."""
        if not change.by:
            return f"Somebody who worked on the database itself, as {change.role},"
        return self.actor(change.by)

    def actor(self, by: str) -> str:
        """The name of whoever can change something."""
        return "The system" if by == "system" else self._person(by)

    def what(self, change: Change) -> str:
        """What they did, as the rest of a sentence."""
        tell = TOLD.get(change.table)
        return tell(self, change) if tell else f"{VERBS[change.op]} a row of {change.table}"

    def details(self, change: Change) -> list[Detail]:
        """What stood there before and after."""
        return details_of(change, self._person)

    def _person(self, key: str) -> str:
        found: Person | None = self.history.people.get(key)
        return str(found) if found else f"somebody unknown here ({key})"

    def question(self, change: Change) -> str:
        """The name of the question that it is about."""
        key = change.about.get("question", "")
        found = self.questionnaire.by_key.get(key)
        return found.name if found else key

    def section(self, change: Change) -> str:
        """The name of the section that it is about."""
        key = change.about.get("section", "")
        return next((item.name for item in self.questionnaire.sections if item.key == key), key)

    def proof(self, change: Change) -> str:
        """The title of the proof that it is about."""
        return f"“{self.history.titles.get(change.about.get('item_id', ''), 'a proof')}”"

    def person(self, change: Change) -> str:
        """The name of whom it is about."""
        return self._person(change.about.get("person_id", ""))


def _answer(words: Words, change: Change) -> str:
    question = words.question(change)
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


def _proof(words: Words, change: Change) -> str:
    proof, question = words.proof(change), words.question(change)
    return {
        "insert": f"named {proof} as proof of {question}",
        "update": f"put {proof} in another place among the proofs of {question}",
        "delete": f"took {proof} back as proof of {question}",
    }[change.op]


def _item(_words: Words, change: Change) -> str:
    return f"{VERBS[change.op]} the proof “{change.about.get('title', '')}”"


def _file(_words: Words, change: Change) -> str:
    told = change.about
    version = f", version {told.get('version')}," if told.get("version", 1) != 1 else ""
    return f"{VERBS[change.op]} the file “{told.get('name', '')}”{version} for “{told.get('title', '')}”"


def _round(_words: Words, change: Change) -> str:
    if change.op == "insert":
        return f"started round {change.about.get('round', '')}"
    if change.op == "update" and "state" in change.new:
        return STATES.get(change.new["state"], f"set the round to {change.new['state']}")
    if any(name.startswith("claim_") for name in change.new):
        return "changed the pilot claim"
    return f"{VERBS[change.op]} the round"


def _submission(_words: Words, change: Change) -> str:
    verb = "froze the answers as" if change.op == "insert" else VERBS[change.op]
    return f"{verb} submission {change.about.get('number', '')}"


def _remedy(words: Words, change: Change) -> str:
    section = words.section(change)
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


def _action(words: Words, change: Change) -> str:
    verb = "ticked off" if change.op == "update" and change.new.get("done") else VERBS[change.op]
    return f"{verb} the step “{change.about.get('what', '')}” for {words.section(change)}"


def _settlement(_words: Words, change: Change) -> str:
    verb = {
        "insert": "explained",
        "update": "changed the explanation of",
        "delete": "took back the explanation of",
    }
    return f"{verb[change.op]} the contradiction {change.about.get('rule', '')}"


def _membership(words: Words, change: Change) -> str:
    person, role = words.person(change), NAMES.get(change.about.get("role", ""), "").lower()
    return {
        "insert": f"gave {person} the role of {role}",
        "update": f"changed the role of {person} to {role}",
        "delete": f"took the role of {role} away from {person}",
    }[change.op]


def _project(_words: Words, change: Change) -> str:
    return f"{VERBS[change.op]} the project"


def _record(_words: Words, change: Change) -> str:
    return "froze the record" if change.op == "insert" else f"{VERBS[change.op]} the record"


def _report(_words: Words, change: Change) -> str:
    if change.op == "insert":
        return "asked for the report"
    return REPORT_STATES.get(change.new.get("state", ""), f"{VERBS[change.op]} the report")


TOLD: Mapping[str, Callable[[Words, Change], str]] = {
    "assessments_answer": _answer,
    "assessments_answerevidence": _proof,
    "assessments_evidenceitem": _item,
    "assessments_evidencefile": _file,
    "assessments_assessment": _round,
    "assessments_submission": _submission,
    "assessments_remedy": _remedy,
    "assessments_action": _action,
    "assessments_settlement": _settlement,
    "assessments_membership": _membership,
    "assessments_project": _project,
    "reports_record": _record,
    "reports_report": _report,
}
"""How each table's entries are told; one that is not here is told by its name, and so never hidden."""
