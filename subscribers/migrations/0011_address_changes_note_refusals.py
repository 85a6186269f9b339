from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0010_the_chain_is_closed")]

    operations = [
        migrations.AddField(
            model_name="addresschange",
            name="refused_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The mail server refused the mail for good.",
                null=True,
                verbose_name="refused",
            ),
        ),
    ]
