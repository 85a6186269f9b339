import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0095_groupsitepermission"),
        ("subscribers", "0012_readers_let_go_are_suppressed"),
    ]

    operations = [
        migrations.AddField(
            model_name="suppressedaddress",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="asked"),
        ),
        migrations.CreateModel(
            name="EmbeddingSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origins",
                    models.TextField(
                        blank=True,
                        help_text="One a line, as https://www.example.org. Sign-ups from there are taken as if the form stood on our own pages; from anywhere else readers see our own form once more before it is sent.",
                        verbose_name="sites that may carry the form",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={"verbose_name": "form on other sites"},
        ),
    ]
