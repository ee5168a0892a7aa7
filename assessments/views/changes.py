"""Entries of the history in plain words: who did what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.queries import Change

from .change_details import Detail, details_of, sides_of
from .change_names import Names
from .change_review import TOLD_OF_REVIEW
from .change_texts import ROWS, Texts, said
from .people_changes import TOLD_OF_PEOPLE
from .report_changes import TOLD_OF_REPORTS

STATES = {
    "draft": gettext_noop("set the round back to a draft"),
    "submitted": gettext_noop("submitted the round"),
    "in_review": gettext_noop("took the round into review"),
    "accepted": gettext_noop("accepted the round"),
    "returned": gettext_noop("returned the round to the team"),
    "withdrawn": gettext_noop("withdrew the round"),
}
PROOFS: Texts = {
    "insert": gettext_noop("named %(proof)s as proof of %(question)s"),
    "update": gettext_noop("put %(proof)s in another place among the proofs of %(question)s"),
    "delete": gettext_noop("took %(proof)s back as proof of %(question)s"),
}
ITEMS: Texts = {
    "insert": gettext_noop("added the proof “%(title)s”"),
    "update": gettext_noop("changed the proof “%(title)s”"),
    "delete": gettext_noop("deleted the proof “%(title)s”"),
}
FILES: Texts = {
    "insert": gettext_noop("added the file “%(name)s” for “%(title)s”"),
    "update": gettext_noop("changed the file “%(name)s” for “%(title)s”"),
    "delete": gettext_noop("deleted the file “%(name)s” for “%(title)s”"),
}
FILES_OF_VERSION: Texts = {
    "insert": gettext_noop("added the file “%(name)s”, version %(version)s, for “%(title)s”"),
    "update": gettext_noop("changed the file “%(name)s”, version %(version)s, for “%(title)s”"),
    "delete": gettext_noop("deleted the file “%(name)s”, version %(version)s, for “%(title)s”"),
}
ROUNDS: Texts = {
    "insert": gettext_noop("started round %(number)s"),
    "update": gettext_noop("changed the round"),
    "delete": gettext_noop("deleted the round"),
}
SUBMISSIONS: Texts = {
    "insert": gettext_noop("froze the answers as submission %(number)s"),
    "update": gettext_noop("changed submission %(number)s"),
    "delete": gettext_noop("deleted submission %(number)s"),
}
CHOSEN = {
    "fix": gettext_noop("chose to fix %(section)s"),
    "acknowledge": gettext_noop("chose to ask for an acknowledgement of %(section)s"),
    "": gettext_noop("chose a move for %(section)s"),
}
ACTIONS: Texts = {
    "insert": gettext_noop("added the step “%(step)s” for %(section)s"),
    "update": gettext_noop("changed the step “%(step)s” for %(section)s"),
    "delete": gettext_noop("deleted the step “%(step)s” for %(section)s"),
}
PROGRESS = {
    "open": gettext_noop("opened the step “%(step)s” again"),
    "in_progress": gettext_noop("said that the step “%(step)s” is in progress"),
    "done": gettext_noop("said that the step “%(step)s” is done"),
    "dropped": gettext_noop("dropped the step “%(step)s”"),
}
PROGRESS_ROWS: Texts = {
    "insert": gettext_noop("said how far the step “%(step)s” is"),
    "update": gettext_noop("changed what was said about the step “%(step)s”"),
    "delete": gettext_noop("deleted what was said about the step “%(step)s”"),
}
ACTION_PROOFS: Texts = {
    "insert": gettext_noop("named “%(title)s” as what shows what became of a step"),
    "update": gettext_noop("changed how “%(title)s” shows what became of a step"),
    "delete": gettext_noop("took “%(title)s” back as what shows what became of a step"),
}
EXTENSIONS: Texts = {
    "insert": gettext_noop("asked to extend the acknowledgement of %(section)s"),
    "update": gettext_noop("changed the extension of the acknowledgement of %(section)s"),
    "delete": gettext_noop("took back that the acknowledgement of %(section)s is to be extended"),
}
SETTLEMENTS: Texts = {
    "insert": gettext_noop("explained the contradiction %(rule)s"),
    "update": gettext_noop("changed the explanation of the contradiction %(rule)s"),
    "delete": gettext_noop("took back the explanation of the contradiction %(rule)s"),
}
DISAGREEMENTS: Texts = {
    "insert": gettext_noop("settled the disagreement on %(question)s"),
    "update": gettext_noop("changed the settlement of the disagreement on %(question)s"),
    "delete": gettext_noop("took back the settlement of the disagreement on %(question)s"),
}
COMMENTS: Texts = {
    "insert": gettext_noop("commented on %(question)s"),
    "update": gettext_noop("corrected a comment on %(question)s"),
    "delete": gettext_noop("deleted a comment on %(question)s"),
}
DEFERRED: Texts = {
    "insert": gettext_noop("registered what was left out: “%(kind)s”"),
    "update": gettext_noop("changed what was left out: “%(kind)s”"),
    "delete": gettext_noop("took out of what was left out: “%(kind)s”"),
}
PROJECTS: Texts = {
    "insert": gettext_noop("added the project"),
    "update": gettext_noop("changed the project"),
    "delete": gettext_noop("deleted the project"),
}
GO_LIVES: Texts = {
    "insert": gettext_noop("set the day of go-live"),
    "update": gettext_noop("corrected the day of go-live"),
    "delete": gettext_noop("deleted the day of go-live"),
}
OUTCOMES: Texts = {
    "insert": gettext_noop("recorded what happened %(days)s days after go-live"),
    "update": gettext_noop("corrected what happened %(days)s days after go-live"),
    "delete": gettext_noop("deleted what happened %(days)s days after go-live"),
}


@dataclass(frozen=True)
class Words(Names):
    """Puts the changes of one page into words."""

    def who(self, change: Change) -> str:
        """Who did it, by the name they have now."""
        if not change.by:
            return _("Somebody who worked on the database itself, as %(role)s,") % {"role": change.role}
        return self.actor(change.by)

    def what(self, change: Change) -> str:
        """What they did, as the rest of a sentence."""
        tell = TOLD.get(change.table)
        return tell(self, change) if tell else said(ROWS, change, table=change.table)

    def details(self, change: Change) -> list[Detail]:
        """What stood there before and after."""
        return details_of(change, self.person_of)


def _answer(names: Names, change: Change) -> str:
    question = names.question(change)
    if change.about.get("voice_id"):
        question = _("%(question)s, as a second opinion,") % {"question": question}
    old, new = sides_of(change)
    told = {"question": question, "old": old, "new": new}
    match change.op:
        case "delete":
            return _("deleted the answer on %(question)s") % told
        case "insert":
            return _first_answer(change, told)
    if change.new.get("agreed_by_id"):
        return _("agreed that %(question)s does not apply") % told
    if change.new.get("carried_over") is False and not details_of(change, str):
        return _("confirmed the answer on %(question)s") % told
    if not new:
        return _("changed the answer on %(question)s") % told
    return _("changed the answer on %(question)s from %(old)s to %(new)s") % told


def _first_answer(change: Change, told: Mapping[str, str]) -> str:
    if change.new.get("carried_over"):
        return _("took over the last round’s answer on %(question)s: %(new)s") % told
    if change.new.get("said") == "":
        return _("began to back %(question)s: %(new)s") % told
    return _("answered %(question)s: %(new)s") % told if told["new"] else _("answered %(question)s") % told


def _proof(names: Names, change: Change) -> str:
    return said(PROOFS, change, proof=names.proof(change), question=names.question(change))


def _item(_names: Names, change: Change) -> str:
    return said(ITEMS, change, title=change.about.get("title", ""))


def _file(_names: Names, change: Change) -> str:
    told = change.about
    version = told.get("version", 1)
    texts = FILES if version == 1 else FILES_OF_VERSION
    return said(texts, change, name=told.get("name", ""), version=version, title=told.get("title", ""))


def _round(_names: Names, change: Change) -> str:
    if change.op == "update" and "state" in change.new:
        state = change.new["state"]
        return _(STATES[state]) if state in STATES else _("set the round to %(state)s") % {"state": state}
    if change.op != "insert" and any(name.startswith("claim_") for name in change.new):
        return _("changed the pilot claim")
    return said(ROUNDS, change, number=change.about.get("round", ""))


def _submission(_names: Names, change: Change) -> str:
    return said(SUBMISSIONS, change, number=change.about.get("number", ""))


def _remedy(names: Names, change: Change) -> str:
    told = {"section": names.section(change)}
    if change.op == "insert":
        return _(CHOSEN.get(change.new.get("kind", ""), CHOSEN[""])) % told
    if change.op == "delete":
        return _("took back what was to be done about %(section)s") % told
    if change.new.get("approved_at"):
        return _("approved the acknowledgement of %(section)s") % told
    return _("changed what is to be done about %(section)s") % told


def _action(names: Names, change: Change) -> str:
    told = {"step": change.about.get("what", ""), "section": names.section(change)}
    return said(ACTIONS, change, **told)


def _progress(_names: Names, change: Change) -> str:
    told = {"step": change.about.get("what", "")}
    status = PROGRESS.get(change.about.get("status", ""))
    return _(status) % told if status and change.op == "insert" else said(PROGRESS_ROWS, change, **told)


def _action_proof(_names: Names, change: Change) -> str:
    return said(ACTION_PROOFS, change, title=change.about.get("title", ""))


def _extension(names: Names, change: Change) -> str:
    told = {"section": names.section(change)}
    if change.op == "update" and change.new.get("approved_at"):
        return _("approved that the acknowledgement of %(section)s is extended") % told
    return said(EXTENSIONS, change, **told)


def _settlement(_names: Names, change: Change) -> str:
    return said(SETTLEMENTS, change, rule=change.about.get("rule", ""))


def _disagreement(names: Names, change: Change) -> str:
    return said(DISAGREEMENTS, change, question=names.question(change))


def _opinion(names: Names, change: Change) -> str:
    told = {"person": names.person(change)}
    if change.op == "insert":
        return _("asked %(person)s for a second opinion") % told
    if change.op == "delete":
        return _("took back that %(person)s was asked for a second opinion") % told
    if change.new.get("opened_at"):
        return _("opened the second opinion of %(person)s: both sides were in") % told
    if change.new.get("completed_at"):
        return _("said that their second opinion is complete")
    return _("went on with their second opinion")


def _thread(names: Names, change: Change) -> str:
    told = {"question": names.question(change)}
    if change.op == "insert":
        return _("began to talk about %(question)s") % told
    if change.new.get("resolved_at"):
        return _("resolved the talk about %(question)s") % told
    return _("opened again the talk about %(question)s") % told


def _comment(names: Names, change: Change) -> str:
    question = names.question(change)
    if change.op != "insert" and change.new.get("withdrawn_at"):
        return _("withdrew a comment on %(question)s") % {"question": question}
    return said(COMMENTS, change, question=question)


def _assignment(names: Names, change: Change) -> str:
    what = names.question(change) if change.about.get("question") else names.section(change)
    told = {"person": names.person(change), "what": what}
    if change.op == "insert":
        return _("asked %(person)s to answer %(what)s") % told
    if change.new.get("done_at"):
        return _("answered what %(person)s was asked for: %(what)s") % told
    return _("ended that %(person)s is asked for %(what)s") % told


def _deferred(_names: Names, change: Change) -> str:
    told = {"kind": change.about.get("kind_of_case", ""), "old": change.old.get("kind_of_case", "")}
    if change.op == "update" and told["old"]:
        return _("now calls what was left out “%(kind)s”, not “%(old)s”") % told
    return said(DEFERRED, change, **told)


def _project(_names: Names, change: Change) -> str:
    return said(PROJECTS, change)


def _go_live(_names: Names, change: Change) -> str:
    return said(GO_LIVES, change)


def _outcome(_names: Names, change: Change) -> str:
    return said(OUTCOMES, change, days=change.about.get("days", ""))


TOLD: Mapping[str, Callable[[Names, Change], str]] = {
    "assessments_answer": _answer,
    "assessments_answerevidence": _proof,
    "assessments_evidenceitem": _item,
    "assessments_evidencefile": _file,
    "assessments_assessment": _round,
    "assessments_submission": _submission,
    "assessments_remedy": _remedy,
    "assessments_action": _action,
    "assessments_actionprogress": _progress,
    "assessments_actionproof": _action_proof,
    "assessments_extension": _extension,
    "assessments_settlement": _settlement,
    "assessments_deferredcase": _deferred,
    "assessments_thread": _thread,
    "assessments_comment": _comment,
    "assessments_assignment": _assignment,
    "assessments_disagreementsettlement": _disagreement,
    "assessments_secondopinion": _opinion,
    "assessments_project": _project,
    "reports_golive": _go_live,
    "reports_outcome": _outcome,
    **TOLD_OF_PEOPLE,
    **TOLD_OF_REPORTS,
    **TOLD_OF_REVIEW,
}
"""How each table's entries are told; one that is not here is told by its name, and so never hidden."""
