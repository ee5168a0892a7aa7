"""The sums of what was left out, in the rows that lists read; no record before had a register."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0015_asking_for_outcomes'),
        ('reports', '0004_extended_until'),
    ]

    operations = [
        migrations.AddField(
            model_name='recordrow',
            name='deferred_effort',
            field=models.DecimalField(decimal_places=6, db_default=0, default=0, max_digits=9),
        ),
        migrations.AddField(
            model_name='recordrow',
            name='deferred_effort_of',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='recordrow',
            name='deferred_kinds',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='recordrow',
            name='deferred_monthly',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True),
        ),
        migrations.AddField(
            model_name='recordrow',
            name='deferred_volume',
            field=models.DecimalField(decimal_places=6, db_default=0, default=0, max_digits=9),
        ),
        migrations.AddField(
            model_name='recordrow',
            name='deferred_volume_of',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name='recordrow',
            index=models.Index(condition=models.Q(('deferred_kinds__gt', 0), ('is_latest', True)), fields=['project'], name='recordrow_latest_deferred'),
        ),
        migrations.AddConstraint(
            model_name='recordrow',
            constraint=models.CheckConstraint(condition=models.Q(('deferred_effort_of__lte', models.F('deferred_kinds')), ('deferred_volume_of__lte', models.F('deferred_kinds'))), name='recordrow_deferred_stated'),
        ),
    ]
