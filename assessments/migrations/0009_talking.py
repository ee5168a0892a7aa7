"""Talk about questions, notices, and the mails that carry them."""

import assessments.models.identity
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._history import Recorded
from ._row_security import guarded

OF_ROUND = """
(SELECT acts_as_system()) OR {assessment} IN (
    SELECT id FROM assessments_assessment WHERE project_id IN (SELECT my_own_projects())
)
"""
OF_THREAD = """
(SELECT acts_as_system()) OR {thread} IN (SELECT id FROM assessments_thread)
"""
OF_COMMENT = """
(SELECT acts_as_system()) OR comment_id IN (SELECT id FROM assessments_comment)
"""
ITS_OWNER = "(SELECT acts_as_system()) OR person_id = (SELECT acting_person())"


def both(table: str, rule: str):
    """Read and written by the project's members only: whoever oversees a project does not overhear its team."""
    return migrations.RunPython(guarded(table, read=rule, write=rule))


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0008_second_voice'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('digest', models.BooleanField()),
                ('next_try_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('mention', 'you were mentioned'), ('reply', 'somebody answered in a talk of yours'), ('resolved', 'a talk of yours was resolved'), ('assigned', 'you were asked to answer'), ('due', 'something is due soon'), ('overdue', 'something is overdue'), ('returned', 'a round was returned'), ('accepted', 'your invitation was accepted')], max_length=16)),
                ('key', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('address', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='person',
            name='mail_choice',
            field=models.CharField(choices=[('hourly', 'at most once an hour'), ('daily', 'once a day, in the morning'), ('mentions', 'only when somebody mentions me')], default='hourly', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('mail_choice__in', ['hourly', 'daily', 'mentions'])), name='person_mail_choice_known'),
        ),
        migrations.AddField(
            model_name='comment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mail',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mention',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='assessments.comment'),
        ),
        migrations.AddField(
            model_name='mention',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.comment'),
        ),
        migrations.AddField(
            model_name='notice',
            name='mail',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='assessments.mail'),
        ),
        migrations.AddField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.project'),
        ),
        migrations.AddField(
            model_name='thread',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='thread',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='thread',
            name='resolved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='assessments.thread'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('ended_at__isnull', True), ('sent_at__isnull', True)), fields=['next_try_at'], name='mail_to_send'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['person', '-made_at'], name='mail_of_person'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('ended_at__isnull', True), _connector='OR'), name='mail_ends_one_way'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('comment', 'person'), name='mention_once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('dropped_at__isnull', True), ('mail__isnull', True)), fields=['person', 'at'], name='notice_waiting'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'kind', 'key'), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'reply', 'resolved', 'assigned', 'due', 'overdue', 'returned', 'accepted'])), name='notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('address__startswith', '/')), name='notice_leads'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_at__isnull', False), _negated=True), ('mail__isnull', True), _connector='OR'), name='notice_dropped_unsent'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.UniqueConstraint(fields=('assessment', 'question'), name='thread_once'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='thread_resolved_by_and_at'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['thread', 'at'], name='comment_in_thread'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        both("assessments_thread", OF_ROUND.format(assessment="assessment_id")),
        both("assessments_comment", OF_THREAD.format(thread="thread_id")),
        both("assessments_mention", OF_COMMENT),
        # Whoever acts tells others, and sees nothing of what they are told: only the system writes these.
        *(
            migrations.RunPython(
                guarded(f"assessments_{table}", read=ITS_OWNER, write="(SELECT acts_as_system())")
            )
            for table in ("mail", "notice")
        ),
        Recorded("assessments_thread", "assessment:assessment_id", "question").operation(),
        Recorded(
            "assessments_comment",
            "assessment:assessment_id",
            "question",
            parent=("assessments_thread", "thread_id"),
        ).operation(),
    ]
