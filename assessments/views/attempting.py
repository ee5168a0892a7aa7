"""Doing what a form says, and telling on it what speaks against that."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import actions, storage
from assessments.forms.evidence import FileForm
from assessments.forms.sentences import as_sentence
from assessments.models import EvidenceItem
from assessments.storage import KeptFile

from .uploading import kept

NOT_KEPT = gettext_noop("The file could not be kept. Try again; if it stays so, tell support.")


def attempt(form: Any, act: Callable[[], object]) -> int:
    """Do it where the form is right; 0, or the status of a page on which the form says what is wrong."""
    if not form.is_valid():
        return 422
    try:
        act()
    except actions.InvalidInput as invalid:
        for at, text in invalid.errors.items():
            form.add_error(at if at in form.fields else None, as_sentence(text))
        return 422
    except OSError:
        form.add_error(None, _(NOT_KEPT))
        return 503
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return 403 if isinstance(refusal, actions.NotAllowed) else 409
    return 0


def take_in(form: FileForm, attach: Callable[[KeptFile], EvidenceItem]) -> None:
    """Store a file first and attach it then; what is refused, or in the register already, is thrown away."""
    file = kept(form)
    try:
        item = attach(file)
    except actions.Refused:
        storage.discard(file.stored)
        raise
    if item.latest is None or item.latest.stored != file.stored:  # the register had it already
        storage.discard(file.stored)
