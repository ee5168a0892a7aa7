"""The only thing that code does with the history besides reading it."""

from django.db import connection

from ..models import Assessment, HistoryHead

CHAIN_NOW = "SET CONSTRAINTS history_chained IMMEDIATE; SET CONSTRAINTS history_chained DEFERRED"


def history_until_now(assessment: Assessment) -> HistoryHead:
    """Give what this transaction changed so far its place in the history, and return where the round's ends.

    Chains stay locked from here to the commit: call it last.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHAIN_NOW)
    return HistoryHead.objects.get(stream=f"assessment:{assessment.pk}")
