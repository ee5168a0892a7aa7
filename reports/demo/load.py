"""Bringing the demo portfolio in: through the same actions, and with the same checks, as people do."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.actions import (
    Description,
    add_member,
    agree_not_applicable,
    approve_acknowledgement,
    ask_acknowledgement,
    attach_file,
    choose_fix,
    create_project,
    describe_evidence,
    described,
    import_parsed,
    parsed,
    submit_assessment,
)
from assessments.domain.case import Acknowledgement, Case, Fix, NotApplicable, Remedy
from assessments.models import Assessment, MemberRole, Person, Project, Said
from assessments.storage import KeptFile, keep

from ..actions import conclude_assessment, request_report
from . import opinion, production, review
from .people import make_people
from .plan import CONCLUDED_AFTER, PLAN, SUBMITTED_AFTER, WRITTEN_ON, DemoRound, Until
from .talk import talk_in

People = Mapping[str, Person]

ASKING = (MemberRole.LEAD, MemberRole.REVIEWER, MemberRole.APPROVER)

FILED = "data.selection"
SAMPLING_RULE = b"""Take the requests of one office, September, in the order in which they came in.
Leave out the ones without a date. Stop at 60.
"""

SOURCE = "Source: "
"""How the paragraph of a file's notes begins that names where the facts were read."""


@dataclass(frozen=True)
class Loaded:
    """What came in."""

    projects: int
    rounds: int
    records: int


def is_loaded() -> bool:
    """Whether the demo was loaded before."""
    return Project.objects.filter(creation_token=_token(PLAN[0])).exists()


def load_portfolio(now: datetime) -> Loaded:
    """Load everything as if it had happened before `now`, in the caller's transaction."""
    people = make_people(now - timedelta(days=PLAN[0].started + 1))
    cases = {demo: _moved(parsed(demo.path.read_bytes()), now) for demo in PLAN}
    projects = {demo.project: _project(demo, cases, people, now) for demo in PLAN if demo.round == 1}
    for demo, case in cases.items():
        _round(demo, case, projects[demo.project], people, now)
    for name, project in projects.items():
        production.go_on(name, project, people[MemberRole.LEAD], now)
    records = sum(demo.until >= Until.CONCLUDED for demo in PLAN)
    return Loaded(len(projects), len(PLAN), records)


def source_of(case: Case) -> str:
    """Where a case's facts were read; empty for an invented one."""
    paragraphs = case.notes.split("\n\n")
    return next((text.removeprefix(SOURCE) for text in paragraphs if text.startswith(SOURCE)), "")


def _project(demo: DemoRound, cases: Mapping[DemoRound, Case], people: People, now: datetime) -> Project:
    rounds = {other.round: case for other, case in cases.items() if other.project == demo.project}
    first, at = rounds[1], _at(demo, now, 0)
    project = create_project(
        name=first.project,
        initiative_name=first.initiative,
        unit_name=first.unit,
        description="\n\n".join(_story(case) for case in rounds.values()),
        source="\n".join(dict.fromkeys(filter(None, map(source_of, rounds.values())))),
        by=people[MemberRole.LEAD],
        at=at,
        token=_token(demo),
    )
    for role in (MemberRole.RESPONDENT, MemberRole.REVIEWER, MemberRole.APPROVER):
        add_member(project=project, person=people[role], role=role, by=people[MemberRole.LEAD], at=at)
    if demo.project in opinion.ASKED_IN:
        role = MemberRole.SECOND_RESPONDENT
        add_member(
            project=project,
            person=people[role],
            role=role,
            sections=opinion.SECTIONS,
            by=people[MemberRole.LEAD],
            at=at,
        )
    return project


def _story(case: Case) -> str:
    """What happened, without how it was entered."""
    paragraphs = case.notes.split("\n\n")
    told = [text for text in paragraphs if not text.startswith(("How this was entered", SOURCE))]
    text = " ".join(told)
    return f"Round {case.round}: {text}" if case.round > 1 else text


def _round(demo: DemoRound, case: Case, project: Project, people: People, now: datetime) -> None:
    lead = people[MemberRole.LEAD]
    assessment = import_parsed(project=project, case=case, by=lead, at=_at(demo, now, 0))
    for row in assessment.answers.filter(said=Said.NOT_APPLICABLE).order_by("question"):
        said = case.answers[row.question].said
        if isinstance(said, NotApplicable) and said.agreed_by:
            agree_not_applicable(
                assessment=assessment,
                question=row.question,
                seen_version=row.version,
                by=people[MemberRole.REVIEWER],
                at=_at(demo, now, 4),
            )
    if demo.until == Until.DRAFT:
        talk_in(assessment, people, now)
    has_opinion = demo.project == opinion.ASKED_IN[0]
    if has_opinion:
        opinion.give(assessment, people[MemberRole.SECOND_RESPONDENT], _at(demo, now, 4))
    if demo.until < Until.SUBMITTED and FILED in case.answers:
        _file(assessment, lead, _at(demo, now, 1))
    if demo.until >= Until.SUBMITTED:
        submit_assessment(assessment=assessment, by=lead, at=_at(demo, now, SUBMITTED_AFTER))
    if has_opinion:
        opinion.settle(assessment, people[MemberRole.REVIEWER], _at(demo, now, SUBMITTED_AFTER + 1))
    for section, remedy in case.remedies.items():
        _decide(assessment, section, remedy, people, _at(demo, now, SUBMITTED_AFTER + 1))
    _review(demo, assessment, people, now)


def _review(demo: DemoRound, assessment: Assessment, people: People, now: datetime) -> None:
    """By who answered nothing: half-way in one project, to the end where the round is concluded."""
    lead, reviewer = people[MemberRole.LEAD], people[MemberRole.REVIEWER]
    if demo.project == review.UNDER_WAY:
        review.begin(assessment, reviewer, lead, _at(demo, now, SUBMITTED_AFTER + 2))
    if demo.until >= Until.CONCLUDED:
        at = _at(demo, now, CONCLUDED_AFTER)
        reason = review.look_through(assessment, reviewer, at)
        decides = people[MemberRole.APPROVER] if demo.to_decide else None
        record = conclude_assessment(
            assessment=assessment, decision_maker=decides, by=reviewer, at=at, reason=reason
        )
        request_report(record=record, by=people[_asking(demo)], at=now)


def _asking(demo: DemoRound) -> MemberRole:
    """Who asks for the round's report: in turn, for nobody may wait for many at once."""
    return ASKING[PLAN.index(demo) % len(ASKING)]


def _file(assessment: Assessment, by: Person, at: datetime) -> None:
    """A file behind an answer that is being worked on."""
    file = KeptFile(
        name="sampling-rule.txt",
        size=len(SAMPLING_RULE),
        media_type="text/plain",
        sha256=hashlib.sha256(SAMPLING_RULE).hexdigest(),
        stored=keep(ContentFile(SAMPLING_RULE)),
    )
    item = attach_file(
        assessment=assessment,
        question=FILED,
        title="Sampling rule, as it was mailed",
        file=file,
        by=by,
        at=at,
    )
    dated = Description(item.title, dated=timezone.localdate(at))
    describe_evidence(assessment=assessment, item_id=item.pk, said=dated, seen=described(item), by=by)


def _decide(assessment: Assessment, section: str, remedy: Remedy, people: People, at: datetime) -> None:
    lead, approver = people[MemberRole.LEAD], people[MemberRole.APPROVER]
    if isinstance(remedy, Fix):
        choose_fix(assessment=assessment, section=section, actions=remedy.actions, by=lead, at=at)
        return
    asked = ask_acknowledgement(
        assessment=assessment,
        section=section,
        expectation=remedy.expectation,
        adjusted=remedy.adjusted,
        approver=approver,
        expires_on=remedy.expires,
        effect=remedy.effect,
        by=lead,
        at=at,
    )
    approve_acknowledgement(
        assessment=assessment,
        section=section,
        remedy_id=asked.pk,
        by=approver,
        at=at + timedelta(days=1),
    )


def _moved(case: Case, now: datetime) -> Case:
    """The case with its promised dates as far from `now` as they were from the day it was written."""
    by = timezone.localdate(now) - WRITTEN_ON
    remedies = {key: _moved_remedy(remedy, by) for key, remedy in case.remedies.items()}
    register = tuple(replace(item, due=item.due and item.due + by) for item in case.scope_register)
    return replace(case, remedies=remedies, scope_register=register)


def _moved_remedy(remedy: Remedy, by: timedelta) -> Remedy:
    if isinstance(remedy, Acknowledgement):
        return replace(remedy, expires=remedy.expires + by)
    return Fix(tuple(replace(action, due=action.due + by) for action in remedy.actions))


def _at(demo: DemoRound, now: datetime, days: int) -> datetime:
    return now - timedelta(days=demo.started - days)


def _token(demo: DemoRound) -> str:
    return f"demo:{demo.project}"
