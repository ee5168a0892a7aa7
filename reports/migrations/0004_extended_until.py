"""Until when a record's readiness holds, where acknowledgements were extended since."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='recordrow',
            name='extended_until',
            field=models.DateField(blank=True, null=True),
        ),
    ]
