from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="GivenRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=150, verbose_name="role")),
                ("right", models.CharField(max_length=200, verbose_name="right")),
            ],
            options={
                "verbose_name": "right that was given",
                "verbose_name_plural": "rights that were given",
                "constraints": [
                    models.UniqueConstraint(fields=("role", "right"), name="given_once_a_role"),
                ],
            },
        ),
    ]
