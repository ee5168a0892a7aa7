"""Rows of lists, ready for the templates: words, addresses and states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from assessments import queries
from assessments.domain.case import Claim
from assessments.domain.numbers import NO_BREAK, plain
from assessments.forms.roles import NAMES
from assessments.models import Assessment, Membership, Person, Project, State

from .moments import day
from .next_steps import Reader, next_step, no_round

STATES = {
    State.DRAFT: "Being filled in",
    State.SUBMITTED: "Submitted",
    State.IN_REVIEW: "In review",
    State.ACCEPTED: "Concluded",
    State.RETURNED: "Returned for changes",
    State.WITHDRAWN: "Withdrawn",
}
"""What each state of a round is called."""

RESULTS = {"met": "Yes", "not_met": "No", "none": "No criterion was set"}
"""Did the claim meet its criterion?"""


@dataclass(frozen=True)
class ProjectRow:
    """One project in the list; `state` is a code for its mark, `word` says it."""

    name: str
    url: str
    initiative: str
    unit: str
    round: str
    state: str
    word: str
    next_step: str


@dataclass(frozen=True)
class RoundRow:
    """One round of a project."""

    name: str
    url: str
    state: str
    word: str
    since: str
    claim: str
    verdict_url: str
    verdict: str
    """What the link to the verdict promises."""
    is_open: bool


@dataclass(frozen=True)
class MemberRow:
    """One person of a project with all their roles."""

    name: str
    roles: str


def project_rows(reader: Person, projects: Iterable[Project]) -> list[ProjectRow]:
    """The projects by name, each with the latest round that the reader may see; a fixed number of queries."""
    listed = sorted(projects, key=lambda project: (project.name.casefold(), str(project.pk)))
    latest = queries.latest_rounds(reader, listed)
    counts = queries.completeness_of(latest.values())
    own = queries.roles_by_project(reader)
    waiting = queries.awaiting_approval_of(reader)
    return [
        _project_row(
            project,
            latest.get(project.pk),
            counts,
            Reader(own.get(project.pk, frozenset()), waited_for=project.pk in waiting),
        )
        for project in listed
    ]


def round_rows(rounds: Iterable[Assessment]) -> list[RoundRow]:
    """A project's rounds, in the order they come."""
    return [_round_row(found) for found in rounds]


def known_rows(rounds: Iterable[Assessment]) -> list[RoundRow]:
    """The same for who may know of rounds, and nothing that is said in them."""
    return [
        RoundRow(
            name=f"Round {found.round}",
            url="",
            state=found.state,
            word=STATES[State(found.state)],
            since=day(found.started_at),
            claim="",
            verdict_url="",
            verdict="",
            is_open=found.is_open,
        )
        for found in rounds
    ]


def member_rows(memberships: Iterable[Membership]) -> list[MemberRow]:
    """The people of a project, one row each, by name."""
    roles: dict[str, list[str]] = {}
    names = {}
    for membership in memberships:
        key = str(membership.person_id)
        names[key] = str(membership.person)
        roles.setdefault(key, []).append(NAMES[membership.role])
    return [MemberRow(names[key], ", ".join(held)) for key, held in roles.items()]


def names_in_use(projects: Iterable[Project]) -> dict[str, Sequence[str]]:
    """The initiatives and units of the projects that somebody sees, to choose from."""
    listed = list(projects)
    return {
        "initiatives": sorted({project.initiative.name for project in listed}, key=str.casefold),
        "units": sorted({project.unit.name for project in listed}, key=str.casefold),
    }


def claim_in_words(claim: Claim) -> str:
    """The pilot claim as one line: "accuracy 95 % (n = 500)"."""
    value = "" if claim.value is None else f" {plain(claim.value)}{NO_BREAK}{claim.unit}".rstrip()
    cases = f" (n{NO_BREAK}={NO_BREAK}{plain(claim.sample_size)})" if claim.sample_size else ""
    return f"{claim.metric}{value}{cases}"


def _project_row(
    project: Project,
    latest: Assessment | None,
    counts: Mapping[UUID, queries.Completeness],
    reader: Reader,
) -> ProjectRow:
    answered = _completeness(latest, counts.get(latest.pk, queries.Completeness())) if latest else ""
    return ProjectRow(
        name=project.name,
        url=reverse("project", args=[project.pk]),
        initiative=project.initiative.name,
        unit=project.unit.name,
        round=answered,
        state=latest.state if latest else "none",
        word=STATES[State(latest.state)] if latest else no_round(reader),
        next_step=next_step(latest, reader),
    )


def _completeness(latest: Assessment, counts: queries.Completeness) -> str:
    answered: int = latest.answered  # type: ignore[attr-defined]
    if latest.is_editable and counts.to_confirm:
        return f"Round {latest.round}, {answered - counts.to_confirm} of {answered} confirmed"
    unknown = f", {counts.not_known} of them not known" if counts.not_known else ""
    return f"Round {latest.round}, {answered} answered{unknown}"


def _round_row(found: Assessment) -> RoundRow:
    judged = found.shows_verdict and found.state != State.WITHDRAWN
    at = found.accepted_at or found.withdrawn_at or found.submitted_at or found.started_at
    return RoundRow(
        name=f"Round {found.round}",
        url=reverse("assessment", args=[found.pk]),
        state=found.state,
        word=STATES[State(found.state)],
        since=day(at),
        claim=claim_in_words(queries.claim_of(found)),
        verdict_url=reverse("verdict", args=[found.pk]) if judged else "",
        verdict="Verdict and report" if found.state == State.ACCEPTED else "Verdict",
        is_open=found.is_open,
    )
