"""A form's errors as the error summary lists them, each told with the field it belongs to."""

from django import forms
from django.utils.translation import gettext as _

ASKED = ("?", "\N{ARABIC QUESTION MARK}", "\N{FULLWIDTH QUESTION MARK}")


def anchored(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the anchor of its field, those of the whole form first."""
    whole = [("form", str(text)) for text in form.non_field_errors()]
    fields = [
        (_anchor(form[name]), told(str(form[name].label), str(text)))
        for name in form.fields
        for text in form[name].errors
    ]
    return whole + fields


def told(field: str, text: str) -> str:
    """An error behind its field's name: "The result: …", "Who approves it? …"."""
    pattern = _("%(field)s %(text)s") if field.endswith(ASKED) else _("%(field)s: %(text)s")
    return pattern % {"field": field, "text": text}


def _anchor(bound: forms.BoundField) -> str:
    """The field's id; of a group of radio buttons the first one's."""
    return bound.id_for_label or f"{bound.auto_id}_0"
