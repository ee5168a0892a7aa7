"""A file that somebody brings: a filled-in sheet, or a case file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 5_000_000


class FileField(forms.FileField):
    """A file of at most 5 MB, as its bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Read the file whole; it is small."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > MOST_BYTES:
            message = _("This file is too large: at most %(most)s MB are taken.")
            raise ValidationError(message, code="too_large", params={"most": MOST_BYTES // 1_000_000})
        return file.read() if isinstance(file, UploadedFile) else file


class SheetForm(forms.Form):
    """The filled-in sheet of a round."""

    file = FileField(
        label=_("The sheet that you filled in"),
        help_text=_("An Excel workbook (.xlsx) of at most 5 MB, also as saved by LibreOffice."),
        error_messages={
            "required": _("Choose the sheet that you filled in."),
            "empty": _("This file is empty. Choose the sheet that you filled in."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class CaseFileForm(forms.Form):
    """A case file; `token` makes a second click find what the first one made."""

    file = FileField(
        label=_("The case file"),
        help_text=_("A JSON file of at most 5 MB, as downloaded from a round or taken from a report."),
        error_messages={
            "required": _("Choose the case file."),
            "empty": _("This file is empty. Choose the case file."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
