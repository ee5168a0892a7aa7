"""What people were asked for by name: a section or a question, often with a day."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ...models import Assessment, Assignment, WorkKind
from ...permissions import Permission
from ..assignments import assignments_in
from ..follow_ups import asked_in
from ..question_sets import questionnaire_of
from .team import Team, Waiting, Work, in_a_line


def assigned(latest: Assessment, team: Team, reviewed: Collection[UUID]) -> Iterator[Waiting]:
    """One item for each, as long as whoever was asked may answer it."""
    able = team.who_may(Permission.ANSWER, but=reviewed)
    for asked in waiting_assignments(latest):
        if asked.person_id in able and asked.section in team.answers[asked.person_id]:
            yield Waiting(asked.person_id, _work(latest, asked))


def waiting_assignments(latest: Assessment) -> list[Assignment]:
    """What people were asked for, less the questions that the round's answers do not ask."""
    found = list(assignments_in(latest))
    hidden = {one.question for one in found if one.question} - asked_in(latest).by_key.keys()
    return [one for one in found if one.question not in hidden]


def _work(latest: Assessment, asked: Assignment) -> Work:
    return Work(
        WorkKind.ASSIGNED,
        _text(latest, asked),
        address_of(latest, asked),
        latest.pk,
        asked.subject,
        asked.due_on,
    )


def _text(latest: Assessment, asked: Assignment) -> str:
    told = {"name": name_of(latest, asked), "person": asked.asked_by, "note": in_a_line(asked.note)}
    if asked.asked_by_id == asked.person_id:
        return (_("Answer “%(name)s”: “%(note)s”") if asked.note else _("Answer “%(name)s”")) % told
    if asked.note:
        return _("Answer “%(name)s”, %(person)s asks you: “%(note)s”") % told
    return _("Answer “%(name)s”, %(person)s asks you") % told


def name_of(latest: Assessment, asked: Assignment) -> str:
    """What the question or the section is called."""
    questionnaire = questionnaire_of(latest)
    if asked.question:
        found = questionnaire.by_key.get(asked.question)
        return found.name if found else asked.question
    return questionnaire.by_section[asked.section].name


def address_of(latest: Assessment, asked: Assignment) -> str:
    """Where it can be answered."""
    page = reverse("section", args=[latest.pk, asked.section])
    return f"{page}#{asked.question.replace('.', '__')}" if asked.question else page
