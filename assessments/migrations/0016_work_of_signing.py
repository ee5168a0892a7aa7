"""Signing a report is a kind of work."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0015_asking_for_outcomes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='workitem',
            name='workitem_kind_known',
        ),
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('start', 'start the first round'), ('answer', 'answer the questions'), ('assigned', 'answer what you were asked for'), ('returned', 'change what was returned'), ('submit', 'submit the round'), ('opinion', 'give a second opinion'), ('agree', 'agree to “not applicable”'), ('settle', 'explain a contradiction'), ('decide', 'choose fix or acknowledge'), ('approve', 'approve an acknowledgement'), ('review', 'review the round'), ('challenge', 'see to a challenge'), ('conclude', 'accept the round'), ('fix', 'see that a gap is fixed'), ('expiry', 'renew an acknowledgement'), ('report', 'ask for a report again'), ('sign', 'read and sign a report'), ('outcome', 'say what happened in production')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'answer', 'assigned', 'returned', 'submit', 'opinion', 'agree', 'settle', 'decide', 'approve', 'review', 'challenge', 'conclude', 'fix', 'expiry', 'report', 'sign', 'outcome'])), name='workitem_kind_known'),
        ),
    ]
