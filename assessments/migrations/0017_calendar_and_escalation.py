"""A private address for each one's calendar, and a notice of what has been overdue for a week."""

import assessments.models.identity
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._history import Recorded
from ._row_security import guarded

ITS_OWNER = "(SELECT acts_as_system()) OR person_id = (SELECT acting_person())"


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0016_work_of_signing'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('secret_sha256', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'calendar addresses',
            },
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mention', 'you were mentioned'), ('reply', 'somebody answered in a talk of yours'), ('resolved', 'a talk of yours was resolved'), ('assigned', 'you were asked to answer'), ('due', 'something is due soon'), ('overdue', 'something is overdue'), ('returned', 'a round was returned'), ('review', 'a round waits for review'), ('challenge', 'something was said about a challenge'), ('accepted', 'your invitation was accepted'), ('escalated', 'something has been overdue for a week'), ('outcome', 'you are asked what happened in production')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'reply', 'resolved', 'assigned', 'due', 'overdue', 'returned', 'review', 'challenge', 'accepted', 'escalated', 'outcome'])), name='notice_kind_known'),
        ),
        migrations.AddField(
            model_name='calendaraddress',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='calendaraddress',
            constraint=models.CheckConstraint(condition=models.Q(('secret_sha256__regex', '^[0-9a-f]{64}$')), name='calendar_address_keeps_a_hash'),
        ),
        migrations.RunPython(guarded("assessments_calendaraddress", read=ITS_OWNER, write=ITS_OWNER)),
        Recorded("assessments_calendaraddress", "people", "person_id", secret="secret_sha256").operation(),
    ]
