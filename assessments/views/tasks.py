"""The task list of a round: how complete each section is, never how well it stands, and the next step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.questionnaire import Questionnaire, Section
from assessments.models import Assessment, State
from assessments.permissions import Permission, granted_to
from assessments.queries import Progress, SectionProgress

from .addresses import addresses


@dataclass(frozen=True)
class Task:
    """One section in the task list and in the list beside a section page."""

    key: str
    name: str
    url: str
    answered: int
    settled: int
    """Answered, and not waiting to be confirmed."""
    not_known: int
    total: int
    count: str
    hint: str
    state: str
    done: bool
    yours: bool = True
    """Whether its reader is one who answers it."""
    asked: str = ""
    """Who was asked for the whole of it, by when."""
    assign_url: str = ""
    """Where somebody is asked for it, for who may."""


@dataclass(frozen=True)
class Step:
    """The one thing to do next: a sentence, and where a button leads (nowhere where others have to act)."""

    text: str
    label: str = ""
    url: str = ""


def tasks(
    assessment: Assessment,
    questionnaire: Questionnaire,
    progress: Progress,
    asked: Mapping[str, str] = MappingProxyType({}),
) -> list[Task]:
    """The eight sections in their order; while they are answered, those that are not the reader's say so.

    `asked` says by section who was asked for it; who leads gets the way to ask.
    """
    leads = assessment.is_editable and Permission.ASSIGN in granted_to(assessment.reader_roles)
    assign = addresses("assign", assessment.pk) if leads else lambda _: ""
    talks = Permission.TALK in granted_to(assessment.reader_roles)
    own = assessment.reader_sections if assessment.takes_answers else frozenset[str]()
    page = addresses("section", assessment.pk)
    return [
        replace(
            _task(section, progress[section.key], page(section.key), yours=not own or section.key in own),
            asked=asked.get(section.key, "") if talks else "",
            assign_url=assign(section.key),
        )
        for section in questionnaire.sections
    ]


def own_tasks(assessment: Assessment, listed: list[Task]) -> list[Task]:
    """The sections that a second respondent answers; for the team all of them."""
    if assessment.voice is None:
        return listed
    return [task for task in listed if task.key in assessment.reader_sections]


def _task(section: Section, done: SectionProgress, url: str, *, yours: bool) -> Task:
    return Task(
        key=section.key,
        name=section.name,
        url=url,
        answered=done.answered,
        settled=done.answered - done.to_confirm,
        not_known=done.not_known,
        total=done.total,
        count=_count(done.answered, done.to_confirm, done.total),
        hint=" · ".join([*([] if yours else [_("Not yours to answer")]), *_notes(done)]),
        state=_word(done),
        done=done.complete,
        yours=yours,
    )


def completeness(listed: Sequence[Task]) -> str:
    """How much of the round is answered, in one sentence."""
    answered, settled, unknown, total = (
        sum(getattr(task, name) for task in listed) for name in ("answered", "settled", "not_known", "total")
    )
    if answered > settled:
        text = _("%(settled)s of %(total)s confirmed; the other answers are those of the last round.")
    elif unknown:
        text = _("%(answered)s of %(total)s questions answered, %(unknown)s of them not known.")
    else:
        text = _("%(answered)s of %(total)s questions answered.")
    return text % {"answered": answered, "settled": settled, "unknown": unknown, "total": total}


def _count(answered: int, to_confirm: int, total: int) -> str:
    text = _("%(count)s of %(total)s confirmed") if to_confirm else _("%(count)s of %(total)s answered")
    return text % {"count": answered - to_confirm, "total": total}


def _notes(done: SectionProgress) -> Iterator[str]:
    if done.with_evidence:
        yield _("%(count)s with evidence") % {"count": done.with_evidence}
    if done.not_known:
        yield _("%(count)s not known") % {"count": done.not_known}
    if done.to_confirm:
        yield _("%(count)s to confirm") % {"count": done.to_confirm}


def _word(done: SectionProgress) -> str:
    if done.complete:
        return _("All answered")
    if done.answered == done.total:
        return _("To confirm")
    return _("In progress") if done.answered else _("Not started")


def next_step(assessment: Assessment, listed: Sequence[Task], granted: frozenset[Permission]) -> Step:
    """What this person can do for the round now."""
    if assessment.is_editable:
        return _next_answer(assessment, listed, granted)
    verdict = reverse("verdict", args=[assessment.pk])
    match State(assessment.state):
        case State.WITHDRAWN:
            return Step(_("This round was withdrawn. Its answers are kept, and nothing can be changed."))
        case State.ACCEPTED:
            return Step(_("This round is concluded: its record is frozen."), _("Read the verdict"), verdict)
        case _ if Permission.REVIEW in granted:
            text = _("The answers are frozen, and wait for somebody who gave none of them.")
            return Step(text, _("Review the round"), reverse("review", args=[assessment.pk]))
        case _:
            return Step(
                _("The answers are frozen. See what they say, and decide about each finding."),
                _("See the verdict"),
                verdict,
            )


def _next_answer(assessment: Assessment, listed: Sequence[Task], granted: frozenset[Permission]) -> Step:
    check = reverse("check_answers", args=[assessment.pk])
    if Permission.ANSWER not in granted:
        return Step(_("The team is still answering."), _("Read the answers"), check)
    own = [task for task in listed if task.yours]
    if not all(task.done for task in own):
        return next_open(own, everything=len(own) == len(listed))
    if len(own) < len(listed):
        text = _("Your sections are answered. Others may still be at theirs.")
        return Step(text, _("Read the answers"), check)
    return Step(
        _("Every question has an answer. Read them once more before they are frozen."),
        _("Check the answers"),
        check,
    )


def next_open(own: Sequence[Task], *, everything: bool = False) -> Step:
    """The first of these sections that is still open; at least one is. `everything`: these are all."""
    open_tasks = [task for task in own if not task.done]
    task, count = open_tasks[0], len(open_tasks)
    text = _still_open_of_all(count) if everything else _still_open_of_own(count)
    label = _("Go on with %(section)s") if task.answered else _("Start with %(section)s")
    return Step(text % {"open": count, "total": len(own)}, label % {"section": task.name}, task.url)


def _still_open_of_all(count: int) -> str:
    return ngettext(
        "%(open)s of %(total)s sections is still open.",
        "%(open)s of %(total)s sections are still open.",
        count,
    )


def _still_open_of_own(count: int) -> str:
    return ngettext(
        "%(open)s of your %(total)s sections is still open.",
        "%(open)s of your %(total)s sections are still open.",
        count,
    )
