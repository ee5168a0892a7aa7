"""The name of a unit or an initiative."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import LineField


class PartForm(forms.Form):
    """Checks a name."""

    name = LineField(label=_("Name"), error_messages={"required": _("Type a name.")})

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
