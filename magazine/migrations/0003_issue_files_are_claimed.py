from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('magazine', '0002_issue_files_accents_and_deadlines'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuefile',
            name='claimed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
