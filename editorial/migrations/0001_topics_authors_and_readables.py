
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(blank=True, max_length=120, unique=True, verbose_name='slug')),
                ('role', models.CharField(blank=True, max_length=160, verbose_name='role')),
                ('bio', models.TextField(blank=True, verbose_name='about')),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='portrait')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PublisherSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='publisher')),
                ('postal_address', models.TextField(blank=True, help_text='Stands below every mail.', verbose_name='postal address')),
                ('represented_by', models.CharField(blank=True, max_length=160, verbose_name='represented by')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('register_entry', models.CharField(blank=True, max_length=200, verbose_name='register entry')),
                ('vat_number', models.CharField(blank=True, max_length=40, verbose_name='VAT number')),
                ('claim', models.CharField(blank=True, help_text='One line under the name.', max_length=200, verbose_name='claim')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'publisher and imprint',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(blank=True, max_length=80, unique=True, verbose_name='slug')),
                ('label_de', models.CharField(max_length=80, unique=True, verbose_name='label (German)')),
                ('label_en', models.CharField(blank=True, max_length=80, verbose_name='label (English)')),
                ('synonyms', models.TextField(blank=True, help_text='One a line. Imports and search understand them, too.', verbose_name='synonyms')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved')], default='approved', max_length=10, verbose_name='state')),
                ('mark_seed', models.PositiveIntegerField(default=0, help_text='Another number draws another pollen grain for this topic.', verbose_name='mark')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='editorial.topic', verbose_name='broader topic')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['label_de'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ReadablePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kicker', models.CharField(blank=True, help_text='The few words above the headline.', max_length=80, verbose_name='kicker')),
                ('standfirst', models.TextField(blank=True, help_text='One to three sentences that say why to read on. Used in letters, too.', verbose_name='standfirst')),
                ('published_on', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='date')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('picture', 8), ('quote', 11), ('question', 14), ('further_reading', 17), ('lesson', 19), ('verdict', 23)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'blocks/paragraph.html'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For those who cannot see it. Empty: decoration.', 'label': 'What can be seen', 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Caption', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Credit', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('alternative_text', 5), ('caption', 6), ('credit', 7)]], {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Quote'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('attribution', 10)]], {}), 12: ('wagtail.blocks.TextBlock', (), {'label': 'Question'}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'label': 'Answer', 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('question', 12), ('answer', 13)]], {}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Title, author, where'}), 16: ('wagtail.blocks.ListBlock', (15,), {}), 17: ('wagtail.blocks.StructBlock', [[('items', 16)]], {}), 18: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'label': 'One piece of advice that can be acted on'}), 19: ('wagtail.blocks.StructBlock', [[('text', 18)]], {}), 20: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Point'}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'What to look out for'}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Verdict', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('points', 21), ('verdict', 22)]], {})}, verbose_name='text')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='readables', to='editorial.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'readable',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='editorial.author', verbose_name='author')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='editorial.readablepage')),
            ],
            options={
                'verbose_name': 'byline',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('page', 'author'), name='author_once_a_page')],
            },
        ),
    ]
