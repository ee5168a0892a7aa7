"""What a report's file is made of: whoever writes one and whoever reads one agree on it here."""

from ..authority import OBJECT_IDENTIFIERS

SEAL_FIELD = "Seal"
APPROVER_FIELD = "Approver"
TIMESTAMP = "Timestamp"
RECORD_KEY = "/HonestPilotRecord"
"""The entry of the document information that holds the SHA-256 of the record the pages were made from."""
STATEMENT = f"{OBJECT_IDENTIFIERS}.101"
"""The signed attribute that holds what an approver states."""


def approver_field(place: int) -> str:
    """Return the name of the field that belongs to a place; place 1 is the decision maker's."""
    return f"{APPROVER_FIELD}{place}"


def approver_fields(approvers: int) -> list[str]:
    """Return the names of the fields that approvers sign, in order."""
    return [approver_field(number) for number in range(1, approvers + 1)]


def timestamp_field(field: str) -> str:
    """Return the name of the field whose timestamp ends the file after an approver signed theirs."""
    return f"{field}{TIMESTAMP}"
