"""Files as evidence: their versions and previews, and the dates that a proof bears."""

import assessments.models.identity
import django.db.models.deletion
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from ._history import Recorded
from ._row_security import of_parent

FILE = Recorded(
    "assessments_evidencefile",
    "assessment:assessment_id",
    "title version name",
    unsaid="item_id",
    parent=("assessments_evidenceitem", "item_id"),
)
# Which version is the latest follows from the versions, and its hash is told with the item.
ITEM = Recorded("assessments_evidenceitem", "assessment:assessment_id", "title", unsaid="latest_id")
ITEM_BEFORE = Recorded("assessments_evidenceitem", "assessment:assessment_id", "title")


def never_change_versions(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the application add versions and take them away, but never alter one."""
    role = schema_editor.connection.ops.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"REVOKE UPDATE ON assessments_evidencefile FROM {role}")


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0006_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('stored', models.CharField(db_index=True, max_length=100)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='EvidencePreview',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('stored', models.CharField(blank=True, max_length=100)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RemoveConstraint(
            model_name='answer',
            name='answer_version_from_one',
        ),
        migrations.AddField(
            model_name='evidenceitem',
            name='dated',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidenceitem',
            name='expires_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1), ('said', ''), _connector='OR'), name='answer_version_from_one'),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidencefile',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessments.evidenceitem'),
        ),
        migrations.AddField(
            model_name='evidenceitem',
            name='latest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.evidencefile'),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.CheckConstraint(condition=models.Q(('latest__isnull', True), models.Q(('sha256', ''), _negated=True), _connector='OR'), name='evidence_item_file_has_hash'),
        ),
        migrations.AddField(
            model_name='evidencepreview',
            name='file',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preview', to='assessments.evidencefile'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.UniqueConstraint(fields=('item', 'version'), name='evidence_file_version_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='evidence_file_version_from_one'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='evidence_file_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('stored', ''), _negated=True)), name='evidence_file_has_names'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='evidence_file_sha256_is_sha256'),
        ),
        migrations.RunPython(
            of_parent(
                "assessments_evidencefile",
                "item_id",
                "assessments_evidenceitem.assessment_id",
                "assessments_assessment.project_id",
            )
        ),
        migrations.RunPython(
            of_parent(
                "assessments_evidencepreview",
                "file_id",
                "assessments_evidencefile.item_id",
                "assessments_evidenceitem.assessment_id",
                "assessments_assessment.project_id",
            )
        ),
        migrations.RunPython(never_change_versions),
        FILE.operation(),
        migrations.RunSQL("DROP TRIGGER history_noted ON assessments_evidenceitem", ITEM_BEFORE.operation().sql),
        ITEM.operation(),
    ]
