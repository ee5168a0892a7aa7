"""A form's errors as the error summary lists them."""

from django import forms


def anchored(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the anchor of its field, those of the whole form first."""
    whole = [("form", str(text)) for text in form.non_field_errors()]
    fields = [(_anchor(form[name]), str(text)) for name in form.fields for text in form[name].errors]
    return whole + fields


def _anchor(bound: forms.BoundField) -> str:
    """The field's id; of a group of radio buttons the first one's."""
    return bound.id_for_label or f"{bound.auto_id}_0"
