
import django.db.models.deletion
import uuid
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0001_stories_episodes_and_postcards'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name (English)')),
                ('slug', models.SlugField(blank=True, max_length=120, unique=True, verbose_name='slug')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('description_en', models.TextField(blank=True, verbose_name='description (English)')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='episodepage',
            name='audio',
            field=models.ForeignKey(blank=True, help_text='MP3 or M4A. Length and size are read from it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtaildocs.document', verbose_name='audio file'),
        ),
        migrations.AddField(
            model_name='episodepage',
            name='audio_bytes',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='size of the audio file in bytes'),
        ),
        migrations.AddField(
            model_name='episodepage',
            name='chapters',
            field=wagtail.fields.StreamField([('chapter', 3)], blank=True, block_lookup={0: ('wagtail.blocks.IntegerBlock', (), {'label': 'Second at which it begins', 'min_value': 0}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Title'}), 2: ('wagtail.blocks.URLBlock', (), {'label': 'Link', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('seconds', 0), ('title', 1), ('url', 2)]], {})}, verbose_name='chapters'),
        ),
        migrations.AddField(
            model_name='episodepage',
            name='explicit',
            field=models.BooleanField(default=False, verbose_name='explicit language'),
        ),
        migrations.AddField(
            model_name='postcardpage',
            name='caption',
            field=models.CharField(blank=True, help_text='Printed on the picture. May be empty.', max_length=120, verbose_name='caption'),
        ),
        migrations.AddField(
            model_name='postcardpage',
            name='written_on',
            field=models.DateField(blank=True, help_text='In the postmark. Empty: the date of publication.', null=True, verbose_name='written on'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='artwork',
            field=models.ForeignKey(blank=True, help_text='Square, 1,400 to 3,000 pixels. Without one it is drawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='artwork'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='category',
            field=models.CharField(default='Business', max_length=80, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='explicit',
            field=models.BooleanField(default=False, verbose_name='explicit language'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='guid',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='showpage',
            name='owner_email',
            field=models.EmailField(blank=True, help_text='Directories ask it for proof; it stands in the feed.', max_length=254, verbose_name="owner's mail address"),
        ),
        migrations.AddField(
            model_name='showpage',
            name='publisher',
            field=models.CharField(blank=True, max_length=160, verbose_name='publisher'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='subcategory',
            field=models.CharField(blank=True, default='Marketing', max_length=80, verbose_name='subcategory'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='trees_before',
            field=models.PositiveIntegerField(default=0, help_text='For guests of episodes that are not on this site.', verbose_name='trees planted before'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='trees_note',
            field=models.CharField(blank=True, help_text='One sentence below the counter.', max_length=200, verbose_name='where the trees stand'),
        ),
        migrations.AddField(
            model_name='showpage',
            name='trees_url',
            field=models.URLField(blank=True, verbose_name='address of the plantation'),
        ),
        migrations.AlterField(
            model_name='episodepage',
            name='audio_url',
            field=models.URLField(blank=True, help_text='Only if the file lies somewhere else.', verbose_name='address of the audio file'),
        ),
        migrations.AlterField(
            model_name='storypage',
            name='source_url',
            field=models.URLField(blank=True, help_text='If the same text stands there. Search engines are then referred to it (canonical link).', verbose_name='address of the source'),
        ),
        migrations.AddField(
            model_name='storypage',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='blog.series', verbose_name='series'),
        ),
    ]
