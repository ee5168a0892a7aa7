"""What identifies a report, and how anyone can check it."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import words
from .parts import Fact
from .record import digest

Frozen = Mapping[str, Any]

REGISTERED = (
    "At the deployment that issued this report: manage.py verify_report FILE.pdf says whether it is genuine, "
    "and whether it is the latest, superseded or revoked."
)
NOT_REGISTERED = (
    "This report was made on the command line. Its seal shows that it was not altered since; no deployment "
    "has it on its register, so nobody vouches for the answers in it."
)
OFFLINE = (
    "Anywhere else, also without a network: the same command checks the seal, every signature and that the "
    "attached data is the data that the pages were made from."
)
BY_HAND = (
    "By hand: save the attachment record.json and take its SHA-256; it must be the record's digest above, "
    "and its first eight digits stand at the foot of every page."
)
HISTORY = (
    "What was changed before: manage.py verify_history --against FILE.pdf says whether the history that is "
    "named above is still whole."
)
RECOMPUTE = (
    "Compute again: manage.py assess case.json --as-of {as_of}, with the attachment case.json, must give "
    "this report's findings and verdict."
)


def identity(record: Frozen) -> Iterator[Fact]:
    """The digests and names that tie the pages to the data."""
    provenance = record["provenance"]
    yield Fact("Record, SHA-256", digest(record), is_digest=True)
    if provenance["submission_sha256"]:
        yield Fact("Submission, SHA-256", provenance["submission_sha256"], is_digest=True)
    yield Fact("Question set", record["questionnaire"]["id"])
    yield Fact("Question set, SHA-256", record["questionnaire"]["digest"], is_digest=True)
    yield Fact("Rules", record["rules"])
    yield Fact("Expiry dates judged on", words.day(record["as_of"]))
    if provenance["concluded_by"]:
        yield Fact("Concluded by", provenance["concluded_by"])
    if provenance["concluded_at"]:
        yield Fact("Concluded at", words.moment(provenance["concluded_at"]))
    if mark := record.get("history"):  # records older than the history have none
        yield Fact("History", f"entry {mark['seq']} of {mark['stream']}")
        yield Fact("History entry, SHA-256", mark["hash"], is_digest=True)
        if anchor := mark["anchor"]:
            yield Fact(f"All histories, anchor {anchor['seq']}, SHA-256", anchor["hash"], is_digest=True)
    if record["previous"]:
        yield Fact("Round before, SHA-256", record["previous"]["sha256"], is_digest=True)
    if provenance["source"]:
        yield Fact("Public source", provenance["source"])
    yield Fact(
        "Register", "registered" if provenance["registered"] else "not registered: made on the command line"
    )


def verification(record: Frozen) -> tuple[str, ...]:
    """How to verify the report, step by step."""
    register = REGISTERED if record["provenance"]["registered"] else NOT_REGISTERED
    history = (HISTORY,) if record.get("history") else ()
    return (register, OFFLINE, BY_HAND, *history, RECOMPUTE.format(as_of=record["as_of"]))
