
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_topics_authors_and_readables'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='BlogPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'blog',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EpisodePage',
            fields=[
                ('readablepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='editorial.readablepage')),
                ('show', models.CharField(blank=True, max_length=120, verbose_name='show')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('guest', models.CharField(blank=True, max_length=120, verbose_name='guest')),
                ('hosts', models.CharField(blank=True, help_text='Names, separated by commas.', max_length=200, verbose_name='hosts')),
                ('duration', models.DurationField(blank=True, null=True, verbose_name='duration')),
                ('audio_url', models.URLField(blank=True, verbose_name='address of the audio file')),
                ('transcript', wagtail.fields.StreamField([('turn', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Who speaks', 'required': False}), 1: ('wagtail.blocks.IntegerBlock', (), {'label': 'Second at which it begins', 'min_value': 0, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'What is said'}), 3: ('wagtail.blocks.StructBlock', [[('speaker', 0), ('seconds', 1), ('text', 2)]], {})}, verbose_name='transcript')),
            ],
            options={
                'verbose_name': 'episode',
            },
            bases=('editorial.readablepage',),
        ),
        migrations.CreateModel(
            name='PostcardPage',
            fields=[
                ('readablepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='editorial.readablepage')),
                ('statement', models.TextField(verbose_name='statement')),
                ('sender', models.CharField(blank=True, max_length=80, verbose_name='from whom')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='from where')),
            ],
            options={
                'verbose_name': 'postcard',
            },
            bases=('editorial.readablepage',),
        ),
        migrations.CreateModel(
            name='PostcardRackPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'postcard rack',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ShowPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'podcast',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('readablepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='editorial.readablepage')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('source', models.CharField(blank=True, help_text='Where it appeared first.', max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, verbose_name='address of the source')),
            ],
            options={
                'verbose_name': 'story',
            },
            bases=('editorial.readablepage',),
        ),
    ]
