"""Long chains of the history, edited again and again, and what the walk says of them."""

import random
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.acting import SYSTEM, acting_as
from assessments.models import Answer, HistoryEntry
from assessments.queries import stream_breaks
from reports.actions import render_report
from reports.storage import open_file
from tests.factories import NOW, AnswerFactory
from tests.reports.records import project_with_lead, record_made, requested
from tests.trust.superuser import intruder, random_edit


@dataclass
class Edited:
    """What became of a number of edits: not noticed at all, or noticed in the wrong place."""

    kinds: Counter[str] = field(default_factory=Counter)
    unseen: int = 0
    named_wrong: int = 0


def long_chain(entries: int) -> str:
    """A round whose stream has so many entries; return the stream."""
    with acting_as(SYSTEM):
        answer: Answer = AnswerFactory()
    stream = f"assessment:{answer.assessment_id}"
    with acting_as(SYSTEM):
        for number in range(entries - HistoryEntry.objects.filter(stream=stream).count()):
            Answer.objects.filter(pk=answer.pk).update(rationale=f"Counted {number} times")
    return stream


def edited(stream: str, *, edits: int, seed: int) -> Edited:
    """Edit the chain, walk it, put it back, so many times."""
    done, chance = Edited(), random.Random(seed)  # noqa: S311 - what is edited need not be secret
    assert walk(stream) == {}
    with intruder(stream) as someone:
        for _ in range(edits):
            kind, places = random_edit(someone, chance)
            found = walk(stream)
            done.kinds[kind] += 1
            done.unseen += not found
            done.named_wrong += bool(found) and not places & found.keys()
            someone.put_back()
    assert walk(stream) == {}
    return done


def walk(stream: str) -> dict[int, str]:
    """The broken entries of a chain."""
    with acting_as(SYSTEM):
        return {place.seq: place.what for place in stream_breaks(stream)}


def issued_report(folder: Path) -> tuple[str, Path]:
    """A round's stream, and the file of its report."""
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        record = record_made(project, lead)
        report = requested(record, lead)
    assert render_report(report_id=report.pk, at=NOW)
    with acting_as(SYSTEM):
        report.refresh_from_db()
    path = folder / "report.pdf"
    with open_file(report.file) as file:
        path.write_bytes(file.read())
    return f"assessment:{record.assessment_id}", path


def tail_cut(folder: Path) -> bool:
    """Cut the tail of a round that a report was issued of, head included: whether only the report tells."""
    stream, path = issued_report(folder)
    whole, _ = command("--against", str(path))
    with intruder(stream) as someone:
        someone.cut_tail(3)
        unseen, _ = command()
        seen, said = command("--against", str(path))
        someone.put_back()
    return (whole, unseen, seen) == (0, 0, 1) and "its tail was cut off" in said


def command(*options: str) -> tuple[int, str]:
    """The exit code of verify_history, and what it says."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", *options, stdout=out)
    return int(str(ended.value.code)), out.getvalue()
