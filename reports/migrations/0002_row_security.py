"""The wall around every project's records and reports; whoever oversees a project may ask for its report."""

from django.db import migrations

from assessments.migrations._row_security import READS_PROJECT, guarded, of_project

MAY_ASK = READS_PROJECT.format(project="project_id")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_records_and_reports"), ("assessments", "0003_row_security")]

    operations = [
        *(
            migrations.RunPython(of_project(table))
            for table in ("reports_record", "reports_recordrow", "reports_questionrow")
        ),
        migrations.RunPython(guarded("reports_report", read=MAY_ASK, write=MAY_ASK)),
    ]
