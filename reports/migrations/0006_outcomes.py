"""What happened in production: read by whoever reads records, written by the project's own people."""

import assessments.models.identity
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from assessments.migrations import _second_voice as voices
from assessments.migrations._history import Recorded
from assessments.migrations._row_security import READS_PROJECT, guarded

READS = f"({READS_PROJECT.format(project='project_id')}) AND project_id NOT IN (SELECT blinded_projects())"
WRITES = (
    f"{voices.SYSTEM} OR project_id IN (SELECT my_own_projects())"
    " AND project_id NOT IN (SELECT blinded_projects())"
)


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0015_asking_for_outcomes'),
        ('reports', '0005_left_out_in_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GoLive',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('why', models.TextField(blank=True)),
                ('set_at', models.DateTimeField()),
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='go_live', to='assessments.project')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='golive_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField()),
                ('running', models.CharField(choices=[('as_expected', 'Running as expected'), ('below', 'Running below expectation'), ('rolled_back', 'Rolled back')], max_length=16)),
                ('metric_value', models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True)),
                ('metric_unit', models.CharField(blank=True, max_length=500)),
                ('users', models.PositiveBigIntegerField(blank=True, null=True)),
                ('cost', models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('data_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('users_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('load_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('integration_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('change_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('support_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('scope_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('criteria_incidents', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='assessments.project')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='reports.record')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['days', 'running', 'record'], name='outcome_for_ledger')],
                'constraints': [models.UniqueConstraint(fields=('record', 'days'), name='outcome_once'), models.UniqueConstraint(fields=('project', 'days'), name='outcome_once_a_project'), models.CheckConstraint(condition=models.Q(('days__in', (30, 90, 180))), name='outcome_on_a_milestone'), models.CheckConstraint(condition=models.Q(('running__in', ['as_expected', 'below', 'rolled_back'])), name='outcome_running_known'), models.CheckConstraint(condition=models.Q(('metric_value__isnull', False), ('metric_unit', ''), _connector='OR'), name='outcome_unit_of_a_value'), models.CheckConstraint(condition=models.Q(models.Q(('cost__isnull', True), ('currency', '')), models.Q(('cost__gte', 0), ('currency__regex', '^[A-Z]{3}$')), _connector='OR'), name='outcome_cost_with_currency')],
            },
        ),
        migrations.RunPython(guarded("reports_golive", read=READS, write=WRITES)),
        migrations.RunPython(guarded("reports_outcome", read=READS, write=WRITES)),
        Recorded("reports_golive", "project:project_id", "project_id", unsaid="set_by_id set_at").operation(),
        Recorded(
            "reports_outcome",
            "assessment:assessment_id",
            "days",
            unsaid="version recorded_by_id recorded_at",
            parent=("reports_record", "record_id"),
        ).operation(),
    ]
