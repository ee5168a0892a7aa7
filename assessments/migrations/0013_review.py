"""Review: its start, rulings, challenges, and acceptance by who answered nothing."""

import assessments.models.identity
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from . import _review as review
from ._history import Recorded
from ._row_security import guarded
from ._second_voice import TEAM_READS, TEAM_WRITES

RECORDED = (
    Recorded("assessments_ruling", "assessment:assessment_id", "question decision grade"),
    Recorded("assessments_challenge", "assessment:assessment_id", "question judgement contested"),
)

class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0012_remedies_go_on'),
    ]

    operations = [
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=64)),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('raised_at', models.DateTimeField()),
                ('reply', models.TextField(blank=True)),
                ('contested', models.BooleanField(default=False)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('judgement', models.CharField(blank=True, choices=[('upheld', 'upheld'), ('dropped', 'dropped')], max_length=16)),
                ('why', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField()),
                ('decision', models.CharField(choices=[('agrees', 'agrees'), ('lowers', 'lowers the evidence grade'), ('refuses', 'refuses “not applicable”')], max_length=16)),
                ('grade', models.CharField(blank=True, max_length=16)),
                ('why', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='workitem',
            name='workitem_kind_known',
        ),
        migrations.AddField(
            model_name='assessment',
            name='accept_reason',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='assessment',
            name='review_started_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessment',
            name='review_started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mention', 'you were mentioned'), ('reply', 'somebody answered in a talk of yours'), ('resolved', 'a talk of yours was resolved'), ('assigned', 'you were asked to answer'), ('due', 'something is due soon'), ('overdue', 'something is overdue'), ('returned', 'a round was returned'), ('review', 'a round waits for review'), ('challenge', 'something was said about a challenge'), ('accepted', 'your invitation was accepted')], max_length=16),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('start', 'start the first round'), ('answer', 'answer the questions'), ('assigned', 'answer what you were asked for'), ('returned', 'change what was returned'), ('submit', 'submit the round'), ('opinion', 'give a second opinion'), ('agree', 'agree to “not applicable”'), ('settle', 'explain a contradiction'), ('decide', 'choose fix or acknowledge'), ('approve', 'approve an acknowledgement'), ('review', 'review the round'), ('challenge', 'see to a challenge'), ('conclude', 'accept the round'), ('fix', 'see that a gap is fixed'), ('expiry', 'renew an acknowledgement'), ('report', 'ask for a report again')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_started_at__isnull', True), ('review_started_by__isnull', True)), models.Q(('review_started_at__isnull', False), ('review_started_by__isnull', False)), _connector='OR'), name='assessment_review_started_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_review'), _negated=True), ('review_started_at__isnull', False), _connector='OR'), name='assessment_reviewed_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'accepted'), ('accept_reason', ''), _connector='OR'), name='assessment_accept_reason_of_accepted'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'reply', 'resolved', 'assigned', 'due', 'overdue', 'returned', 'review', 'challenge', 'accepted'])), name='notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'answer', 'assigned', 'returned', 'submit', 'opinion', 'agree', 'settle', 'decide', 'approve', 'review', 'challenge', 'conclude', 'fix', 'expiry', 'report'])), name='workitem_kind_known'),
        ),
        migrations.AddField(
            model_name='challenge',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='challenge',
            name='raised_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='challenge',
            name='replied_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='challenge',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruling',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.UniqueConstraint(condition=models.Q(('judgement', 'dropped'), _negated=True), fields=('assessment', 'question'), name='challenge_one_open'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='challenge_says_something'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('judgement__in', ['', 'upheld', 'dropped'])), name='challenge_judgement_known'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('replied_by__isnull', True)), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='challenge_replied_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='challenge_settled_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contested', False), ('replied_at__isnull', True), ('reply', '')), models.Q(('replied_at__isnull', False), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='challenge_reply_fits'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judgement', ''), ('settled_at__isnull', True), ('why', '')), models.Q(('replied_at__isnull', False), ('settled_at__isnull', False), models.Q(('judgement', ''), _negated=True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='challenge_settled_fits'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_by__isnull', True), models.Q(('replied_by', models.F('raised_by')), _negated=True), _connector='OR'), models.Q(('settled_by__isnull', True), models.Q(('settled_by', models.F('replied_by')), _negated=True), _connector='OR')), name='challenge_replied_by_another'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(fields=('assessment', 'question'), name='ruling_once'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['agrees', 'lowers', 'refuses'])), name='ruling_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'lowers'), ('grade__in', ['none', 'documented', 'measured']), ('version__gte', 1)), models.Q(models.Q(('decision', 'lowers'), _negated=True), ('grade', '')), _connector='OR'), name='ruling_grade_fits'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.CheckConstraint(condition=models.Q(('decision', 'agrees'), models.Q(('why', ''), _negated=True), _connector='OR'), name='ruling_says_why'),
        ),
        *(migrations.RunSQL(sql, undo) for sql, undo in review.statements()),
        *(
            migrations.RunPython(guarded(f"assessments_{table}", read=TEAM_READS, write=TEAM_WRITES))
            for table in ("ruling", "challenge")
        ),
        *(recorded.operation() for recorded in RECORDED),
    ]
