"""Who may sign what: a whole report of ours, in a field that is free, with a statement that fits it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..content.statement import SignatureStatement
from ..verification import Misfit, Verification, misfits, verify


class SignatureRefused(Exception):  # noqa: N818 - reads as what it says
    """The base of every refusal; its text is for the person who signs."""


class NotOurs(SignatureRefused):
    """The file is no whole report that this deployment sealed for its register."""


class NoSuchField(SignatureRefused):
    """The report has no such field for an approver."""


class AlreadySigned(SignatureRefused):
    """Somebody has signed in this field."""


class DoesNotFit(SignatureRefused):
    """The statement does not fit the file; `misfit` says in what."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(str(REASONS[misfit]))
        self.misfit = misfit


REASONS = {
    Misfit.OUT_OF_ORDER: gettext_lazy("The decision maker signs first."),
    Misfit.OTHER_ROLE: gettext_lazy("The decision maker decides; everybody else countersigns."),
    Misfit.OTHER_DECISION: gettext_lazy("The decision is another one by now. Read the report again."),
    Misfit.OTHER_RECORD: gettext_lazy("This is the report of another record. Read the report again."),
    Misfit.OTHER_FILE: gettext_lazy("What you read is not this report as it stands now. Read it again."),
    Misfit.SIGNED_TWICE: gettext_lazy("You have already signed this report."),
}


def check_may_sign(pdf: bytes, field: str, statement: SignatureStatement) -> None:
    """Raise a SignatureRefused where the file, the field or the statement does not allow a signature."""
    report = verify(pdf)
    if not (report.genuine and report.ours and report.registered):
        raise NotOurs(_("This is not a whole report of this site: %(why)s") % {"why": _why_not(report)})
    if field not in report.awaits:
        if field in {signature.field for signature in report.signatures}:
            raise AlreadySigned(_("Somebody has already signed here."))
        raise NoSuchField(_("This report has no place for this signature."))
    misfit = next(
        misfits(
            statement,
            field=field,
            before={signature.field: signature for signature in report.signatures},
            states=report.states,
            record_sha256=report.record_sha256,
        ),
        None,
    )
    if misfit:
        raise DoesNotFit(misfit)


def _why_not(report: Verification) -> str:
    return " ".join(report.reasons) or _("it was sealed elsewhere, or on the command line.")
