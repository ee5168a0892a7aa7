"""A new project: its name, and the initiative and unit it belongs to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import LineField


class ProjectForm(forms.Form):
    """Checks a new project; `token` makes a second click find the first one's project."""

    name = LineField(
        label=_("Name of the project"),
        error_messages={"required": _("Type the name of the project.")},
        help_text=_("The AI system on its way to production, such as Invoice triage."),
    )
    initiative = LineField(
        widget=forms.TextInput(attrs={"list": "initiatives", "autocomplete": "off"}),
        label=_("Initiative"),
        error_messages={"required": _("Choose an initiative, or type the name of a new one.")},
        help_text=_("The programme it belongs to. Choose one, or type the name of a new one."),
    )
    unit = LineField(
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        label=_("Unit"),
        error_messages={"required": _("Choose a unit, or type the name of a new one.")},
        help_text=_("Who will run it. Choose one, or type the name of a new one."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
