"""Entries about records, reports and their signatures in plain words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from assessments.queries import Change

from .change_names import Names
from .change_texts import Texts, said

REPORT_STATES = {
    "requested": gettext_noop("asked for the report again"),
    "rendering": gettext_noop("began to write the report"),
    "sealed": gettext_noop("sealed the report"),
    "signing": gettext_noop("opened the report for the next signature"),
    "signed": gettext_noop("completed the signatures of the report"),
    "declined": gettext_noop("ended the report as declined"),
    "failed": gettext_noop("could not write the report"),
    "revoked": gettext_noop("revoked the report"),
}
RECORDS: Texts = {
    "insert": gettext_noop("froze the record"),
    "update": gettext_noop("changed the record"),
    "delete": gettext_noop("deleted the record"),
}
REPORTS: Texts = {
    "insert": gettext_noop("asked for the report"),
    "update": gettext_noop("changed the report"),
    "delete": gettext_noop("deleted the report"),
}
DECIDING: Texts = {
    "insert": gettext_noop("named %(person)s as who decides on the report"),
    "update": gettext_noop("changed who decides on the report in place of %(person)s"),
    "delete": gettext_noop("took back that %(person)s decides on the report"),
}
COUNTERSIGNING: Texts = {
    "insert": gettext_noop("named %(person)s as who countersigns the report"),
    "update": gettext_noop("changed who countersigns the report in place of %(person)s"),
    "delete": gettext_noop("took back that %(person)s countersigns the report"),
}
SIGN_OFFS: Texts = {
    "insert": gettext_noop("noted what %(person)s said of the report"),
    "update": gettext_noop("changed what %(person)s said of the report"),
    "delete": gettext_noop("deleted what %(person)s said of the report"),
}
SIGN_OFF_STATES = {
    "asked": gettext_noop("read the report and asked to sign it"),
    "signed": gettext_noop("set the signature of %(person)s under the report"),
    "declined": gettext_noop("declined to sign the report"),
    "void": gettext_noop("did not set the signature of %(person)s: it is void"),
}
FILES: Texts = {
    "insert": gettext_noop("issued the file of the report"),
    "update": gettext_noop("changed what is known of a file of the report"),
    "delete": gettext_noop("deleted what is known of a file of the report"),
}


def _record(_names: Names, change: Change) -> str:
    taken_back = change.op == "update" and "taken_back_at" in change.new
    return _("took the record back") if taken_back else said(RECORDS, change)


def _report(_names: Names, change: Change) -> str:
    state = REPORT_STATES.get(change.new.get("state", ""))
    return _(state) if state and change.op != "insert" else said(REPORTS, change)


def _signatory(names: Names, change: Change) -> str:
    told = {"person": names.person(change)}
    if change.op == "update" and change.new.get("delegate_id"):
        told["delegate"] = names.person_of(change.new["delegate_id"])
        return _("handed the signature of %(person)s under the report on to %(delegate)s") % told
    return said(DECIDING if change.about.get("place") == 1 else COUNTERSIGNING, change, **told)


def _sign_off(names: Names, change: Change) -> str:
    told = {"person": names.person_of(change.about.get("by_id", ""))}
    state = SIGN_OFF_STATES.get(change.new.get("state", ""))
    return _(state) % told if state else said(SIGN_OFFS, change, **told)


def _file(_names: Names, change: Change) -> str:
    if change.op == "insert" and (number := change.new.get("signatures")):
        text = ngettext(
            "issued the file of the report with %(number)s signature",
            "issued the file of the report with %(number)s signatures",
            number,
        )
        return text % {"number": number}
    return said(FILES, change)


TOLD_OF_REPORTS: Mapping[str, Callable[[Names, Change], str]] = {
    "reports_record": _record,
    "reports_report": _report,
    "reports_signatory": _signatory,
    "reports_signoff": _sign_off,
    "reports_issuedfile": _file,
}
