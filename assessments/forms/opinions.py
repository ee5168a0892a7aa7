"""A second opinion said to be complete, or taken back."""

from typing import Any

from django import forms


class CompleteForm(forms.Form):
    """Checks which of the two it is: `complete` is there, or it is not."""

    complete = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_complete = self.is_valid() and bool(self.cleaned_data["complete"])
