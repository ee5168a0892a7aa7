"""One text that explains a step: why reopened, withdrawn, or how two answers can both be true."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import TextField


class ReasonForm(forms.Form):
    """Checks that a step is explained; `label` asks for what the step needs."""

    reason = TextField(error_messages={"required": _("Say why, in a sentence that others will understand.")})

    def __init__(self, data: object = None, *, label: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        self.fields["reason"].label = label


class AcceptForm(forms.Form):
    """Why a round is accepted; the action says whether a reason is needed."""

    reason = TextField(required=False, label=_("Why is it accepted although this is open?"))
