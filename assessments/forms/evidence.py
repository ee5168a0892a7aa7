"""What backs answers: a link, a file, one of the register's, and what a piece is called."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.actions import Description
from assessments.domain.files import NotAccepted, check_content, kind_of, safe_name

from .fields import LineField, LinkField
from .proofs import ACCEPT

NOT_A_DATE = {"invalid": _("Type a date as year-month-day, such as 2026-12-15.")}


def _day_field(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=False, widget=widget, help_text=help_text, error_messages=NOT_A_DATE
    )


class AttachLinkForm(forms.Form):
    """A document at an address."""

    title = LineField(
        label=_("What it is"),
        error_messages={"required": _("Name the proof, such as “Load test report, 12 May”.")},
    )
    link = LinkField(
        label=_("Where it is kept"),
        error_messages={
            "required": _("Type where the proof is kept, such as https://wiki.example.org/plan.")
        },
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )


class FileForm(forms.Form):
    """A file, checked by its name, by what the browser says of it, and by its bytes."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """Take what is allowed, or say why not."""
        file = self.cleaned_data["file"]
        self.name = safe_name(file.name)
        try:
            self.kind = kind_of(self.name, file.content_type or "")
            check_content(self.kind, file)
        except NotAccepted as refused:
            raise forms.ValidationError(str(refused), code="not_accepted") from refused
        return file


class AttachFileForm(FileForm):
    """A new file, with a title if its name says too little."""

    title = LineField(label=_("What it is"), required=False, help_text=_("If its name does not say it."))

    field_order = ("file", "title")


class ChooseForm(forms.Form):
    """One piece that is in the register already; `choices` are (id, title)."""

    item = forms.ChoiceField(
        label=_("In the register already"),
        error_messages={
            "required": _("Choose one of the register."),
            "invalid_choice": _("This is not in the register any more: choose another."),
        },
    )

    def __init__(self, data: Any = None, *, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["item"].choices = [("", _("Choose one")), *choices]  # type: ignore[attr-defined]


class DescribeForm(forms.Form):
    """What a piece is called, and the days that it bears; hidden beside them, what was shown there."""

    title = LineField(label=_("What it is"), error_messages={"required": _("Name the proof.")})
    dated = _day_field(_("Date of the proof"), _("The day that the document itself bears."))
    expires_on = _day_field(_("Expires on"), _("From this day on it is marked as expired."))
    seen_title = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen_dated = forms.DateField(required=False, widget=forms.HiddenInput)
    seen_expires_on = forms.DateField(required=False, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, shown: Description) -> "DescribeForm":
        """The form of what stands."""
        return cls(initial=vars(shown) | _as_seen(shown))

    def refused(self, shown: Description, why: str) -> "DescribeForm":
        """The same as it was typed, for somebody who is shown beside it what stands now, and `why`."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        seen = {name: "" if value is None else str(value) for name, value in _as_seen(shown).items()}
        again = DescribeForm(typed | seen)
        again.full_clean()
        again.add_error(None, why)
        return again

    @property
    def said(self) -> Description:
        """What was typed; only once valid."""
        return self._description("")

    @property
    def seen(self) -> Description:
        """What stood there when it was typed; only once valid."""
        return self._description("seen_")

    def _description(self, prefix: str) -> Description:
        names = ("title", "dated", "expires_on")
        return Description(*(self.cleaned_data[f"{prefix}{name}"] for name in names))

    def clean(self) -> dict[str, Any]:
        """It cannot expire before it was made."""
        cleaned = super().clean() or self.cleaned_data
        dated, expires_on = cleaned.get("dated"), cleaned.get("expires_on")
        if dated and expires_on and expires_on <= dated:
            self.add_error("expires_on", _("Choose a day after the date of the proof."))
        return cleaned


def _as_seen(shown: Description) -> dict[str, Any]:
    return {f"seen_{name}": value for name, value in vars(shown).items()}
