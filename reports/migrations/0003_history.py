"""Records and reports stand in the history of their round."""

from django.db import migrations

from assessments.migrations._history import Recorded

RECORDED = (
    # The record's text is bound by its digest.
    Recorded("reports_record", "assessment:assessment_id", "round sha256", unsaid="content"),
    # Who works on it how often until when is the outbox's own business.
    Recorded(
        "reports_report",
        "assessment:assessment_id",
        "kind",
        unsaid="announced_at lease_until attempts attempts_allowed",
        parent=("reports_record", "record_id"),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_row_security"), ("assessments", "0006_history")]

    operations = [recorded.operation() for recorded in RECORDED]
