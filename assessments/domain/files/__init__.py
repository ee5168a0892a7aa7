"""Which files are taken as evidence, and what they are called; nothing here opens, unpacks or draws one."""

from .content import check_content
from .kinds import ACCEPTED, KINDS, PREVIEWED, Kind, NotAccepted, kind_of
from .names import LONGEST_NAME, safe_name

__all__ = [
    "ACCEPTED",
    "KINDS",
    "LONGEST_NAME",
    "PREVIEWED",
    "Kind",
    "NotAccepted",
    "check_content",
    "kind_of",
    "safe_name",
]
