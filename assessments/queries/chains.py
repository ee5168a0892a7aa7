"""The chains of the history as they are stored, and where they are broken."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from ..domain.chain import Break, Link, breaks_in, hash_after, issued_break, start_of
from ..models import HistoryEntry, HistoryHead

ANCHORS = "anchors"
AT_ONCE = 500
SEARCHED = 20
"""For so many breaks of one chain it is looked up where the entry came from: each look reads the chain."""

FITS_AFTER = """
    SELECT seq FROM assessments_historyentry
    WHERE stream = %s AND encode(sha256(convert_to(hash || %s, 'UTF8')), 'hex') = %s
    ORDER BY seq LIMIT 1
"""

NOT_AS_NAMED = """
    SELECT named.* FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS named (stream, seq, hash)
    LEFT JOIN assessments_historyentry entry USING (stream, seq)
    WHERE entry.hash IS DISTINCT FROM named.hash ORDER BY stream, seq
"""


def streams(only: str = "") -> Iterator[str]:
    """The names of all chains, or of one, also where its head or its entries are gone."""
    heads, entries = HistoryHead.objects.all(), HistoryEntry.objects.all()
    if only:
        heads, entries = heads.filter(stream=only), entries.filter(stream=only)
    names = heads.values_list("stream", flat=True).union(entries.values_list("stream", flat=True))
    yield from names.order_by("stream").iterator(AT_ONCE)


def stream_breaks(stream: str) -> Iterator[Break]:
    """Where one chain is broken. Entries are read in batches, so that memory stays flat."""
    walked = _Walk(stream)
    yield from breaks_in(stream, walked.links(), lambda: walked.head, walked.place_of)


class _Walk:
    """One reading of a chain; its head is of the same moment as the entries, whoever writes meanwhile."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.searched = 0
        head = HistoryHead.objects.filter(stream=stream).first()
        self.head = Link(head.seq, head.hash) if head else None

    def links(self) -> Iterator[Link]:
        for row in _entries_with_head(self.stream).iterator(AT_ONCE):
            self.head = None if row["head_seq"] is None else Link(row["head_seq"], row["head_hash"])
            yield Link(row["seq"], row["hash"], row["entry"])

    def place_of(self, link: Link) -> int | None:
        self.searched += 1
        return _fits_after(self.stream, link) if self.searched <= SEARCHED else None


def break_against(stream: str, issued: Link, by: str = "an issued report") -> Break | None:
    """What a head that was given out, or named by an anchor, says about the chain as it stands."""
    entries = HistoryEntry.objects.filter(stream=stream)
    stored = entries.filter(seq=issued.seq).first()
    last = entries.order_by("-seq").values_list("seq", flat=True).first() or 0
    return issued_break(stream, issued, Link(stored.seq, stored.hash) if stored else None, last, by)


def latest_anchor() -> Link | None:
    """The last entry of the chain that names the heads of all others."""
    head = HistoryHead.objects.filter(stream=ANCHORS).first()
    return Link(head.seq, head.hash) if head else None


def anchored_breaks() -> Iterator[Break]:
    """The chains that are not any more what an anchor named; one query for each anchor."""
    entries = HistoryEntry.objects.filter(stream=ANCHORS).order_by("seq").values_list("entry", flat=True)
    for entry in entries.iterator(AT_ONCE):
        for stream, issued in _not_as_named(_heads_in(entry)):
            if found := break_against(stream, issued, "an anchor"):
                yield found


def _heads_in(entry: str) -> list[tuple[str, int, str]]:
    """The stream, number and hash of each head that an anchor names; none where its text was altered."""
    try:
        return [(str(stream), int(seq), str(digest)) for stream, seq, digest in json.loads(entry)["heads"]]
    except (ValueError, TypeError, KeyError):
        return []  # the walk of the anchors' own chain says so


def _not_as_named(heads: list[tuple[str, int, str]]) -> list[tuple[str, Link]]:
    columns = list(map(list, zip(*heads, strict=True))) or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(NOT_AS_NAMED, columns)
        return [(stream, Link(seq, digest)) for stream, seq, digest in cursor.fetchall()]


def _entries_with_head(stream: str) -> QuerySet[HistoryEntry, Any]:
    head = HistoryHead.objects.filter(stream=stream)
    entries = HistoryEntry.objects.filter(stream=stream).order_by("seq")
    return entries.values(
        "seq", "hash", "entry", head_seq=Subquery(head.values("seq")), head_hash=Subquery(head.values("hash"))
    )


def _fits_after(stream: str, link: Link) -> int | None:
    if link.hash == hash_after(start_of(stream), link.entry):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FITS_AFTER, [stream, link.entry, link.hash])
        found = cursor.fetchone()
    return found[0] if found else None
