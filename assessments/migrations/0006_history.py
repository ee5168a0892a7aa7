"""The history: chains of what was changed, written by triggers on every table that matters."""

from django.db import migrations, models

from ._history import MACHINERY, Recorded, only_read
from ._row_security import guarded

READS = """
(SELECT acts_as_system()) OR stream = 'anchors' OR project IN (SELECT my_projects())
OR project IS NULL AND administers(NULL, NULL)
"""

RECORDED = (
    Recorded("assessments_person", "people", "name email", unsaid="last_login", secret="password"),
    Recorded("mfa_authenticator", "people", "user_id type", unsaid="data last_used_at"),
    Recorded(
        "socialaccount_socialaccount",
        "people",
        "user_id provider uid",
        unsaid="extra_data last_login date_joined",
    ),
    Recorded("assessments_unit", "people", "name"),
    Recorded("assessments_initiative", "people", "name"),
    Recorded("assessments_oversight", "people", "person_id role unit_id initiative_id"),
    Recorded("assessments_invitation", "people", "email role", secret="secret_sha256"),
    Recorded("assessments_project", "project:id", "name", unsaid="creation_token"),
    Recorded("assessments_membership", "project:project_id", "person_id role"),
    Recorded("assessments_assessment", "assessment:id", "round"),
    # The text of a submission repeats the answers; its digest binds it.
    Recorded("assessments_submission", "assessment:assessment_id", "number", unsaid="content"),
    Recorded("assessments_answer", "assessment:assessment_id", "question voice_id"),
    Recorded("assessments_answerauthor", "assessment:assessment_id", "question person_id"),
    Recorded("assessments_evidenceitem", "assessment:assessment_id", "title"),
    Recorded(
        "assessments_answerevidence",
        "assessment:assessment_id",
        "question voice_id item_id",
        parent=("assessments_answer", "answer_id"),
    ),
    Recorded("assessments_remedy", "assessment:assessment_id", "section kind"),
    Recorded(
        "assessments_action", "assessment:assessment_id", "section what", parent=("assessments_remedy", "remedy_id")
    ),
    Recorded("assessments_settlement", "assessment:assessment_id", "rule"),
)

class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0005_work_items'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('stream', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('stream', models.TextField()),
                ('seq', models.PositiveBigIntegerField()),
                ('entry', models.TextField()),
                ('hash', models.CharField(max_length=64)),
                ('project', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'history entries',
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='history_entry_from_one'), models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$')), name='history_entry_hash_is_sha256')],
            },
        ),
        migrations.CreateModel(
            name='HistoryHead',
            fields=[
                ('stream', models.TextField(primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(max_length=64)),
                ('project', models.UUIDField(blank=True, null=True)),
                ('anchored', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('hash__regex', '^[0-9a-f]{64}$')), name='history_head_hash_is_sha256')],
            },
        ),
        MACHINERY,
        migrations.RunPython(only_read, migrations.RunPython.noop),
        *(
            migrations.RunPython(guarded(f"assessments_{table}", read=READS, write="false"))
            for table in ("historyentry", "historyhead")
        ),
        *(recorded.operation() for recorded in RECORDED),
    ]
