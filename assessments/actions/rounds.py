"""A project's next round."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from .. import questionnaires
from ..domain.case import Claim
from ..domain.casefile.checks import question_errors
from ..domain.questionnaire import Questionnaire
from ..models import (
    CLOSED,
    Answer,
    AnswerEvidence,
    Assessment,
    EvidenceFile,
    EvidenceItem,
    EvidencePreview,
    Person,
    Project,
    QuestionSet,
    Said,
    State,
)
from ..permissions import Permission, may
from ..queries import answers_of, as_answer, questionnaire_of
from .authors import carry_authors
from .claims import check_claim, state_claim
from .opinions import ask_opinions
from .refusal import NotAllowed, WrongState
from .scope import carry_register
from .work import renew_work

QUESTION_SET = "honest-pilot/1"
"""What new rounds ask."""


class RoundOpen(WrongState):
    """The project has a round under way: `current`."""

    def __init__(self, current: Assessment) -> None:
        text = _("Round %(round)s is still %(state)s; finish or withdraw it first.")
        super().__init__(text % {"round": current.round, "state": current.get_state_display()})
        self.current = current


def start_assessment(*, project: Project, claim: Claim, by: Person, at: datetime) -> Assessment:
    """Start the first round, or the next with the last one’s register and answers, each to be confirmed."""
    with transaction.atomic():
        assessment = open_round(project=project, claim=claim, by=by, at=at)
        if assessment.previous:
            _carry_over(assessment.previous, assessment, questionnaire_of(assessment))
            carry_register(assessment.previous, assessment)
        renew_work(project=project, at=at)
    return assessment


def open_round(*, project: Project, claim: Claim, by: Person, at: datetime) -> Assessment:
    """Start the project's next round with nothing answered yet."""
    check_claim(claim)
    # Two people who start at once: the second finds the first one's round.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if not may(by, Permission.START_ASSESSMENT, project):
        raise NotAllowed(_("You may not start a round in this project."))
    rounds = Assessment.objects.filter(project=project)
    if current := rounds.exclude(state__in=CLOSED).first():
        raise RoundOpen(current)
    previous = rounds.exclude(state=State.WITHDRAWN).order_by("-round").first()
    last = rounds.aggregate(last=Max("round"))["last"] or 0
    assessment = Assessment(project=project, round=last + 1, previous=previous, started_by=by, started_at=at)
    assessment.question_set = pinned(questionnaires.load(QUESTION_SET))
    state_claim(assessment, claim)
    assessment.save(force_insert=True)
    ask_opinions(project, by=by, at=at)
    return assessment


def pinned(questionnaire: Questionnaire) -> QuestionSet:
    """The stored question set with exactly this content, made where it is new."""
    digest = questionnaires.digest(questionnaire)
    content = questionnaire.model_dump(mode="json")
    question_set, _ = QuestionSet.objects.defer("content").get_or_create(
        digest=digest, defaults={"identifier": questionnaire.id, "content": content}
    )
    return question_set


def _carry_over(previous: Assessment, assessment: Assessment, questionnaire: Questionnaire) -> None:
    """Copy what still fits the questions; agreements are not copied: a reviewer looks again."""
    rows = [row for row in answers_of(previous).values() if row.is_answered and _fits(row, questionnaire)]
    items = _copied_items(previous, assessment)
    answers = [_copied(row, assessment) for row in rows]
    Answer.objects.bulk_create(answers)
    carry_authors(previous, assessment, [row.question for row in rows])
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=answer, item=items[link.item_id], position=link.position)
        for row, answer in zip(rows, answers, strict=True)
        for link in row.links
    )


def _fits(row: Answer, questionnaire: Questionnaire) -> bool:
    question, answer = questionnaire.by_key.get(row.question), as_answer(row)
    if question is None or answer is None:
        return False
    # Whether another answer allows a "not applicable" is judged again with the round's own answers.
    return row.said == Said.NOT_APPLICABLE or not any(question_errors(question, answer, {}))


def _copied(row: Answer, assessment: Assessment) -> Answer:
    """The same words by the same person; nothing of the last round's course."""
    kept = (
        "question",
        "said",
        "level",
        "pilot",
        "production",
        "how",
        "reason",
        "evidence",
        "rationale",
        "verified_by",
    )
    return Answer(
        assessment=assessment,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        carried_over=True,
        **_columns(row, kept),
    )


def _copied_items(previous: Assessment, assessment: Assessment) -> dict[UUID, EvidenceItem]:
    """The evidence register's copies, by the id of their originals; of files the latest versions."""
    kept = ("title", "link", "sha256", "dated", "expires_on", "added_by_id", "added_at")
    items = list(
        previous.evidence_items.filter(voice__isnull=True).select_related("latest__preview").order_by("pk")
    )
    copies = {item.pk: EvidenceItem(assessment=assessment, **_columns(item, kept)) for item in items}
    EvidenceItem.objects.bulk_create(copies.values())
    _copy_files({copies[item.pk]: item.latest for item in items if item.latest})
    return copies


def _copy_files(latest: Mapping[EvidenceItem, EvidenceFile]) -> None:
    """Rows that name the same stored files; a preview that is not drawn yet is asked for by the sweep."""
    kept = ("version", "name", "size", "media_type", "sha256", "stored", "added_by_id", "added_at")
    files = {item: EvidenceFile(item=item, **_columns(file, kept)) for item, file in latest.items()}
    EvidenceFile.objects.bulk_create(files.values())
    for item, file in files.items():
        item.latest = file
    EvidenceItem.objects.bulk_update(files, ["latest"])
    EvidencePreview.objects.bulk_create(
        EvidencePreview(file=files[item], stored=drawn.stored, made_at=drawn.made_at)
        for item, file in latest.items()
        if (drawn := getattr(file, "preview", None))
    )


def _columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
