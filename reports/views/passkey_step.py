"""The step that a passkey takes: what is signed is shown, and the passkey answers for exactly that."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.views.signed_in import SignedInRequest

from ..actions import NotAsserted, Proof
from ..actions.signing_off import VALID
from ..assertion import request_options
from ..content.statement import Reauthentication
from ..forms import SignForm
from ..models import SignOff
from .signing_rows import decision_in_words

ASKED: Final = "sign_off_asked"
"""In a session: key and time of the sign-off that its person's passkey was asked for last."""


def proof_to_be(request: SignedInRequest, read_sha256: str) -> Proof:
    """What a passkey is to answer for; whoever signs chooses neither its key nor its time."""
    proof = Proof(read_sha256, timezone.now(), Reauthentication.PASSKEY)
    request.session[ASKED] = [str(proof.sign_off), proof.at.isoformat()]
    return proof


def proof_given(request: SignedInRequest, read_sha256: str, answer: str) -> Proof:
    """The same with the passkey's answer. Raises NotAsserted where it was not asked for, or too long ago."""
    key, at = request.session.pop(ASKED, ("", ""))
    if not key or timezone.now() - datetime.fromisoformat(at) >= VALID:
        raise NotAsserted(
            _("This page was open for too long, or another one took its place. Sign once more.")
        )
    return Proof(read_sha256, datetime.fromisoformat(at), Reauthentication.PASSKEY, answer, UUID(key))


def passkey_page(request: SignedInRequest, row: SignOff, form: SignForm, complaint: str) -> HttpResponse:
    """What will be signed, word for word, and the button that asks the passkey."""
    host = request.get_host().partition(":")[0]  # as where passkeys are set up
    context: dict[str, Any] = {
        "report": row.report,
        "record": row.record,
        "row": row,
        "decision": decision_in_words(row.decision),
        "typed": [field for field in form if field.name != "credential"],
        "complaint": complaint,
        "error_summary": bool(complaint),
        "js_data": {"request_options": request_options(row, host)},
    }
    return render(request, "reports/sign_off_passkey.html", context, status=422 if complaint else 200)
