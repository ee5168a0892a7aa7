"""A company for the proofs of who may see and do what: three teams with everything a team can have.

Each team has five projects: one with rounds that are concluded and withdrawn, and one each whose round is
drafted, submitted, in review and returned. The teams `own` and `beside` share unit and initiative,
`elsewhere` shares neither. Whatever can be typed carries a mark that says whose it is and where it stands, so
that a page that shows what it should not is told by its text.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from weasyprint import HTML

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, Evidence, Proof
from assessments.models import Answer as StoredAnswer
from assessments.models import (
    Assessment,
    Initiative,
    Invitation,
    Mail,
    MemberRole,
    Notice,
    Oversight,
    OversightRole,
    Person,
    Project,
    Unit,
)
from reports import storage
from reports.actions import conclude_assessment
from reports.models import IssuedFile, Record, Report, SignOff
from tests.assessments.steps import agree
from tests.config.passkey import Passkey
from tests.factories import (
    NOW,
    InitiativeFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
)
from tests.trust.production import in_production

from .company_evidence import digest, file_evidence
from .company_review import challenged, judged
from .promised import ACKNOWLEDGED, LATER, ask_longer, promise, waiting_in

MEMBERS = {
    "lead": MemberRole.LEAD,
    "respon": MemberRole.RESPONDENT,
    "second": MemberRole.SECOND_RESPONDENT,
    "review": MemberRole.REVIEWER,
    "approv": MemberRole.APPROVER,
}
OVERSEERS = {
    "pmo": OversightRole.PMO,
    "leader": OversightRole.LEADERSHIP,
    "admin": OversightRole.ADMINISTRATOR,
}
WHOLE = "whole"
"""Who administers everything, where those above oversee one unit."""
ROUNDS = ("drafted", "submitted", "reviewed", "returned", "concluded", "withdrawn")
REPORTS = ("sealed", "failed")
NOT_APPLICABLE = "users.count"
"""The question that waits for somebody to agree that it does not apply."""
UNKNOWN = "users.selection"
"""The question that stands as not known."""
RESOLVED = "data.cleaning"
"""The question whose talk is resolved."""


UNHEARD, HEARD = "unheard", "heard"
"""What a second respondent says: while the team drafts to nobody, and once both are in to the team."""
SECOND = "data.selection"
"""The question on which the second voice is far from the team's."""

OTHERS_ROUNDS = ("drafted", "submitted", "reviewed", "returned", "withdrawn")
HIDDEN_ABOVE = {
    "pmo": ("drafted", UNHEARD),
    "leader": (*OTHERS_ROUNDS, UNHEARD, *(f"project-{what}" for what in OTHERS_ROUNDS[:-1])),
    "admin": (*ROUNDS, UNHEARD, HEARD),
}
"""What whoever oversees the unit must never read of its teams."""

INVITED = ("invited", "person", "project-closed")
"""What the link of a team's invitation shows to whoever holds it: who is asked, by whom, and to what."""


def mark(team: str, what: str = "") -> str:
    """What a text of this team says wherever it is shown; the start of all of them where nothing is named."""
    return f"mark-{team}-{what}"


def besides_the_invitation(says: str, team: str) -> str:
    """What an answer says, without what a team's invitation shows to whoever holds its link."""
    for what in INVITED:
        says = says.replace(mark(team, what), "")
    return says


def hidden_from(who: str) -> set[str]:
    """The marks that somebody must never read, wherever they look."""
    near, far = ("own", "beside"), "elsewhere"
    if who == "nobody":
        return {"mark-"}
    if who == WHOLE:
        return {mark(team, what) for team in (*near, far) for what in (*ROUNDS, UNHEARD, HEARD)}
    if who in OVERSEERS:
        return {mark(far)} | {mark(team, what) for team in near for what in HIDDEN_ABOVE[who]}
    others = {mark(team) for team in (*near, far) if who == "other" or team != "own"}
    if who != "second":
        return others | {mark("own", UNHEARD)}
    return others | {mark("own", what) for what in ROUNDS}


@dataclass(frozen=True)
class Team:
    """People, rounds by where they stand, reports by how they ended, and what administrators keep.

    `above` is a role over the team's unit, of somebody who is nobody's column and has the `passkey` and the
    `calendar`; `token` opens the project's invitation. The `deputy` is a second approver: somebody to hand a
    signature to; who was named to countersign is no approver any more.
    """

    name: str
    people: dict[str, Person]
    projects: dict[str, Project]
    above: Oversight
    invitations: dict[str, Invitation]
    token: str
    passkey: Authenticator
    calendar: str
    deputy: Person
    rounds: dict[str, Assessment] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)


class Company:
    """Three teams, those above the unit of the first two, and a stranger who leads something else."""

    def __init__(self) -> None:
        unit, initiative = UnitFactory(name="Unit here"), InitiativeFactory(name="Initiative here")
        far = UnitFactory(name=mark("elsewhere", "unit")), InitiativeFactory(name=mark("elsewhere", "unit"))
        self.teams = {
            "own": team("own", unit, initiative),
            "beside": team("beside", unit, initiative),
            "elsewhere": team("elsewhere", *far),
        }
        self.stranger = team("stranger", UnitFactory(), InitiativeFactory()).people["lead"]
        self.people: dict[str, Person | None] = {"nobody": None, "other": self.stranger}
        self.people |= self.teams["own"].people
        for who, role in OVERSEERS.items():
            self.people[who] = OversightFactory(role=role, unit=unit, person__name=f"{who} of here").person
        near, beyond = self.teams["own"].above, self.teams["elsewhere"].above
        OversightFactory(person=near.person, role=OversightRole.PMO, unit=beyond.unit)
        self.people[WHOLE] = OversightFactory(role=OversightRole.ADMINISTRATOR, person__name=WHOLE).person


def team(name: str, unit: Unit, initiative: Initiative) -> Team:
    """One team with its five projects."""
    people: dict[str, Person] = {who: PersonFactory(name=mark(name, "person")) for who in MEMBERS}
    projects: dict[str, Project] = {
        what: ProjectFactory(
            name=mark(name, f"project-{what}"), unit=unit, initiative=initiative, created_by=people["lead"]
        )
        for what in ("closed", "drafted", "submitted", "reviewed", "returned")
    }
    for project in projects.values():
        for who, role in MEMBERS.items():
            MembershipFactory(project=project, person=people[who], role=role)
    deputy: Person = PersonFactory(name=mark(name, "person"))
    for what in ("closed", "reviewed"):
        MembershipFactory(project=projects[what], person=deputy, role=MemberRole.APPROVER)
    above: Oversight = OversightFactory(
        role=OversightRole.LEADERSHIP, unit=unit, person__name=mark(name, "person")
    )
    invited = _invited(name, projects["closed"], people["lead"])
    invitations = {"project": invited.invitation, "above": _invited_above(name, above)}
    passkey = _passkey(name, above.person)
    calendar, _ = (actions.make_calendar_address(by=one, at=NOW) for one in (above.person, people["lead"]))
    made = Team(name, people, projects, above, invitations, invited.link, passkey, calendar, deputy)
    _fill(made)
    return made


def _invited(name: str, project: Project, by: Person) -> actions.Invited:
    """Somebody without an account; now, since links are opened now and soon expire."""
    return actions.invite_member(
        project=project,
        email=f"{mark(name, 'invited')}@example.org",
        role=MemberRole.RESPONDENT,
        by=by,
        at=timezone.now(),
        link=str,
    )


def _invited_above(name: str, above: Oversight) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        email=f"{mark(name, 'invited')}@example.org",
        secret_sha256=digest(name),
        role=OversightRole.PMO,
        unit=above.unit,
        invited_by=above.person,
        invited_at=now,
        expires_at=now + timedelta(days=1),
    )


def _passkey(name: str, person: Person) -> Authenticator:
    data = {"name": mark(name, "passkey"), "credential": Passkey().made("AAAA")}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def _fill(made: Team) -> None:
    closed, lead = made.projects["closed"], made.people["lead"]
    earlier = _concluded(made, _submitted(made, closed, "concluded"))
    made.reports["failed"] = _report(earlier, lead, state="failed", error="no paper")
    latest = _concluded(made, _submitted(made, closed, "concluded"))
    made.rounds["concluded"] = latest.assessment
    made.reports["sealed"] = _sealed(made, latest)
    in_production(latest, mark(made.name, "concluded"), lead, LATER)
    again = _submitted(made, closed, "withdrawn")
    made.rounds["withdrawn"] = actions.withdraw_assessment(
        assessment=again, reason=mark(made.name, "withdrawn"), by=lead, at=LATER
    )
    made.rounds["drafted"] = _drafted(made, made.projects["drafted"], "drafted")
    _apart(made, made.rounds["drafted"], UNHEARD)
    made.rounds["submitted"] = _submitted(made, made.projects["submitted"], "submitted")
    made.rounds["reviewed"] = _in_review(made, "reviewed")
    returned = _in_review(made, "returned")
    made.rounds["returned"] = actions.reopen_assessment(
        assessment=returned, reason=mark(made.name, "returned"), by=lead, at=LATER
    )


def _drafted(made: Team, project: Project, what: str) -> Assessment:
    text = mark(made.name, what)
    case = {
        "format": "honest-pilot-case/1",
        "questionnaire": "honest-pilot/1",
        "project": {"name": project.name},
        "round": project.assessments.count() + 1,
        "claim": {"metric": text, "value": 95, "unit": "%", "sample_size": 500, "baseline": text},
        "answers": _answers(text),
        "scope_register": [{"kind": text, "volume_share": 10, "plan": text}],
    }
    round_ = actions.import_case(project=project, text=json.dumps(case), by=made.people["lead"], at=NOW)
    _talked(made, round_, text)
    file_evidence(round_, text, made.people["lead"])
    return round_


def _talked(made: Team, round_: Assessment, text: str) -> None:
    """Something said that tells somebody, and somebody asked, both by mail; now, while it can be changed."""
    people, now = made.people, timezone.now()
    actions.add_comment(
        assessment=round_,
        question="data.selection",
        text=text,
        tells=[people["review"].pk],
        by=people["lead"],
        at=now,
    )
    actions.assign(
        assessment=round_,
        subject="data.selection",
        person=people["respon"],
        note=text,
        by=people["lead"],
        at=now,
    )
    talk: dict[str, Any] = {"assessment": round_, "question": RESOLVED, "by": people["lead"], "at": now}
    actions.add_comment(text=text, **talk)
    actions.resolve_thread(**talk)
    for notice in Notice.objects.filter(project=round_.project, mail__isnull=True):
        notice.mail = Mail.objects.create(
            person=notice.person, made_at=now, next_try_at=now, digest=True, sent_at=now
        )
        notice.save()


def _answers(text: str) -> dict[str, Any]:
    """Two that contradict each other, one that does not apply, and what an acknowledgement needs."""
    backing = {
        "evidence": "documented",
        "rationale": text,
        "proof": [{"title": text, "link": f"https://wiki.example.org/{text}"}],
    }
    return {
        "data.selection": {"level": 4, **backing},
        "data.cleaning": {"level": 0, **backing},
        "users.selection": {"not_known": True},
        "users.resistant": {"not_known": True},
        NOT_APPLICABLE: {"not_applicable": text},
    }


def _submitted(made: Team, project: Project, what: str) -> Assessment:
    """A submitted round with a fix, an acknowledgement that waits, and a contradiction that is explained."""
    round_, text, people = _drafted(made, project, what), mark(made.name, what), made.people
    own = _apart(made, round_, HEARD)
    actions.complete_opinion(assessment=own, by=people["second"], at=NOW)
    actions.submit_assessment(assessment=round_, by=people["lead"], at=NOW)
    promise(round_, text, people)
    actions.settle_contradiction(assessment=round_, rule="K1", why=text, by=people["review"], at=NOW)
    return round_


def _apart(made: Team, round_: Assessment, what: str) -> Assessment:
    """What the second respondent says to one question, with a proof of its own."""
    text, second = mark(made.name, what), made.people["second"]
    own = queries.assessment_to_answer_for(second, round_.pk)
    answer = Answer(Choice(0), Evidence.DOCUMENTED, text, (Proof(text, f"https://wiki.example.org/{text}"),))
    actions.save_answer(assessment=own, question=SECOND, answer=answer, seen_version=0, by=second, at=NOW)
    return own


def second_answer_in(round_: Assessment) -> StoredAnswer:
    """The second respondent's answer."""
    return round_.answers.get(voice__isnull=False)


def _in_review(made: Team, what: str) -> Assessment:
    round_ = _submitted(made, made.projects[what], what)
    return challenged(made.people["review"], round_, mark(made.name, what))


def _concluded(made: Team, round_: Assessment) -> Record:
    people, waiting = made.people, waiting_in(round_)
    second = second_answer_in(round_).pk
    actions.settle_disagreement(
        assessment=round_, answer_id=second, why=mark(made.name, "concluded"), by=people["review"], at=NOW
    )
    agree(round_, people["review"], NOT_APPLICABLE)
    actions.approve_acknowledgement(
        assessment=round_, section=ACKNOWLEDGED, remedy_id=waiting.pk, by=people["approv"], at=NOW
    )
    challenged(people["review"], round_, mark(made.name, "concluded"))
    judged(round_, made.people, mark(made.name, "concluded"))
    gone = MembershipFactory(
        project=round_.project, role=MemberRole.APPROVER, person__name=mark(made.name, "person")
    )
    record = conclude_assessment(
        assessment=round_,
        decision_maker=people["approv"],
        approvers=[gone.person],
        by=people["review"],
        at=LATER,
        reason=mark(made.name, "concluded"),
    )
    gone.delete()
    ask_longer(record, mark(made.name, "concluded"), people)
    return record


def _report(record: Record, by: Person, **columns: Any) -> Report:
    asked = {"record": record, "project": record.project, "requested_by": by, "requested_at": NOW}
    return Report.objects.create(**asked, **columns)


def _sealed(made: Team, record: Record) -> Report:
    """A report of one page that waits for its decision maker, whose first signature came to nothing."""
    text = mark(made.name, "concluded")
    content = HTML(string=f"<h1>{text}</h1>").write_pdf() + f"\n% {text}".encode()
    file = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    stored = storage.save(made.projects["closed"].pk, 1, content)
    report = _report(record, made.people["lead"], state="sealed", file=stored, sealed_at=LATER, **file)
    ours: dict[str, Any] = {"report": report, "record": record, "project": record.project}
    IssuedFile.objects.create(**ours, **file, signatures=0, pages=1, issued_at=LATER)
    SignOff.objects.create(
        **ours,
        signatory=record.signatories.get(place=1),
        state="void",
        error="It was too late.",
        by=made.people["approv"],
        decision="stop",
        reason=text,
        record_sha256=record.sha256,
        read_sha256=report.sha256,
        proved_at=LATER,
        proved_by="password",
        asked_at=LATER,
        announced_at=LATER,
        finished_at=LATER,
    )
    return report
