"""Who was asked to answer what, and by when."""

import assessments.models.identity
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from ._history import Recorded
from ._row_security import guarded

OF_ROUND = """
(SELECT acts_as_system()) OR assessment_id IN (
    SELECT id FROM assessments_assessment WHERE project_id IN (SELECT my_own_projects())
)
"""

# Read with the row that every change of a round locks, so that a save need not ask for it.
ASKED_IN = """
CREATE FUNCTION asked_in(wanted_assessment uuid) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
BEGIN ATOMIC
    SELECT array_agg(CASE question WHEN '' THEN section ELSE question END)
    FROM assessments_assignment
    WHERE assessment_id = wanted_assessment AND done_at IS NULL AND ended_at IS NULL;
END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0009_talking'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('section', models.CharField(max_length=16)),
                ('question', models.CharField(blank=True, max_length=64)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='workitem',
            name='workitem_kind_known',
        ),
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('start', 'start the first round'), ('answer', 'answer the questions'), ('assigned', 'answer what you were asked for'), ('returned', 'change what was returned'), ('submit', 'submit the round'), ('opinion', 'give a second opinion'), ('agree', 'agree to “not applicable”'), ('settle', 'explain a contradiction'), ('decide', 'choose fix or acknowledge'), ('approve', 'approve an acknowledgement'), ('conclude', 'conclude the round'), ('fix', 'see that a gap is fixed'), ('expiry', 'renew an acknowledgement'), ('report', 'ask for a report again')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'answer', 'assigned', 'returned', 'submit', 'opinion', 'agree', 'settle', 'decide', 'approve', 'conclude', 'fix', 'expiry', 'report'])), name='workitem_kind_known'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('ended_at__isnull', True)), fields=('assessment', 'section', 'question'), name='assignment_to_one_person'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('section__in', ['data', 'users', 'load', 'integration', 'change', 'support', 'scope', 'criteria'])), name='assignment_section_known'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), ('question__startswith', django.db.models.functions.text.Concat(models.F('section'), models.Value('.'))), _connector='OR'), name='assignment_question_in_section'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='assignment_ended_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('ended_at__isnull', True), _connector='OR'), name='assignment_ends_one_way'),
        ),
        migrations.RunPython(guarded("assessments_assignment", read=OF_ROUND, write=OF_ROUND)),
        migrations.RunSQL(ASKED_IN, "DROP FUNCTION asked_in"),
        Recorded("assessments_assignment", "assessment:assessment_id", "section question person_id").operation(),
    ]
