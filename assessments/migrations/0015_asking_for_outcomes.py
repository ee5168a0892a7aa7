"""What happened in production: a kind of work, and of notice."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0014_excluded_scope'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='workitem',
            name='workitem_kind_known',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('mention', 'you were mentioned'), ('reply', 'somebody answered in a talk of yours'), ('resolved', 'a talk of yours was resolved'), ('assigned', 'you were asked to answer'), ('due', 'something is due soon'), ('overdue', 'something is overdue'), ('returned', 'a round was returned'), ('review', 'a round waits for review'), ('challenge', 'something was said about a challenge'), ('accepted', 'your invitation was accepted'), ('outcome', 'you are asked what happened in production')], max_length=16),
        ),
        migrations.AlterField(
            model_name='workitem',
            name='kind',
            field=models.CharField(choices=[('start', 'start the first round'), ('answer', 'answer the questions'), ('assigned', 'answer what you were asked for'), ('returned', 'change what was returned'), ('submit', 'submit the round'), ('opinion', 'give a second opinion'), ('agree', 'agree to “not applicable”'), ('settle', 'explain a contradiction'), ('decide', 'choose fix or acknowledge'), ('approve', 'approve an acknowledgement'), ('review', 'review the round'), ('challenge', 'see to a challenge'), ('conclude', 'accept the round'), ('fix', 'see that a gap is fixed'), ('expiry', 'renew an acknowledgement'), ('report', 'ask for a report again'), ('outcome', 'say what happened in production')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mention', 'reply', 'resolved', 'assigned', 'due', 'overdue', 'returned', 'review', 'challenge', 'accepted', 'outcome'])), name='notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['start', 'answer', 'assigned', 'returned', 'submit', 'opinion', 'agree', 'settle', 'decide', 'approve', 'review', 'challenge', 'conclude', 'fix', 'expiry', 'report', 'outcome'])), name='workitem_kind_known'),
        ),
    ]
