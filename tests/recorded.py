"""The history as tests read it: before its transaction commits."""

import json
from typing import Any

from django.db import connection

from assessments.models import Assessment, HistoryEntry


def chained() -> None:
    """Give what was noted its place now, as the commit does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS history_chained IMMEDIATE")
        cursor.execute("SET CONSTRAINTS history_chained DEFERRED")


def told(stream: str, **wanted: Any) -> list[dict[str, Any]]:
    """A stream's entries in their order, those with these values."""
    chained()
    rows = HistoryEntry.objects.filter(stream=stream).order_by("seq").values_list("entry", flat=True)
    entries = [json.loads(row) for row in rows]
    return [entry for entry in entries if wanted.items() <= entry.items()]


def of_round(assessment: Assessment, **wanted: Any) -> list[dict[str, Any]]:
    """The same for a round's stream."""
    return told(f"assessment:{assessment.pk}", **wanted)
