"""Rows of lists, ready for the templates: words, addresses and states."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import queries
from assessments.domain.case import Claim
from assessments.domain.language import enumerated
from assessments.domain.numbers import NO_BREAK, plain
from assessments.forms.roles import name_of
from assessments.models import EDITABLE, Assessment, Membership, Project, State

from .addresses import addresses
from .moments import day
from .next_steps import Reader, next_step, no_round

STATES: dict[str, str] = {
    State.DRAFT: gettext_noop("Being filled in"),
    State.SUBMITTED: gettext_noop("Submitted"),
    State.IN_REVIEW: gettext_noop("In review"),
    State.ACCEPTED: gettext_noop("Concluded"),
    State.RETURNED: gettext_noop("Returned for changes"),
    State.WITHDRAWN: gettext_noop("Withdrawn"),
}
"""What each state of a round is called, in English; `state_in_words` says it to whoever reads."""

RESULTS = {
    "met": gettext_noop("Yes"),
    "not_met": gettext_noop("No"),
    "none": gettext_noop("No criterion was set"),
}
"""Did the claim meet its criterion? In English; `result_in_words` says it to whoever reads."""


@dataclass(frozen=True)
class ProjectRow:
    """One project in the list; `state` is a code for its mark, `word` says it."""

    name: str
    url: str
    where: str
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
    renewal: str = ""
    """That an acknowledgement of it has ended, empty where none has."""


@dataclass(frozen=True)
class MemberRow:
    """One person of a project with all their roles."""

    name: str
    roles: str


def state_in_words(state: str) -> str:
    """What a round's state is called: "Being filled in"."""
    return _(STATES[state])


def result_in_words(result: str) -> str:
    """Whether the claim met its criterion: "Yes"."""
    return _(RESULTS[result])


def project_rows(projects: Iterable[queries.ListedProject]) -> list[ProjectRow]:
    """A page of projects, in the order they come; no query."""
    address = addresses("project")
    return [_project_row(project, address(project.id)) for project in projects]


def round_rows(rounds: Iterable[Assessment]) -> list[RoundRow]:
    """A project's rounds, in the order they come."""
    listed = list(rounds)
    ended = _needs_renewal(listed)
    return [_round_row(found, ended) for found in listed]


def known_rows(rounds: Iterable[Assessment], asked: Collection[UUID]) -> list[RoundRow]:
    """The same for who may know of rounds only; leading to those in which they were `asked`."""
    return [
        RoundRow(
            name=_("Round %(number)s") % {"number": found.round},
            url=reverse("assessment", args=[found.pk]) if found.pk in asked else "",
            state=found.state,
            word=state_in_words(found.state),
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
        roles.setdefault(key, []).append(name_of(membership.role))
    return [MemberRow(names[key], enumerated(held)) for key, held in roles.items()]


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


def _project_row(project: queries.ListedProject, address: str) -> ProjectRow:
    latest = project.latest
    reader = Reader(project.roles, waited_for=project.asked_to_approve)
    state = State(latest.state) if latest else None
    return ProjectRow(
        name=project.name,
        url=address,
        where=f"{project.initiative} · {project.unit}",
        round=_completeness(latest) if latest else "",
        state=state or "none",
        word=state_in_words(state) if state else no_round(reader),
        next_step=next_step(state, reader),
    )


def _completeness(latest: queries.ListedRound) -> str:
    counts = {
        "number": latest.round,
        "answered": latest.answered,
        "confirmed": latest.answered - latest.to_confirm,
        "unknown": latest.not_known,
    }
    if latest.state in EDITABLE and latest.to_confirm:
        return _("Round %(number)s, %(confirmed)s of %(answered)s confirmed") % counts
    if latest.not_known:
        return _("Round %(number)s, %(answered)s answered, %(unknown)s of them not known") % counts
    return _("Round %(number)s, %(answered)s answered") % counts


def _needs_renewal(rounds: Sequence[Assessment]) -> Collection[UUID]:
    """The latest concluded round, if an acknowledgement of it has ended: older ones are replaced."""
    concluded = [found for found in rounds if found.state == State.ACCEPTED]
    latest = max(concluded, key=lambda found: found.round, default=None)
    return queries.need_renewal([latest.pk], timezone.localdate()) if latest else ()


def _round_row(found: Assessment, ended: Collection[UUID]) -> RoundRow:
    judged = found.shows_verdict and found.state != State.WITHDRAWN
    at = found.accepted_at or found.withdrawn_at or found.submitted_at or found.started_at
    return RoundRow(
        name=_("Round %(number)s") % {"number": found.round},
        url=reverse("assessment", args=[found.pk]),
        state=found.state,
        word=state_in_words(found.state),
        since=day(at),
        claim=claim_in_words(queries.claim_of(found)),
        verdict_url=reverse("verdict", args=[found.pk]) if judged else "",
        verdict=_("Verdict and report") if found.state == State.ACCEPTED else _("Verdict"),
        is_open=found.is_open,
        renewal=_("Needs renewal: an acknowledgement has ended") if found.pk in ended else "",
    )
