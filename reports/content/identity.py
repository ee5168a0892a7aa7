"""What identifies a report, and how anyone can check it."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop

from . import words
from .parts import Fact
from .record import digest

Frozen = Mapping[str, Any]

REGISTERED = gettext_noop(
    "At the deployment that issued this report: manage.py verify_report FILE.pdf says whether it is genuine, "
    "and whether it is the latest, superseded or revoked."
)
NOT_REGISTERED = gettext_noop(
    "This report was made on the command line. Its seal shows that it was not altered since; no deployment "
    "has it on its register, so nobody vouches for the answers in it."
)
OFFLINE = gettext_noop(
    "Anywhere else, also without a network: the same command checks the seal, every signature and that the "
    "attached data is the data that the pages were made from."
)
BY_HAND = gettext_noop(
    "By hand: save the attachment record.json and take its SHA-256; it must be the record's digest above, "
    "and its first eight digits stand at the foot of every page."
)
HISTORY = gettext_noop(
    "What was changed before: manage.py verify_history --against FILE.pdf says whether the history that is "
    "named above is still whole."
)
RECOMPUTE = gettext_noop(
    "Compute again: manage.py assess case.json --as-of %(as_of)s, with the attachment case.json, must give "
    "this report's findings and verdict."
)


def identity(record: Frozen) -> Iterator[Fact]:
    """The digests and names that tie the pages to the data."""
    provenance = record["provenance"]
    yield Fact(_("Record, SHA-256"), digest(record), is_digest=True)
    if provenance["submission_sha256"]:
        yield Fact(_("Submission, SHA-256"), provenance["submission_sha256"], is_digest=True)
    yield Fact(_("Question set"), record["questionnaire"]["id"])
    yield Fact(_("Question set, SHA-256"), record["questionnaire"]["digest"], is_digest=True)
    yield Fact(_("Rules"), record["rules"])
    yield Fact(_("Expiry dates judged on"), words.day(record["as_of"]))
    if provenance["concluded_by"]:
        yield Fact(_("Concluded by"), provenance["concluded_by"])
    if provenance["concluded_at"]:
        yield Fact(_("Concluded at"), words.moment(provenance["concluded_at"]))
    if mark := record.get("history"):  # records older than the history have none
        entry = _("entry %(number)s of %(history)s") % {"number": mark["seq"], "history": mark["stream"]}
        yield Fact(_("History"), entry)
        yield Fact(_("History entry, SHA-256"), mark["hash"], is_digest=True)
        if anchor := mark["anchor"]:
            label = _("All histories, anchor %(number)s, SHA-256") % {"number": anchor["seq"]}
            yield Fact(label, anchor["hash"], is_digest=True)
    if record["previous"]:
        yield Fact(_("Round before, SHA-256"), record["previous"]["sha256"], is_digest=True)
    if provenance["source"]:
        yield Fact(_("Public source"), provenance["source"])
    registered = (
        _("registered") if provenance["registered"] else _("not registered: made on the command line")
    )
    yield Fact(_("Register"), registered)


def verification(record: Frozen) -> tuple[str, ...]:
    """How to verify the report, step by step."""
    register = REGISTERED if record["provenance"]["registered"] else NOT_REGISTERED
    history = (HISTORY,) if record.get("history") else ()
    return (
        *(_(step) for step in (register, OFFLINE, BY_HAND, *history)),
        _(RECOMPUTE) % {"as_of": record["as_of"]},
    )
