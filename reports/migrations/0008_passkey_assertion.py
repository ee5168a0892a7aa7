"""A passkey's answer beside what was said of a report; what was said before has none."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_sign_off'),
    ]

    operations = [
        migrations.AddField(
            model_name='signoff',
            name='assertion',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('assertion', ''), ('proved_by', 'passkey'), _connector='OR'), name='signoff_asserted_by_passkey'),
        ),
    ]
