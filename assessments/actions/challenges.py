"""Challenges: a reviewer objects to an answer, the team replies, somebody independent settles it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..acting import SYSTEM, acting_as
from ..domain.casefile.values import Told
from ..models import Assessment, Challenge, Judgement, NoticeKind, Person, State
from ..permissions import Permission
from ..queries import (
    answer_to,
    challenge_for,
    overseers_who_may,
    people_who_answer,
    questionnaire_of,
    version_of,
)
from .notices import News, tell
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .rulings import REVIEWED, check_independent
from .work import renew_work
from .working import working_on

ANSWERED = (State.SUBMITTED, State.IN_REVIEW, State.RETURNED)
"""In these states the team replies, and the PMO settles what it contests: neither changes an answer."""

TOLD = {
    "raised": gettext_noop(
        "%(by)s challenges the answer on “%(question)s” in %(project)s, round %(round)s; reply by %(day)s"
    ),
    "replied": gettext_noop(
        "%(by)s replied to the challenge on “%(question)s” in %(project)s, round %(round)s"
    ),
    "contested": gettext_noop(
        "%(by)s contests the challenge on “%(question)s” in %(project)s, round %(round)s: the PMO settles it"
    ),
    "settled": gettext_noop("%(by)s settled the challenge on “%(question)s” in %(project)s, round %(round)s"),
}


class InvalidChallenge(InvalidInput):
    """What was said cannot be stored; errors by field: question, text, due_on, reply, why."""


class ChallengeStands(Refused):
    """There is a challenge on this answer already that is not dropped."""


class NothingToReply(Refused):
    """The challenge was settled, or is being decided by the PMO."""


class NothingToJudge(Refused):
    """The challenge is settled for good, or nobody replied to it, or somebody else settles it."""


def raise_challenge(
    *, assessment: Assessment, question: str, text: str, due_on: date, by: Person, at: datetime
) -> Challenge:
    """Object to an answer, as a reviewer who answered nothing, and ask for a reply by a day."""
    with working_on(assessment, by=by, permission=Permission.REVIEW, states=REVIEWED):
        check_independent(assessment, by)
        _check_raised(assessment, question, text, due_on, at)
        if assessment.challenges.filter(question=question).exclude(judgement=Judgement.DROPPED).exists():
            raise ChallengeStands(_("There is a challenge on this answer already: settle that one first."))
        challenge = Challenge.objects.create(
            assessment=assessment,
            question=question,
            text=text.strip(),
            due_on=due_on,
            version=version_of(answer_to(assessment, question)),
            raised_by=by,
            raised_at=at,
        )
        _tell(challenge, "raised", _answering(challenge), by, at)
        renew_work(project=assessment.project, at=at)
    return challenge


def reply_to_challenge(
    *,
    assessment: Assessment,
    challenge_id: UUID,
    reply: str,
    by: Person,
    at: datetime,
    contested: bool = False,
) -> Challenge:
    """Say what the team says to it, or that it is wrong: then the PMO settles it.

    May be said anew until somebody settles it.
    """
    with working_on(assessment, by=by, permission=Permission.ANSWER, states=ANSWERED):
        challenge = challenge_for(assessment, challenge_id)
        if challenge.question.partition(".")[0] not in assessment.reader_sections:
            raise NotAllowed(_("This section is not yours to answer: ask the lead."))
        if challenge.judgement:
            raise NothingToReply(_("This challenge is settled: nothing can be said to it any more."))
        if errors := shape_errors(Told, reply.strip(), "reply"):
            raise InvalidChallenge(errors)
        challenge.reply, challenge.contested = reply.strip(), contested
        challenge.replied_by, challenge.replied_at = by, at
        challenge.save()
        told = _overseers(challenge) if contested else {challenge.raised_by_id}
        _tell(challenge, "contested" if contested else "replied", told, by, at)
        renew_work(project=assessment.project, at=at)
    return challenge


def settle_challenge(
    *,
    assessment: Assessment,
    challenge_id: UUID,
    judgement: Judgement,
    why: str,
    by: Person,
    at: datetime,
) -> Challenge:
    """Uphold it or drop it: a reviewer once the team replied, the PMO where the team contests it.

    Dropped is for good. What is upheld goes on holding the verdict; once the answer was changed a reviewer
    settles it anew.
    """
    with _judging(assessment, challenge_id, by):
        challenge = challenge_for(assessment, challenge_id)
        check_independent(assessment, by)
        version = version_of(answer_to(assessment, challenge.question))
        _check_judged(challenge, version)
        if by.is_same(challenge.replied_by):
            raise NotAllowed(_("You replied to this challenge: somebody else settles it."))
        if errors := shape_errors(Told, why.strip(), "why"):
            raise InvalidChallenge(errors)
        challenge.judgement, challenge.why, challenge.version = judgement, why.strip(), version
        challenge.settled_by, challenge.settled_at = by, at
        challenge.save()
        _tell(challenge, "settled", {*_answering(challenge), challenge.raised_by_id}, by, at)
        renew_work(project=assessment.project, at=at)
    return challenge


@contextmanager
def _judging(assessment: Assessment, challenge_id: UUID, by: Person) -> Iterator[None]:
    """As the PMO for what is contested and not settled, else as a reviewer.

    The PMO's as the system: whoever reads a project from above writes none of its rows.
    """
    if challenge_for(assessment, challenge_id).waits_for_pmo:
        contested = working_on(assessment, by=by, permission=Permission.SETTLE_CONTESTED, states=ANSWERED)
        with acting_as(SYSTEM, author=by), contested:
            yield
    else:
        with working_on(assessment, by=by, permission=Permission.REVIEW, states=REVIEWED):
            yield


def _check_raised(assessment: Assessment, question: str, text: str, due_on: date, at: datetime) -> None:
    errors = shape_errors(Told, text.strip(), "text")
    if question not in questionnaire_of(assessment).by_key:
        errors["question"] = _("%(key)s is not a question of this round") % {"key": question}
    if due_on < timezone.localdate(at):
        errors["due_on"] = _("choose today or a later day")
    if errors:
        raise InvalidChallenge(errors)


def _check_judged(challenge: Challenge, version: int) -> None:
    if challenge.is_settled:
        raise NothingToJudge(_("This challenge is dropped already."))
    if challenge.waits_for_reply:
        raise NothingToJudge(_("The team has not replied yet."))
    if challenge.judgement and challenge.version == version:
        raise NothingToJudge(_("This challenge is upheld: it is settled anew once the answer was changed."))


def _answering(challenge: Challenge) -> set[UUID]:
    """Who may reply: whoever answers the section, the lead among them."""
    section = challenge.question.partition(".")[0]
    return {person.pk for person in people_who_answer(challenge.assessment, section)}


def _overseers(challenge: Challenge) -> set[UUID]:
    with acting_as(SYSTEM):
        found = overseers_who_may(Permission.SETTLE_CONTESTED, challenge.assessment.project)
        return {person.pk for person in found}


def _tell(challenge: Challenge, what: str, people: Iterable[UUID], by: Person, at: datetime) -> None:
    tell(set(people) - {by.pk}, lambda: _news(challenge, what, by, at), at=at)


def _news(challenge: Challenge, what: str, by: Person, at: datetime) -> News:
    assessment = challenge.assessment
    told = {
        "by": by,
        "question": questionnaire_of(assessment).by_key[challenge.question].name,
        "project": assessment.project.name,
        "round": assessment.round,
        "day": date_format(challenge.due_on),
    }
    address = reverse("challenge", args=[assessment.pk, challenge.pk])
    key = f"{challenge.pk} {what} {at.isoformat()}"
    return News(NoticeKind.CHALLENGE, key, _(TOLD[what]) % told, address, assessment.project)
