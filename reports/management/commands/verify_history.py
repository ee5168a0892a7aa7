"""`manage.py verify_history`: whether the history is whole, as it is stored and as issued reports name it."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.acting import SYSTEM, acting_as
from assessments.domain.chain import Break, Link
from assessments.queries import ANCHORS, anchored_breaks, break_against, stream_breaks, streams
from reports.verification import verify

Issued = tuple[str, Link]


class Command(BaseCommand):
    """Exit 0 where all is whole; 1 where something is broken, naming each place; 2 for a wrong call."""

    help = "Walk the chains of the history and name every entry that was altered, moved, cut off or put in."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("--stream", help="only this chain, such as people or assessment:<id>")
        parser.add_argument(
            "--against",
            type=Path,
            action="append",
            default=[],
            metavar="REPORT.pdf",
            help="the entry that this report names must be in its chain",
        )
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="STREAM:NUMBER:HASH",
            help="an entry as a report prints it; must be in its chain",
        )

    def handle(self, *_args: Any, stream: str | None, **options: Any) -> None:
        """Walk, compare, say what was found."""
        printed = (head for path in options["against"] for head in _of_report(path))
        issued = [*printed, *map(_of_text, options["head"])]
        with acting_as(SYSTEM):
            walked, broken = self._walk(stream or "")
            broken |= self._compare(issued)
        if stream and not walked:
            raise CommandError(f"There is no chain {stream}.", returncode=2)
        self.stdout.write(_summary(walked, len(issued), len(broken)))
        sys.exit(1 if broken else 0)

    def _walk(self, only: str) -> tuple[int, set[str]]:
        """How many chains there are, and which are broken."""
        walked, broken = 0, set[str]()
        for name in streams(only):
            walked += 1
            broken |= self._told(stream_breaks(name))
        return walked, broken if only else broken | self._told(anchored_breaks())

    def _compare(self, issued: list[Issued]) -> set[str]:
        """The chains that are not what was issued of them."""
        held = (break_against(name, head) for name, head in issued)
        return self._told(place for place in held if place)

    def _told(self, places: Iterable[Break]) -> set[str]:
        """Say each, and return the chains."""
        broken = set()
        for place in places:
            self.stdout.write(str(place))
            broken.add(place.stream)
        return broken


def _summary(chains: int, issued: int, broken: int) -> str:
    against = f", held against {issued} issued {'head' if issued == 1 else 'heads'}" if issued else ""
    walked = f"{chains} {'chain' if chains == 1 else 'chains'} walked{against}"
    return f"{walked}: {f'{broken} broken' if broken else 'all whole'}."


def _of_text(text: str) -> Issued:
    parts = text.rsplit(":", 2)
    try:
        name, number, digest = parts
        return name, Link(int(number), digest)
    except ValueError:
        raise CommandError(
            f"{text} is not STREAM:NUMBER:HASH, as a report prints it under History.", returncode=2
        ) from None


def _of_report(path: Path) -> Iterator[Issued]:
    """What a report prints: the end of its round's history, and the anchor of all others."""
    try:
        checked = verify(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from None
    if not checked.genuine:
        raise CommandError(f"{path} is not a whole, genuine report: {checked.reasons[0]}", returncode=2)
    if not (head := checked.record.get("history")):
        raise CommandError(f"{path} names no history: it is older, or of no deployment.", returncode=2)
    yield head["stream"], Link(head["seq"], head["hash"])
    if anchor := head["anchor"]:
        yield ANCHORS, Link(anchor["seq"], anchor["hash"])
