"""What backs one answer: its pieces, and a link, a file or one of the register's added to them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.questionnaire import Question
from assessments.forms.answers import prefix_of
from assessments.forms.errors import anchored
from assessments.forms.evidence import AttachFileForm, AttachLinkForm, ChooseForm
from assessments.models import Answer, Assessment

from .attempting import attempt, take_in
from .evidence_rows import shown_proofs
from .signed_in import SignedInRequest, signed_in
from .sizes import in_bytes
from .uploading import bind, in_background, plain, receives_a_file, round_to_answer

LINK_ID = "id_link_%s"  # beside the file, which has a title too


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer_evidence(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """What backs an answer; a post adds a link, or one of the register's pieces."""
    assessment = round_to_answer(request, assessment_id)
    page = AnswerEvidence(request, assessment, _asked(assessment, question))
    if request.method != "POST":
        return page.shown()
    if request.POST.get("move") == "choose":
        form: Any = ChooseForm(request.POST, choices=page.choices())
        return page.added("choose_form", form, lambda: page.attach(form.cleaned_data["item"]))
    form = AttachLinkForm(request.POST, auto_id=LINK_ID)
    return page.added("link_form", form, lambda: page.attach_link(**form.cleaned_data))


@receives_a_file
def answer_evidence_file(request: SignedInRequest, assessment: Assessment, question: str) -> HttpResponse:
    """Take a file and let it back the answer."""
    page = AnswerEvidence(request, assessment, _asked(assessment, question))
    form = AttachFileForm(request.POST, request.FILES)
    if not bind(form, request):
        return page.wrong("file_form", form)
    return page.added("file_form", form, lambda: page.attach_file(form))


@require_POST
@signed_in
def answer_evidence_remove(
    request: SignedInRequest, assessment_id: UUID, question: str, item_id: UUID
) -> HttpResponse:
    """Take a piece off the answer; it stays in the register."""
    assessment = round_to_answer(request, assessment_id)
    page = AnswerEvidence(request, assessment, _asked(assessment, question))
    said = _("It backs this answer no more; it stays in the register.")
    return page.done(lambda: page.detach(item_id), said)


@dataclass
class AnswerEvidence:
    """The page of one answer's evidence, and the piece of it that a card shows."""

    request: SignedInRequest
    assessment: Assessment
    question: Question
    forms: dict[str, Any] = field(default_factory=dict)

    def attach(self, item_id: str) -> None:
        """Use what is in the register."""
        actions.attach_evidence(item_id=item_id, **self._by_whom())

    def attach_link(self, title: str, link: str) -> None:
        """Add a link."""
        actions.attach_link(title=title, link=link, **self._by_whom())

    def attach_file(self, form: AttachFileForm) -> None:
        """Add a file."""
        title = form.cleaned_data["title"]
        take_in(form, lambda file: actions.attach_file(title=title, file=file, **self._by_whom()))

    def detach(self, item_id: UUID) -> None:
        """Take a piece off."""
        actions.detach_evidence(item_id=item_id, **self._by_whom())

    def choices(self) -> list[tuple[str, str]]:
        """The register's pieces that do not back this answer yet."""
        row = self._row()
        backing = {link.item_id for link in row.links} if row else set()
        register = queries.evidence_of(self.assessment)
        return [(str(item.pk), item.title) for item in register if item.pk not in backing]

    def added(self, name: str, form: Any, add: Callable[[], None]) -> HttpResponse:
        """Add what a form says, or show what is wrong with it."""
        if status := attempt(form, add):
            return self.wrong(name, form, status)
        return self.redrawn(_("It backs this answer now."))

    def done(self, move: Callable[[], None], said: str) -> HttpResponse:
        """Do what needs no form."""
        try:
            move()
        except actions.Refused as refusal:
            status = 403 if isinstance(refusal, actions.NotAllowed) else 409
            if in_background(self.request):
                return plain(str(refusal), status)
            messages.error(self.request, str(refusal))
            return redirect("answer_evidence", self.assessment.pk, self.question.key)
        return self.redrawn(said)

    def wrong(self, name: str, form: Any, status: int = 422) -> HttpResponse:
        """What stands against it, with whatever was typed."""
        if in_background(self.request):
            return plain(" ".join(str(text) for texts in form.errors.values() for text in texts), status)
        self.forms[name] = form
        return self.shown(status)

    def redrawn(self, said: str) -> HttpResponse:
        """The pieces as they stand now: for the card, or on the page."""
        if not in_background(self.request):
            messages.success(self.request, said)
            return redirect("answer_evidence", self.assessment.pk, self.question.key)
        return render(self.request, "components/evidence_list.html", {"proofs": self._proofs()})

    def shown(self, status: int = 200) -> HttpResponse:
        """The page; to a script that asks for them, the pieces to choose from."""
        choices = self.choices()
        forms = {
            "file_form": AttachFileForm(),
            "link_form": AttachLinkForm(auto_id=LINK_ID),
            "choose_form": ChooseForm(choices=choices),
        } | self.forms
        context = {"choices": choices, "question": self.question, **forms}
        if in_background(self.request):
            return render(self.request, "components/evidence_choose.html", context)
        errors = [error for form in self.forms.values() for error in anchored(form)]
        context |= {
            "assessment": self.assessment,
            "project": self.assessment.project,
            "proofs": self._proofs(),
            "anchor": prefix_of(self.question.key),
            "errors": errors,
            "error_summary": bool(errors),
            "most": in_bytes(settings.EVIDENCE_FILE_BYTES),
            "open": self.assessment.is_editable and self.question.section in self.assessment.reader_sections,
        }
        return render(self.request, "assessments/evidence_answer.html", context, status=status)

    def _proofs(self) -> Any:
        row = self._row()
        return shown_proofs(row, timezone.localdate()) if row else []

    def _row(self) -> Answer | None:
        return queries.answer_to(self.assessment, self.question.key)

    def _by_whom(self) -> dict[str, Any]:
        return {
            "assessment": self.assessment,
            "question": self.question.key,
            "by": self.request.user,
            "at": timezone.now(),
        }


def _asked(assessment: Assessment, key: str) -> Question:
    question = queries.questionnaire_of(assessment).by_key.get(key)
    if question is None:
        raise Http404
    return question
