"""What has to be decided about a submitted round, and by whom."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.case import Acknowledgement, NotApplicable
from ...domain.contradictions import Contradiction
from ...domain.numbers import spanned
from ...domain.verdict import HoldKind
from ...models import State, WorkKind
from ...permissions import Permission
from .judged import Judged
from .team import Team, Waiting, Work, approval_due

FEW: Final = 3
"""So many sections are all named in a line."""


def to_decide(view: Judged, team: Team) -> list[Waiting]:
    """What is open, for whoever may close it, and the review; where nothing is, the round can be accepted."""
    authors = _authors(view)
    decisions = [
        *_to_agree(view, team, authors),
        *_to_settle(view, team, authors),
        *_to_settle_voices(view, team, authors),
        *_to_choose(view, team),
        *_to_approve(view, team),
    ]
    involved = set[UUID]().union(*authors.values())
    if decisions or view.assessment.state == State.SUBMITTED:
        return [*_to_review(view, team, involved), *decisions]
    return list(_to_conclude(view, team, involved))


Authors = dict[str, set[UUID]]


def _authors(view: Judged) -> Authors:
    """Who ever answered each question."""
    authors: Authors = {}
    for question, person in view.assessment.authors.values_list("question", "person"):
        authors.setdefault(question, set()).add(person)
    return authors


def _to_agree(view: Judged, team: Team, authors: Authors) -> Iterator[Waiting]:
    """The same people for all of them: who answered anything in the round is not independent."""
    answers, names = view.assessed.case.answers, view.assessed.questionnaire.by_key
    refused = {ruling.question for ruling in view.assessed.case.refused}
    unsaid = [
        names[key].name
        for key, answer in answers.items()
        if isinstance(answer.said, NotApplicable) and not answer.said.agreed_by and key not in refused
    ]
    if not unsaid:
        return
    text, lacking = _agree_to_one(unsaid[0]) if len(unsaid) == 1 else _agree_to_many(len(unsaid))
    address = reverse("check_answers", args=[view.assessment.pk])
    item = Work(WorkKind.AGREE, text, address, view.assessment.pk)
    involved = set().union(*authors.values())
    yield from _for_independent(item, lacking, Permission.AGREE_NOT_APPLICABLE, team, involved)


def _agree_to_one(name: str) -> tuple[str, str]:
    """What it says to whoever may agree, and where there is nobody, to whoever can bring somebody in."""
    texts = (
        _("Say whether you agree that “%(name)s” is not applicable"),
        _(
            "Add a reviewer who did not answer. What waits: say whether you agree that “%(name)s” is not "
            "applicable"
        ),
    )
    return texts[0] % {"name": name}, texts[1] % {"name": name}


def _agree_to_many(count: int) -> tuple[str, str]:
    """The same for several questions."""
    text = ngettext(
        "Say whether you agree that %(count)s question is not applicable",
        "Say whether you agree that %(count)s questions are not applicable",
        count,
    )
    lacking = ngettext(
        "Add a reviewer who did not answer. What waits: say whether you agree that %(count)s question is not "
        "applicable",
        "Add a reviewer who did not answer. What waits: say whether you agree that %(count)s questions are "
        "not applicable",
        count,
    )
    return text % {"count": count}, lacking % {"count": count}


def _to_settle(view: Judged, team: Team, authors: Authors) -> Iterator[Waiting]:
    for found in view.assessed.contradictions:
        if found.settlement is None:
            item = Work(
                WorkKind.SETTLE,
                _("Explain a contradiction: %(text)s") % {"text": found.text},
                reverse("settle", args=[view.assessment.pk, found.rule]),
                view.assessment.pk,
                found.rule,
            )
            lacking = _(
                "Add a reviewer who did not answer. What waits: explain a contradiction: %(text)s"
            ) % {"text": found.text}
            yield from _for_independent(item, lacking, Permission.SETTLE, team, _involved(found, authors))


def _to_settle_voices(view: Judged, team: Team, authors: Authors) -> Iterator[Waiting]:
    for differing in view.differing:
        if differing.settlement is None:
            question = view.assessed.questionnaire.by_key[differing.second.question]
            told = {"question": question.name}
            item = Work(
                WorkKind.SETTLE,
                _("Settle a disagreement: a second opinion differs on %(question)s") % told,
                reverse("disagreement", args=[view.assessment.pk, differing.second.pk]),
                view.assessment.pk,
                str(differing.second.pk),
            )
            lacking = _(
                "Add a reviewer who did not answer. What waits: settle a disagreement: a second opinion "
                "differs on %(question)s"
            )
            involved = authors.get(question.key, set())
            yield from _for_independent(item, lacking % told, Permission.SETTLE, team, involved)


def _involved(found: Contradiction, authors: Authors) -> set[UUID]:
    return set().union(*(authors.get(question, set()) for question in found.questions))


def _for_independent(
    item: Work, lacking: str, permission: Permission, team: Team, involved: Collection[UUID]
) -> Iterator[Waiting]:
    """For whoever may and has no part in it; where there is nobody, for whoever can bring somebody in.

    To them it says `lacking`.
    """
    if independent := team.who_may(permission, but=involved):
        yield from item.of(independent)
        return
    people = reverse("project_people", args=[team.project])
    yield from replace(item, text=lacking, address=people).of(team.who_may(Permission.MANAGE_MEMBERS))


def _to_choose(view: Judged, team: Team) -> Iterator[Waiting]:
    able = team.who_may(Permission.APPROVE_ACKNOWLEDGEMENT)
    sections = [
        section
        for section, disposed in view.assessed.dispositions.items()
        if not disposed.state.valid and not _is_asked(view, section, able)
    ]
    if not sections:
        return
    address = view.remedy_url(sections[0]) if len(sections) == 1 else view.verdict_url
    names = [view.name(section) for section in sections]
    text = _("Choose fix or acknowledge for %(sections)s") % {"sections": in_short(names)}
    item = Work(WorkKind.DECIDE, text, address, view.assessment.pk)
    yield from item.of(team.who_may(Permission.CHOOSE_REMEDY))


def _is_asked(view: Judged, section: str, able: Collection[UUID]) -> bool:
    """Whether somebody who can was asked to approve an acknowledgement, and only their word is missing."""
    remedy = view.remedies.get(section)
    return remedy is not None and view.may_approve(remedy) and remedy.approver_id in able


def _to_approve(view: Judged, team: Team) -> Iterator[Waiting]:
    able = team.who_may(Permission.APPROVE_ACKNOWLEDGEMENT)
    for remedy in view.standing_remedies():
        asked = view.assessed.case.remedies[remedy.section]
        if isinstance(asked, Acknowledgement) and view.may_approve(remedy) and remedy.approver_id in able:
            told = {
                "section": view.name(remedy.section),
                "number": spanned(asked.adjusted.value, asked.adjusted.to, asked.adjusted.unit),
                "person": remedy.asked_by,
            }
            item = Work(
                WorkKind.APPROVE,
                _("Approve the acknowledgement for %(section)s: expect %(number)s, asked by %(person)s")
                % told,
                view.remedy_url(remedy.section),
                view.assessment.pk,
                remedy.section,
                approval_due(max(remedy.chosen_at, view.assessment.submitted_at or remedy.chosen_at)),
            )
            yield from item.of([remedy.approver_id])


def _to_review(view: Judged, team: Team, involved: Collection[UUID]) -> Iterator[Waiting]:
    text = _("Review the round: start with what was submitted")
    if view.assessment.state == State.IN_REVIEW:
        text = _("Go on with the review; return the round, or accept it")
    address = reverse("review", args=[view.assessment.pk])
    item = Work(WorkKind.REVIEW, text, address, view.assessment.pk)
    lacking = _("Add a reviewer who did not answer. What waits: review the round")
    yield from _for_independent(item, lacking, Permission.REVIEW, team, involved)


def _to_conclude(view: Judged, team: Team, involved: Collection[UUID]) -> Iterator[Waiting]:
    unproved = sum(hold.kind is HoldKind.MISSING_PROOF for hold in view.assessed.holds)
    if unproved:
        text = ngettext(
            "Return the round to add proof to %(count)s critical answer, or accept it as it is",
            "Return the round to add proof to %(count)s critical answers, or accept it as it is",
            unproved,
        ) % {"count": unproved}
    else:
        text = _("Finish the review and accept the round: nothing else is left to decide")
    address = reverse("review", args=[view.assessment.pk])
    item = Work(WorkKind.CONCLUDE, text, address, view.assessment.pk)
    lacking = _("Add a reviewer who did not answer. What waits: accept the round")
    yield from _for_independent(item, lacking, Permission.ACCEPT, team, involved)


def in_short(sections: list[str]) -> str:
    """Sections as running text: "a", "a and b", "a, b and c"; of more, two and how many others."""
    if len(sections) > FEW:
        others = len(sections) - 2
        return ngettext(
            "%(first)s, %(second)s and %(count)s more section",
            "%(first)s, %(second)s and %(count)s more sections",
            others,
        ) % {"first": sections[0], "second": sections[1], "count": others}
    if len(sections) == 1:
        return sections[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(sections[:-1]), "last": sections[-1]}
