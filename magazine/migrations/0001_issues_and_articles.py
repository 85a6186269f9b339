
import django.db.models.deletion
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
            name='IssuePage',
            fields=[
                ('readablepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='editorial.readablepage')),
                ('number', models.CharField(help_text='As printed on the cover: 2.26', max_length=20, verbose_name='number')),
                ('price', models.CharField(blank=True, max_length=60, verbose_name='price')),
                ('editor', models.CharField(blank=True, max_length=120, verbose_name='editor in chief')),
                ('claim', models.CharField(blank=True, max_length=200, verbose_name='claim')),
                ('imprint', models.TextField(blank=True, verbose_name='imprint')),
                ('outlook', models.TextField(blank=True, help_text='What the next issue brings, one line each.', verbose_name='outlook')),
            ],
            options={
                'verbose_name': 'issue',
            },
            bases=('editorial.readablepage',),
        ),
        migrations.CreateModel(
            name='MagazinePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('claim', models.CharField(blank=True, max_length=200, verbose_name='claim')),
            ],
            options={
                'verbose_name': 'magazine',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(blank=True, max_length=80, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('readablepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='editorial.readablepage')),
                ('page_number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='page')),
                ('format', models.CharField(choices=[('article', 'Article'), ('interview', 'Interview'), ('report', 'Test report')], default='article', max_length=10, verbose_name='format')),
                ('subtitle', models.CharField(blank=True, max_length=200, verbose_name='subtitle')),
                ('guest', models.CharField(blank=True, help_text='Who answers in an interview.', max_length=120, verbose_name='guest')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='magazine.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'article',
            },
            bases=('editorial.readablepage',),
        ),
    ]
