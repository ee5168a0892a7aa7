"""What a card shows of the pieces that back its answer."""

from dataclasses import dataclass

from assessments.domain.files import ACCEPTED

ACCEPT = ",".join(f".{ending}" for ending in ACCEPTED)
"""The kinds of file, as a file field offers them."""


@dataclass(frozen=True)
class ShownProof:
    """One piece behind an answer: what it is called, where it is opened, and where it is taken off.

    `facts` says what it is ("PDF, 1.2 MB" or the place of a link) and `dates` what it bears, `expired`
    included. `picture` is the address of its preview, if there is one.
    """

    item: str
    title: str
    url: str
    is_file: bool
    facts: str
    dates: str = ""
    expired: bool = False
    picture: str = ""
    no_picture: str = ""
    """Why there is none: "No preview", or that it is being made."""
    remove_url: str = ""
    change_url: str = ""
