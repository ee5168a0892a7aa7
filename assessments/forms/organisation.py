"""The name of a unit or an initiative."""

from typing import Any

from django import forms

from .fields import LineField


class PartForm(forms.Form):
    """Checks a name."""

    name = LineField(label="Name", error_messages={"required": "Type a name."})

    def __init__(self, data: Any = None, *, kind: str = "", key: str = "new", name: str = "") -> None:
        super().__init__(
            data,
            auto_id=f"id_{kind}_{key}_%s",
            initial={"name": name},
            use_required_attribute=False,
        )
