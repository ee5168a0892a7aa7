"""A form's errors as the error summary lists them."""

from django import forms


def anchored(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the anchor of its field, those of the whole form first."""
    whole = [("form", str(text)) for text in form.non_field_errors()]
    fields = [
        (form[name].id_for_label or f"id_{name}", str(text))
        for name in form.fields
        for text in form[name].errors
    ]
    return whole + fields
