from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0005_numbers_of_the_comparison_are_kept")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="issue_ids",
            field=models.JSONField(default=list, editable=False, verbose_name="frozen issues"),
        ),
    ]
