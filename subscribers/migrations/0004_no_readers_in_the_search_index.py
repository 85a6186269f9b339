"""Readers were copied into the search index with name and mail address; these copies are deleted."""

from django.db import migrations


def forget_readers(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    IndexEntry = apps.get_model("wagtailsearch", "IndexEntry")
    readers = ContentType.objects.filter(app_label="subscribers", model="subscriber")
    # On SQLite a trigger of Wagtail's takes the words out of the full-text table beside it.
    IndexEntry.objects.filter(content_type__in=readers).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0003_signups_note_attempts"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]
    operations = [migrations.RunPython(forget_readers, migrations.RunPython.noop)]
