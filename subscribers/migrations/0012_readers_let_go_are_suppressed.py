from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0011_address_changes_note_refusals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="suppressedaddress",
            name="reason",
            field=models.CharField(
                choices=[
                    ("erased", "erased at the reader’s wish"),
                    ("let_go", "let go after a long silence"),
                    ("complained", "complained of our mail"),
                    ("bounced", "mail came back for good"),
                ],
                max_length=10,
                verbose_name="reason",
            ),
        ),
    ]
