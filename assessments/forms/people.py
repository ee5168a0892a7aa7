"""Somebody new in a project: who, found by an e-mail address, and as what."""

from typing import Any

from django import forms

from assessments import queries
from assessments.models import MemberRole, Person

DOES = {
    MemberRole.LEAD: "starts rounds, answers, decides, concludes, and says who takes part",
    MemberRole.RESPONDENT: "answers",
    MemberRole.REVIEWER: "settles contradictions and agrees that a question does not apply",
    MemberRole.APPROVER: "approves acknowledgements",
}
"""What each role is for."""

NO_ACCOUNT = "No account has this address. Ask an administrator to make one."


class MemberForm(forms.Form):
    """Checks who is added and as what; an address becomes the person whose it is."""

    person = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Type the e-mail address of somebody who has an account.",
            "invalid": "Type a whole address, such as name@example.org.",
        },
        help_text="The one that they sign in with.",
    )
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        choices=[(role.value, f"{role.label.capitalize()}: {does}") for role, does in DOES.items()],
        error_messages={"required": "Choose their role.", "invalid_choice": "Choose one of the four roles."},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)

    def clean_person(self) -> Person:
        """Find whose address it is."""
        person = queries.person_with_address(self.cleaned_data["person"])
        if person is None:
            raise forms.ValidationError(NO_ACCOUNT, code="no_account")
        return person
