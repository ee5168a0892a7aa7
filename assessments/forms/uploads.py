"""A file that somebody brings: a filled-in sheet, or a case file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 5_000_000


class FileField(forms.FileField):
    """A file of at most 5 MB, as its bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Read the file whole; it is small."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > MOST_BYTES:
            message = f"This file is too large: at most {MOST_BYTES // 1_000_000} MB are taken."
            raise ValidationError(message, code="too_large")
        return file.read() if isinstance(file, UploadedFile) else file


class SheetForm(forms.Form):
    """The filled-in sheet of a round."""

    file = FileField(
        label="The sheet that you filled in",
        help_text="An Excel workbook (.xlsx) of at most 5 MB, also as saved by LibreOffice.",
        error_messages={
            "required": "Choose the sheet that you filled in.",
            "empty": "This file is empty. Choose the sheet that you filled in.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class CaseFileForm(forms.Form):
    """A case file; `token` makes a second click find what the first one made."""

    file = FileField(
        label="The case file",
        help_text="A JSON file of at most 5 MB, as downloaded from a round or taken from a report.",
        error_messages={
            "required": "Choose the case file.",
            "empty": "This file is empty. Choose the case file.",
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
