from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0004_search")]

    operations = [
        migrations.AddField(
            model_name="publishersettings",
            name="supervisory_authority",
            field=models.TextField(
                blank=True,
                help_text="The data protection authority that is in charge of you: readers are told where to complain.",
                verbose_name="supervisory authority",
            ),
        ),
    ]
