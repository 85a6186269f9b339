from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0014_readers_are_found_quickly"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="stay_claimed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
