"""Chains of entries: what each hash must be, and where a chain is not what was once written."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

ALTERED = "its text or its hash was altered, or an entry before it was taken out"
NO_HEAD = "the head of this chain is missing"
OTHER_HEAD = "the head has another hash than the last entry"
BEYOND_HEAD = "it stands behind the head of the chain: put there by hand, or the head was set back"


@dataclass(frozen=True)
class Link:
    """An entry of a chain as it is stored; of a head or an issued one, the text is not known."""

    seq: int
    hash: str
    entry: str = ""


@dataclass(frozen=True)
class Break:
    """Where a chain is broken, and what is the matter there."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} entry {self.seq}: {self.what}"


Finder = Callable[[Link], int | None]
"""Tells after which entry of the chain a link fits by its hash; 0 for the beginning, None for none."""


def start_of(stream: str) -> str:
    """The hash that the first entry follows."""
    return hashlib.sha256(stream.encode()).hexdigest()


def hash_after(before: str, entry: str) -> str:
    """The hash of an entry that follows this one."""
    return hashlib.sha256((before + entry).encode()).hexdigest()


def breaks_in(
    stream: str, links: Iterable[Link], head: Callable[[], Link | None], place_of: Finder
) -> Iterator[Break]:
    """Walk a chain in the order of its numbers; `head` is asked for at the end, `place_of` at breaks only.

    After a break the walk goes on from the hash that is stored, so that each is named once.
    """
    last, fitting = Link(0, start_of(stream)), {start_of(stream)}
    for link in links:
        if link.seq > last.seq + 1:
            yield Break(stream, last.seq + 1, _missing(last.seq + 1, link.seq - 1))
            fitting = set()  # what it followed is gone, so nothing can be said of it
        expected = {hash_after(before, link.entry) for before in fitting}
        if expected and link.hash not in expected:
            yield Break(stream, link.seq, _moved(place_of(link)))
        last, fitting = link, {link.hash} | expected
    yield from _end_breaks(stream, last, head())


def issued_break(
    stream: str, issued: Link, stored: Link | None, last: int, by: str = "an issued report"
) -> Break | None:
    """What a head that was once given out `by` something says about the chain.

    `stored` is the entry of its number, `last` the number at which the chain ends.
    """
    if stored is None:
        what = (
            f"{by} names it, but the chain ends at {last}: its tail was cut off"
            if last < issued.seq
            else f"{by} names it, but it is missing"
        )
        return Break(stream, issued.seq, what)
    if stored.hash != issued.hash:
        return Break(stream, issued.seq, f"{by} names another hash: the chain was written anew")
    return None


def _missing(first: int, last: int) -> str:
    return "missing" if first == last else f"missing, and all up to {last}"


def _moved(after: int | None) -> str:
    if after is None:
        return ALTERED
    where = f"entry {after}" if after else "the beginning"
    return f"out of place: it follows {where}, so entries were moved or put in"


def _end_breaks(stream: str, last: Link, head: Link | None) -> Iterator[Break]:
    if head is None:
        yield Break(stream, last.seq, NO_HEAD)
    elif head.seq > last.seq:
        yield Break(stream, last.seq + 1, f"{_missing(last.seq + 1, head.seq)}: the tail was cut off")
    elif head.seq < last.seq:
        yield Break(stream, head.seq + 1, BEYOND_HEAD)
    elif head.hash != last.hash:
        yield Break(stream, last.seq, OTHER_HEAD)
