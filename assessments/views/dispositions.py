"""The page on which a finding is disposed of: what was found, and the forms of the two moves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import actions, queries
from assessments.domain.numbers import spanned
from assessments.domain.remedies import may_acknowledge
from assessments.domain.scoring import Finding, SectionResult, score, section_results
from assessments.forms.errors import anchored
from assessments.forms.remedies import AcknowledgementForm, FixForm
from assessments.models import CLOSED, Assessment, Person, Remedy
from assessments.permissions import Permission, granted_to

FINDINGS = {
    Finding.MATCHED: gettext_noop(
        "The pilot was close to production here, and evidence backs it. Nothing has to be done."
    ),
    Finding.PARTIAL: gettext_noop("The pilot came near production here, yet not all the way."),
    Finding.UNMATCHED: gettext_noop("The facts themselves say that the pilot differed from production here."),
    Finding.UNKNOWN: gettext_noop(
        "Nothing shows that the pilot was like production here: evidence is missing."
    ),
}
"""What a section's finding means, for the people who decide what to do about it."""

BLANK = gettext_noop(
    "A critical question here has no answer at all. Answer it first, if only with “Not known”: "
    "nobody can acknowledge what was never asked."
)


def returned(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Lead from a decision back to the verdict: the answers under it still move."""
    messages.info(
        request,
        _("This round was returned: decide once it is submitted again. Below is what was submitted."),
    )
    return redirect("verdict", assessment.pk)


@dataclass
class RemedyPage:
    """A section's finding with the forms of both moves; `move` is the one that was posted, or is stored.

    `asked` tells whether a move was posted; `refusal` is what the action said against it.
    """

    assessment: Assessment
    reader: Person
    result: SectionResult
    stored: Remedy | None
    move: str
    asked: bool
    fix: FixForm
    acknowledgement: AcknowledgementForm
    refusal: str = ""

    def is_valid(self) -> bool:
        """Whether the posted move is whole."""
        if self.move == "fix":
            return self.fix.is_valid()
        return self.move == "acknowledge" and self.acknowledgement.is_valid()

    @property
    def wrong(self) -> bool:
        """Whether a move was posted that cannot be taken as it is."""
        return self.asked and (bool(self.refusal) or not self.is_valid())

    def act(self, *, by: Person, at: datetime) -> None:
        """Record the move."""
        same: dict[str, Any] = {
            "assessment": self.assessment,
            "section": self.result.section.key,
            "by": by,
            "at": at,
        }
        if self.move == "fix":
            actions.choose_fix(actions=self.fix.actions, owners=self.fix.owners, **same)
            return
        asked = self.acknowledgement.cleaned_data
        actions.ask_acknowledgement(
            expectation=asked["expectation"],
            adjusted=self.acknowledgement.adjusted,
            approver=asked["approver"],
            expires_on=asked["expires_on"],
            effect=asked["effect"],
            **same,
        )

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        granted = granted_to(self.assessment.reader_roles)
        return {
            "page": self,
            "assessment": self.assessment,
            "project": self.assessment.project,
            "section": self.result.section,
            "finding": self.result.finding,
            "level": self.result.level,
            "meaning": _(FINDINGS[self.result.finding]),
            "held_down_by": self._held_down_by(),
            "needed": self.result.finding is not Finding.MATCHED,
            "may_choose": Permission.CHOOSE_REMEDY in granted and (self.wrong or not self._is_closed),
            "may_acknowledge": may_acknowledge(self.result),
            "blank": _(BLANK),
            "adjusted": self._adjusted(),
            "may_approve": self._waits_for(self.reader),
            "errors": self.errors() if self.wrong else [],
            "error_summary": self.wrong,
        }

    def errors(self) -> list[tuple[str, str]]:
        """What is wrong with the posted move, each with the anchor of its field."""
        if self.refusal:
            return [("move", self.refusal)]
        if self.move == "fix":
            return [
                (anchor, _("Action %(number)s. %(text)s") % {"number": place, "text": text})
                for place, row in enumerate(self.fix.rows, start=1)
                for anchor, text in anchored(row)
            ]
        if self.move == "acknowledge":
            return anchored(self.acknowledgement)
        return [("move", _("Choose one of the two moves."))]

    def _held_down_by(self) -> list[str]:
        by_key = {scored.key: scored.question.text for scored in self.result.questions}
        return [by_key[key] for key in self.result.held_down_by]

    def _adjusted(self) -> str:
        asked = self.stored
        if asked is None or asked.adjusted_value is None:
            return ""
        return spanned(asked.adjusted_value, asked.adjusted_to, asked.adjusted_unit)

    @property
    def _is_closed(self) -> bool:
        """Whether the round is over, so that what was chosen stands for good."""
        return self.assessment.state in CLOSED

    def _waits_for(self, person: Person) -> bool:
        return bool(self.stored and self.stored.waits_for_approval and self.stored.approver_id == person.pk)


def remedy_page(assessment: Assessment, section: str, reader: Person, posted: Any = None) -> RemedyPage:
    """Judge the section as it stands, and make the page of its two moves."""
    case = queries.case_of(assessment)
    questionnaire = queries.questionnaire_of(assessment)
    adding = posted is not None and "add" in posted
    move = posted.get("move", "") if posted is not None else ""
    stored = queries.remedies_of(assessment).get(section)
    return RemedyPage(
        assessment=assessment,
        reader=reader,
        result=section_results(score(case, questionnaire), questionnaire)[section],
        stored=stored,
        move=move or (stored.kind if stored else ""),
        asked=posted is not None and not adding,
        fix=_fix(assessment, stored, posted, bound=move == "fix" and not adding),
        acknowledgement=AcknowledgementForm(
            posted if move == "acknowledge" and not adding else None,
            initial=_acknowledged(stored),
            people=queries.possible_approvers(assessment, section, reader),
            today=timezone.localdate(),
        ),
    )


def _fix(assessment: Assessment, stored: Remedy | None, posted: Any, *, bound: bool) -> FixForm:
    people = queries.possible_owners(assessment.project)
    standing = stored.actions.all() if stored else ()
    form = FixForm(posted if bound else None, people=people, standing=standing)
    return form if bound or posted is None else form.one_row_more(posted)


def _acknowledged(stored: Remedy | None) -> dict[str, Any]:
    if stored is None or stored.kind != "acknowledge":
        return {}
    number = ("adjusted_value", "adjusted_to", "adjusted_unit")
    names = ("expectation", *number, "effect", "approver", "expires_on")
    return {name: getattr(stored, name) for name in names}
