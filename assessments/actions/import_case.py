"""A case file as the next round of a project: all of it, or nothing and every error at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .. import questionnaires
from ..domain import casefile
from ..domain.case import Answer as Content
from ..domain.case import Case, EvidenceEntry, Proof
from ..domain.casefile import CaseFileErrors
from ..models import Answer, AnswerAuthor, AnswerEvidence, Assessment, EvidenceItem, Person, Project
from .answers import BLANK, columns_of, without_agreement
from .authors import is_verified_by_one_of
from .projects import create_project
from .rounds import QUESTION_SET, open_round
from .scope import given_twice, import_register
from .work import renew_work

KEEPS_NONE_OPEN = gettext_noop("an import keeps none that is open: settle it, then import the file")


def import_case(*, project: Project, text: str | bytes, by: Person, at: datetime) -> Assessment:
    """Start the project's next round with a case file's claim, answers and register of scope, as a draft.

    What others decide about a round does not come in with it: an agreement to "not applicable", remedies and
    settlements are given again, by people with an account; without them a verdict is never better. What
    holds a verdict back and cannot be kept yet is refused: open challenges, lowered grades and unsettled
    disagreements. What the evidence register has besides the answers' proofs, notes, the
    decision, outcomes and what is settled change no verdict and stay in the file. Raises CaseFileErrors, and
    what refuses a round.
    """
    return import_parsed(project=project, case=parsed(text), by=by, at=at)


def import_project(*, text: str | bytes, token: str, by: Person, at: datetime) -> Assessment:
    """Make a case file's project and start its first round with it; all of it, or nothing.

    The file must name initiative and unit. A token that this person used before leads, as a RoundOpen, to
    what it made then. Raises what `import_case` raises.
    """
    case = parsed(text)
    if errors := tuple(_homeless(case)):
        raise CaseFileErrors(errors)
    with transaction.atomic():
        project = create_project(
            name=case.project,
            initiative_name=case.initiative,
            unit_name=case.unit,
            token=token,
            by=by,
            at=at,
        )
        return import_parsed(project=project, case=case, by=by, at=at)


def parsed(text: str | bytes) -> Case:
    """The case file, checked against the question set that new rounds ask; raises CaseFileErrors."""
    case = casefile.parse(text, questionnaires.load)
    if case.questionnaire != QUESTION_SET:
        must = _("must be %(questions)s, which new rounds ask") % {"questions": QUESTION_SET}
        raise CaseFileErrors((f"questionnaire: {must}",))
    return case


def import_parsed(*, project: Project, case: Case, by: Person, at: datetime) -> Assessment:
    """The same with a case that `parsed` read."""
    if errors := (*_verified_by_oneself(case, by), *_deferred_twice(case), *_lost_holds(case)):
        raise CaseFileErrors(errors)
    with transaction.atomic():
        assessment = open_round(project=project, claim=case.claim, by=by, at=at)
        if assessment.round != case.round:
            must = _("must be %(round)s, the project's next") % {"round": assessment.round}
            raise CaseFileErrors((f"round: {must}",))
        _store_answers(assessment, case, by, at)
        import_register(assessment, case.scope_register, by, at)
        renew_work(project=project, at=at)
    return assessment


def _homeless(case: Case) -> Iterator[str]:
    """What a new project needs and a case file may leave out."""
    for name in ("initiative", "unit"):
        if not getattr(case, name).strip():
            must = _("must not be empty: the new project belongs to it")
            yield f"project.{name}: {must}"
    if case.round != 1:
        must = _("must be 1, a new project's first")
        yield f"round: {must}"


def _store_answers(assessment: Assessment, case: Case, by: Person, at: datetime) -> None:
    """All answers and their proofs, in a fixed number of queries."""
    contents = {
        key: content for key, answer in case.answers.items() if (content := without_agreement(answer))
    }
    answers = {key: _row(assessment, key, content, by, at) for key, content in contents.items()}
    dates = {Proof(entry.title, entry.link, entry.sha256): entry for entry in case.evidence}
    items = {
        proof: _item(assessment, proof, dates.get(proof), by, at) for proof in _proofs(contents.values())
    }
    EvidenceItem.objects.bulk_create(items.values())
    Answer.objects.bulk_create(answers.values())
    AnswerAuthor.objects.bulk_create(
        AnswerAuthor(assessment=assessment, question=key, person=by) for key in answers
    )
    AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=answers[key], item=items[proof], position=place)
        for key, content in contents.items()
        for place, proof in enumerate(content.proof)
    )


def _row(assessment: Assessment, key: str, content: Content, by: Person, at: datetime) -> Answer:
    columns = BLANK | columns_of(content)
    return Answer(assessment=assessment, question=key, answered_by=by, answered_at=at, **columns)


def _item(
    assessment: Assessment, proof: Proof, entry: EvidenceEntry | None, by: Person, at: datetime
) -> EvidenceItem:
    """A piece of the register, with the dates that the file's own register has of it."""
    item = EvidenceItem(assessment=assessment, added_by=by, added_at=at, **vars(proof))
    if entry:
        item.dated, item.expires_on = entry.dated, entry.expires
    return item


def _proofs(contents: Iterable[Content]) -> dict[Proof, None]:
    """Every proof once, in the order of the answers."""
    return dict.fromkeys(proof for content in contents for proof in content.proof)


def _verified_by_oneself(case: Case, by: Person) -> Iterator[str]:
    """Verified means independently: whoever imports stands for the answers."""
    for key, answer in case.answers.items():
        if is_verified_by_one_of([by], answer):
            must = _("must be someone who answered nothing in this round")
            yield f"answers.{key}.verified_by: {must}"


def _deferred_twice(case: Case) -> Iterator[str]:
    """A register has each kind of case once."""
    for place in given_twice(case.scope_register):
        told = _("stands in the register before")
        yield f"scope_register.{place}.kind: {told}"


def _lost_holds(case: Case) -> Iterator[str]:
    """What would be forgotten, and the verdict the better for it."""
    for place, challenge in enumerate(case.challenges):
        if not challenge.settled:
            yield f"challenges.{place}: {_(KEEPS_NONE_OPEN)}"
    for ruling in case.lowered_grades:
        keeps = _(
            "an import keeps no lowered grade: state %(grade)s as the evidence of %(answer)s and leave the "
            "ruling out"
        ) % {"grade": ruling.evidence.value, "answer": f"answers.{ruling.question}"}
        yield f"rulings: {keeps}"
    for place, difference in enumerate(case.disagreements):
        if not difference.settled:
            yield f"disagreements.{place}: {_(KEEPS_NONE_OPEN)}"
