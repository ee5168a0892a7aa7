"""What is said about a question, and whom it tells."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Person

from .fields import TextField


class CommentForm(forms.Form):
    """Checks a comment; `people` are those whom it may tell, chosen here or named in it behind an @."""

    text = TextField(
        label=_("Your comment"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("@ and a whole name tells that person by mail. Lists and **bold** work."),
        error_messages={"required": _("Write what you want to say.")},
    )
    tell = forms.ChoiceField(
        label=_("Tell"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who takes part in this project.")},
    )

    def __init__(self, data: Any = None, *, people: Iterable[Person], **options: Any) -> None:
        super().__init__(data, use_required_attribute=False, **options)
        names = [(str(person.pk), str(person)) for person in people]
        self.fields["tell"].choices = [("", _("Nobody in particular")), *names]  # type: ignore[attr-defined]

    @property
    def tells(self) -> set[UUID]:
        """Who was chosen; only once valid."""
        chosen = self.cleaned_data["tell"]
        return {UUID(chosen)} if chosen else set()


class ChangedCommentForm(forms.Form):
    """Checks a comment that is corrected."""

    text = TextField(
        label=_("Your comment"),
        error_messages={"required": _("Write what you want to say, or withdraw the comment.")},
    )
