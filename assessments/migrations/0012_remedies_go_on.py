"""Actions with a status and its history, ranges in acknowledgements, and extensions beside the record."""

import assessments.models.identity
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from . import _second_voice as voices
from ._history import Recorded
from ._row_security import guarded, of_parent

OF_ACTION = ('assessments_action.remedy_id', 'assessments_remedy.assessment_id', 'assessments_assessment.project_id')
RECORDED = (
    Recorded(
        "assessments_actionprogress",
        "assessment:assessment_id",
        "what status",
        parent=("assessments_action", "action_id"),
    ),
    Recorded(
        "assessments_actionproof",
        "assessment:assessment_id",
        "title action_id",
        parent=("assessments_evidenceitem", "item_id"),
    ),
    Recorded(
        "assessments_extension", "assessment:assessment_id", "section", parent=("assessments_remedy", "remedy_id")
    ),
)

# What approved_by_no_author is to an acknowledgement, for a later end of it.
EXTENDED = """
CREATE FUNCTION extended_by_no_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessments_answerauthor author
        JOIN assessments_remedy remedy ON remedy.assessment_id = author.assessment_id
        WHERE remedy.id = NEW.remedy_id AND author.person_id = NEW.approver_id
        AND split_part(author.question, '.', 1) = remedy.section
    ) THEN
        PERFORM refuse('extended_by_no_author', 'who answered in a section approves nothing about it');
    END IF;
    RETURN NEW;
END $$
"""
EXTENDED_WHEN = """
CREATE TRIGGER extended_by_no_author BEFORE INSERT OR UPDATE OF approved_at, approver_id ON assessments_extension
FOR EACH ROW WHEN (NEW.approved_at IS NOT NULL) EXECUTE FUNCTION extended_by_no_author()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0011_language_of_a_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionProgress',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('open', 'open'), ('in_progress', 'in progress'), ('done', 'done'), ('dropped', 'dropped')], max_length=16)),
                ('remark', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'action progress',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ActionProof',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('expires_on', models.DateField()),
                ('why', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='action_position_once',
        ),
        migrations.RemoveConstraint(
            model_name='remedy',
            name='remedy_columns_fit_kind',
        ),
        migrations.RenameField('action', 'done', 'status'),
        migrations.RunSQL(
            "ALTER TABLE assessments_action ALTER COLUMN status TYPE varchar(16)"
            " USING CASE WHEN status THEN 'done' ELSE 'open' END",
            "ALTER TABLE assessments_action ALTER COLUMN status TYPE boolean USING status = 'done'",
            state_operations=[
                migrations.AlterField(
                    model_name='action',
                    name='status',
                    field=models.CharField(choices=[('open', 'open'), ('in_progress', 'in progress'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=16),
                ),
            ],
        ),
        migrations.AddField(
            model_name='action',
            name='cost',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='action',
            name='dropped_because',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='action',
            name='owner_person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='action',
            name='shown_by',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='remedy',
            name='adjusted_to',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True),
        ),
        migrations.AddField(
            model_name='remedy',
            name='effect',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('remedy', 'position'), name='action_position_once'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'in_progress', 'done', 'dropped'])), name='action_status_known'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'dropped'), models.Q(('dropped_because', ''), _negated=True)), models.Q(models.Q(('status', 'dropped'), _negated=True), ('dropped_because', '')), _connector='OR'), name='action_dropped_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'fix'), ('adjusted_to__isnull', True), ('adjusted_unit', ''), ('adjusted_value__isnull', True), ('approved_at__isnull', True), ('approver__isnull', True), ('asked_by__isnull', True), ('effect', ''), ('expectation', ''), ('expires_on__isnull', True)), models.Q(('kind', 'acknowledge'), models.Q(('expectation', ''), _negated=True), ('adjusted_value__isnull', False), ('approver__isnull', False), ('asked_by__isnull', False), ('expires_on__isnull', False)), _connector='OR'), name='remedy_columns_fit_kind'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(('adjusted_to__isnull', True), ('adjusted_to__gt', models.F('adjusted_value')), _connector='OR'), name='remedy_range_goes_up'),
        ),
        migrations.AddField(
            model_name='actionprogress',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='assessments.action'),
        ),
        migrations.AddField(
            model_name='actionprogress',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='actionprogress',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionproof',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='assessments.action'),
        ),
        migrations.AddField(
            model_name='actionproof',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='actionproof',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_links', to='assessments.evidenceitem'),
        ),
        migrations.AddField(
            model_name='extension',
            name='approver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='extension',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='extension',
            name='remedy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='assessments.remedy'),
        ),
        migrations.AddConstraint(
            model_name='actionprogress',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'in_progress', 'done', 'dropped'])), name='actionprogress_status_known'),
        ),
        migrations.AddConstraint(
            model_name='actionproof',
            constraint=models.UniqueConstraint(fields=('action', 'item'), name='action_proof_once'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='extension_says_why'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('asked_by', models.F('approver')), _negated=True), name='extension_approver_did_not_ask'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_at__isnull', True)), fields=('remedy',), name='extension_waits_once'),
        ),
        migrations.RunPython(
            guarded("assessments_actionprogress", read=voices.TEAM_READS, write=voices.TEAM_WRITES)
        ),
        migrations.RunPython(of_parent("assessments_actionproof", "action_id", *OF_ACTION)),
        migrations.RunPython(of_parent("assessments_extension", "remedy_id", *OF_ACTION[1:])),
        *(recorded.operation() for recorded in RECORDED),
        migrations.RunSQL(EXTENDED, "DROP FUNCTION extended_by_no_author()"),
        migrations.RunSQL(EXTENDED_WHEN, "DROP TRIGGER extended_by_no_author ON assessments_extension"),
    ]
