"""Challenges: a reply that the team owes by a day, and who settles what was said."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ...models import Assessment, Challenge, MemberRole, State, WorkKind
from ...permissions import Permission
from ..cases import challenges_of
from ..projects import overseers_who_may
from ..question_sets import questionnaire_of
from .team import Team, Waiting, Work

REPLY = gettext_noop("Reply to the challenge on “%(question)s”")
SETTLE = gettext_noop("Settle the challenge on “%(question)s”: the team replied")
CONTESTED = gettext_noop("Settle the challenge on “%(question)s”: the team contests it")


def to_challenges(latest: Assessment, team: Team) -> Iterator[Waiting]:
    """One item for each that is not settled, for whoever is to say something now."""
    unsettled = [found for found in challenges_of(latest) if not found.judgement]
    authors = set(latest.authors.values_list("person", flat=True)) if unsettled else set()
    for found in unsettled:
        text, people = _for_whom(latest, found, team, authors)
        yield from _work(latest, found, text).of(people)


def _for_whom(
    latest: Assessment, found: Challenge, team: Team, authors: Collection[UUID]
) -> tuple[str, list[UUID]]:
    if found.waits_for_reply:
        section = found.question.partition(".")[0]
        able = [one for one in team.who_may(Permission.ANSWER) if section in team.answers[one]]
        return REPLY, _who_answers(latest, found, able)
    if found.contested:
        above = overseers_who_may(Permission.SETTLE_CONTESTED, latest.project)
        return CONTESTED, [one.pk for one in above if one.pk not in authors]
    reviewing = latest.state == State.IN_REVIEW
    involved = {*authors, *filter(None, [found.replied_by_id])}
    return SETTLE, team.who_may(Permission.REVIEW, but=involved) if reviewing else []


def _who_answers(latest: Assessment, found: Challenge, able: list[UUID]) -> list[UUID]:
    """The leads, and whoever was asked for the question or gave its answer."""
    asked = latest.assignments.filter(question__in=["", found.question], ended_at__isnull=True)
    section = found.question.partition(".")[0]
    concerned = {
        *asked.filter(section=section).values_list("person", flat=True),
        *latest.authors.filter(question=found.question, voice__isnull=True).values_list("person", flat=True),
    }
    leads = latest.project.memberships.filter(role=MemberRole.LEAD).values_list("person", flat=True)
    return [one for one in able if one in concerned or one in set(leads)]


def _work(latest: Assessment, found: Challenge, text: str) -> Work:
    question = questionnaire_of(latest).by_key[found.question]
    return Work(
        WorkKind.CHALLENGE,
        _(text) % {"question": question.name},
        reverse("challenge", args=[latest.pk, found.pk]),
        latest.pk,
        str(found.pk),
        found.due_on if found.waits_for_reply else None,
    )
