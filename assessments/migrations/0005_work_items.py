"""What waits for whom, kept as rows; and projects in the order of their names."""

import assessments.models.identity
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from ._row_security import READS_PROJECT, guarded


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0004_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=assessments.models.identity.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "start the first round"),
                            ("answer", "answer the questions"),
                            ("returned", "change what was returned"),
                            ("submit", "submit the round"),
                            ("agree", "agree to “not applicable”"),
                            ("settle", "explain a contradiction"),
                            ("decide", "choose fix or acknowledge"),
                            ("approve", "approve an acknowledgement"),
                            ("conclude", "conclude the round"),
                            ("fix", "see that a gap is fixed"),
                            ("expiry", "renew an acknowledgement"),
                            ("report", "ask for a report again"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("text", models.TextField()),
                ("address", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                django.db.models.functions.text.Lower("name"), models.F("id"), name="project_by_name"
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="assessment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items",
                to="assessments.assessment",
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items",
                to="assessments.project",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["person", "due_on", "-created_at", "-id"],
                name="workitem_open_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["project"],
                name="workitem_open_in_project",
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("person", "kind", "project", "assessment", "subject"),
                name="workitem_open_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "start",
                            "answer",
                            "returned",
                            "submit",
                            "agree",
                            "settle",
                            "decide",
                            "approve",
                            "conclude",
                            "fix",
                            "expiry",
                            "report",
                        ],
                    )
                ),
                name="workitem_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workitem",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("address__startswith", "/")),
                name="workitem_leads",
            ),
        ),
        # Items follow from rows that whoever acts may not see: only the system writes them.
        migrations.RunPython(
            guarded(
                "assessments_workitem",
                read=f"person_id = (SELECT acting_person()) OR {READS_PROJECT.format(project='project_id')}",
                write="(SELECT acts_as_system())",
            )
        ),
    ]
