"""What a pilot left out, kind by kind: the team's own, as its remedies are."""

import assessments.models.identity
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from . import _second_voice as voices
from ._history import Recorded
from ._row_security import guarded


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0013_review'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeferredCase',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind_of_case', models.TextField()),
                ('volume_share', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('effort_share', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('plan', models.TextField(blank=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('stated_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='deferredcase',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deferred_cases', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='deferredcase',
            name='stated_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='deferredcase',
            constraint=models.UniqueConstraint(models.F('assessment'), django.db.models.functions.text.MD5('kind_of_case'), name='deferred_case_once'),
        ),
        migrations.AddConstraint(
            model_name='deferredcase',
            constraint=models.CheckConstraint(condition=models.Q(('kind_of_case', ''), _negated=True), name='deferred_case_says_which'),
        ),
        migrations.AddConstraint(
            model_name='deferredcase',
            constraint=models.CheckConstraint(condition=models.Q(('volume_share__isnull', True), ('volume_share__range', (0, 100)), _connector='OR'), name='deferred_case_volume_is_share'),
        ),
        migrations.AddConstraint(
            model_name='deferredcase',
            constraint=models.CheckConstraint(condition=models.Q(('effort_share__isnull', True), ('effort_share__range', (0, 100)), _connector='OR'), name='deferred_case_effort_is_share'),
        ),
        migrations.RunPython(
            guarded("assessments_deferredcase", read=voices.TEAM_READS, write=voices.TEAM_WRITES)
        ),
        Recorded(
            "assessments_deferredcase",
            "assessment:assessment_id",
            "kind_of_case",
            unsaid="version stated_by_id stated_at",
        ).operation(),
    ]
