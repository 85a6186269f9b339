"""Indexes for the lists of readers and of the ledger in the admin.

The one that finds parts of names, and forgives typing errors, needs PostgreSQL's extension pg_trgm. An owner of the
database may install it. Where that is refused, readers are found without it, only slowly; `migrate` and `check
--database default` then say what to do.
"""

import django.utils.timezone
from django.db import migrations, models

from subscribers.services import finding


def prepare(apps, schema_editor):
    finding.prepare(schema_editor.connection)


def forget(apps, schema_editor):
    finding.forget(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0013_forms_on_other_sites")]
    operations = [
        migrations.AddIndex(
            model_name="consentevent",
            index=models.Index(fields=["-at", "-id"], name="events_newest_first"),
        ),
        migrations.AddIndex(
            model_name="consentevent",
            index=models.Index(fields=["kind", "-at", "-id"], name="events_of_a_kind"),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(fields=["-confirmed_at", "-id"], name="readers_newest_first"),
        ),
        # The index before serves it as well.
        migrations.AlterField(
            model_name="subscriber",
            name="confirmed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="confirmed"),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("restricted_at__isnull", False)),
                fields=["-confirmed_at", "-id"],
                name="readers_restricted",
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("unreachable_at__isnull", False)),
                fields=["-confirmed_at", "-id"],
                name="readers_unreachable",
            ),
        ),
        migrations.AddIndex(
            model_name="subscriber",
            index=models.Index(
                condition=models.Q(("paused_until__isnull", False)),
                fields=["paused_until"],
                name="readers_paused",
            ),
        ),
        migrations.RunPython(prepare, forget),
    ]
