"""All that code does with the history besides reading it: PostgreSQL writes it."""

from django.db import connection

from ..acting import SYSTEM, acting_as
from ..models import Assessment, HistoryHead

CHAIN_NOW = "SET CONSTRAINTS history_chained IMMEDIATE; SET CONSTRAINTS history_chained DEFERRED"


def history_until_now(assessment: Assessment) -> HistoryHead:
    """Give what this transaction changed so far its place in the history, and return where the round's ends.

    Chains stay locked from here to the commit: call it last.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHAIN_NOW)
    return HistoryHead.objects.get(stream=f"assessment:{assessment.pk}")


def anchor_history() -> None:
    """Name the head of every chain that moved since the last time in the chain `anchors`.

    Whoever holds the hash of an anchor can thus tell any chain that was cut or written anew before it.
    """
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT anchor_history()")
