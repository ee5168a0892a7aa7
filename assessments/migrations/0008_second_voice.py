"""Second opinions, each voice kept to itself, and disagreements that are settled."""

import assessments.models.identity
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from . import _second_voice as voices
from ._history import Recorded
from ._row_security import guarded, guarded_anew

RECORDED_ANEW = (
    Recorded("assessments_answerauthor", "assessment:assessment_id", "question person_id voice_id"),
    Recorded("assessments_evidenceitem", "assessment:assessment_id", "title voice_id", unsaid="latest_id"),
)
RECORDED = (
    Recorded("assessments_secondopinion", "assessment:assessment_id", "person_id"),
    Recorded("assessments_disagreementsettlement", "assessment:assessment_id", "question"),
)


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0007_evidence_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisagreementSettlement',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=64)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SecondOpinion',
            fields=[
                ('id', models.UUIDField(default=assessments.models.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='evidenceitem',
            name='evidence_item_once',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_sections_of_respondent',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_sections_of_respondent',
        ),
        migrations.RemoveConstraint(
            model_name='workitem',
            name='workitem_kind_known',
        ),
        migrations.AddField(
            model_name='answerauthor',
            name='voice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidenceitem',
            name='voice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('start', 'start the first round'), ('answer', 'answer the questions'), ('returned', 'change what was returned'), ('submit', 'submit the round'), ('opinion', 'give a second opinion'), ('agree', 'agree to “not applicable”'), ('settle', 'explain a contradiction'), ('decide', 'choose fix or acknowledge'), ('approve', 'approve an acknowledgement'), ('conclude', 'conclude the round'), ('fix', 'see that a gap is fixed'), ('expiry', 'renew an acknowledgement'), ('report', 'ask for a report again')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('voice__isnull', True), ('voice', models.F('answered_by')), _connector='OR'), name='answer_own_voice'),
        ),
        migrations.AddConstraint(
            model_name='answerauthor',
            constraint=models.CheckConstraint(condition=models.Q(('voice__isnull', True), ('voice', models.F('person')), _connector='OR'), name='answer_author_own_voice'),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.UniqueConstraint(models.F('assessment'), models.F('voice'), django.db.models.functions.text.MD5('title'), django.db.models.functions.text.MD5('link'), models.F('sha256'), name='evidence_item_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('respondent', 'second_respondent')), ('sections', []), _connector='OR'), name='invitation_sections_of_respondent'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ('respondent', 'second_respondent')), ('sections', []), _connector='OR'), name='membership_sections_of_respondent'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'answer', 'returned', 'submit', 'opinion', 'agree', 'settle', 'decide', 'approve', 'conclude', 'fix', 'expiry', 'report'])), name='workitem_kind_known'),
        ),
        migrations.AddField(
            model_name='disagreementsettlement',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disagreement_settlements', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='disagreementsettlement',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disagreementsettlement',
            name='voice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondopinion',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_opinions', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='secondopinion',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='disagreementsettlement',
            constraint=models.UniqueConstraint(fields=('assessment', 'question', 'voice'), name='disagreement_settlement_once'),
        ),
        migrations.AddConstraint(
            model_name='disagreementsettlement',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='disagreement_settlement_says_why'),
        ),
        migrations.AddConstraint(
            model_name='disagreementsettlement',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('voice')), _negated=True), name='disagreement_settlement_by_another'),
        ),
        migrations.AddConstraint(
            model_name='secondopinion',
            constraint=models.UniqueConstraint(fields=('assessment', 'person'), name='second_opinion_once'),
        ),
        migrations.AddConstraint(
            model_name='secondopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', False), _negated=True), models.Q(('completed_at__isnull', False), ('opened_at__gte', models.F('completed_at'))), _connector='OR'), name='second_opinion_opened_when_complete'),
        ),
        *(migrations.RunSQL(sql, undo) for sql, undo in voices.statements()),
        *(
            migrations.RunPython(
                guarded_anew(f"assessments_{table}", read=voices.VOICE_READS, write=voices.VOICE_WRITES)
            )
            for table in voices.VOICED
        ),
        *(
            migrations.RunPython(
                guarded_anew(f"assessments_{table}", read=voices.TEAM_READS, write=voices.TEAM_WRITES)
            )
            for table in voices.TEAMS
        ),
        migrations.RunPython(
            guarded_anew("assessments_answerevidence", read=voices.LINK_READS, write=voices.LINK_WRITES)
        ),
        migrations.RunPython(
            guarded(
                "assessments_disagreementsettlement", read=voices.TEAM_READS, write=voices.TEAM_WRITES
            )
        ),
        migrations.RunPython(
            guarded(
                "assessments_secondopinion",
                read=voices.OPINION_READS,
                write=voices.OPINION_WRITES,
                insert=voices.SYSTEM,
            )
        ),
        migrations.RunSQL(
            f"ALTER POLICY who_selects ON assessments_historyentry USING ({voices.HISTORY_READS})"
        ),
        *(
            step
            for recorded in RECORDED_ANEW
            for step in (
                migrations.RunSQL(f"DROP TRIGGER history_noted ON {recorded.table}"),
                recorded.operation(),
            )
        ),
        *(recorded.operation() for recorded in RECORDED),
    ]
