import django.db.models.deletion
from django.db import migrations, models

from editorial.search import trigrams


def prepare_trigrams(apps, schema_editor):
    """Installs pg_trgm where the database has it and the role may; without it the search compares in memory."""
    trigrams.prepare(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0003_english_texts_signatures_and_credits'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='editorial.readablepage')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=100)),
                ('year', models.PositiveSmallIntegerField()),
                ('topics', models.JSONField(default=list)),
                ('text', models.TextField(blank=True)),
                ('folded', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('text', models.CharField(max_length=64)),
                ('stem', models.CharField(max_length=64)),
                ('shown', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['stem', 'language'], name='search_word_stem')],
                'constraints': [models.UniqueConstraint(fields=('text', 'language'), name='search_word_once_a_language')],
            },
        ),
        migrations.CreateModel(
            name='SearchPosting',
            fields=[
                ('pk', models.CompositePrimaryKey('word', 'document', blank=True, editable=False, primary_key=True, serialize=False)),
                ('weight', models.PositiveSmallIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='editorial.searchdocument')),
                ('word', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editorial.searchword')),
            ],
        ),
        migrations.RunPython(prepare_trigrams, migrations.RunPython.noop, elidable=False),
    ]
