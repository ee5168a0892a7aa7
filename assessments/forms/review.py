"""What a reviewer decides about an answer: a ruling, a challenge, and how one is settled."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.case import Evidence
from assessments.models import Decision, Judgement

from .fields import TextField
from .words import GRADES, grade_in_words

WORDED = {grade.value: grade for grade in GRADES}


class RulingForm(forms.Form):
    """Checks a ruling's shape; whether it fits the answer is the action's to say."""

    decision = forms.ChoiceField(choices=Decision.choices, label=_("The ruling"))
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, label=_("The version that was read"))
    grade = forms.ChoiceField(required=False, label=_("The grade that it deserves"))
    why = TextField(required=False, label=_("Why?"))

    def __init__(self, data: Any = None, *, weaker: tuple[str, ...] = ()) -> None:
        super().__init__(data)
        choices = [(grade, grade_in_words(WORDED[grade])) for grade in weaker]
        self.fields["grade"].choices = [("", ""), *choices]  # type: ignore[attr-defined]


class ChallengeForm(forms.Form):
    """Checks an objection: what it says, and by when the team is to reply."""

    text = TextField(label=_("What do you object to, and what would settle it?"))
    due_on = forms.DateField(
        label=_("By when is the team to reply?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "invalid": _("Type a date as year-month-day, such as 2027-03-31."),
            "required": _("Choose a day."),
        },
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.today = today

    def clean_due_on(self) -> date:
        """Nobody replies yesterday."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("Choose today or a later day."), code="past")
        return due_on


class ReplyForm(forms.Form):
    """Checks what a team says to a challenge, and whether it contests it."""

    reply = TextField(label=_("What do you reply?"))
    contested = forms.BooleanField(
        required=False,
        label=_("We contest it"),
        help_text=_("The PMO then settles it in place of the reviewer. Both texts stay."),
    )


class JudgementForm(forms.Form):
    """Checks how a challenge is settled, and why."""

    judgement = forms.ChoiceField(
        label=_("How do you settle it?"),
        choices=[
            (Judgement.DROPPED, _("Drop it: the answer may stand")),
            (Judgement.UPHELD, _("Uphold it: it goes on holding the verdict")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    why = TextField(label=_("Why?"))


def weaker_than(grade: str) -> tuple[str, ...]:
    """The grades to which an answer's evidence can be lowered, strongest first."""
    order = [each.value for each in Evidence]
    return tuple(reversed(order[: order.index(grade)])) if grade in order else ()
