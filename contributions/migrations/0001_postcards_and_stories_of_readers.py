import contributions.models.picture
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('subscribers', '0007_publication_is_a_purpose'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('content', models.BinaryField(help_text='A JPEG without any metadata.', verbose_name='content')),
                ('width', models.PositiveIntegerField(verbose_name='width')),
                ('height', models.PositiveIntegerField(verbose_name='height')),
                ('kept_until', models.DateTimeField(db_index=True, default=contributions.models.picture.in_an_hour, verbose_name='kept until')),
            ],
            options={
                'verbose_name': 'uploaded picture',
                'verbose_name_plural': 'uploaded pictures',
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('postcard', 'Postcard'), ('story', 'Story')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('unconfirmed', 'not confirmed yet'), ('received', 'waits for a decision'), ('published', 'published'), ('offline', 'taken offline'), ('declined', 'declined'), ('withdrawn', 'withdrawn by the sender')], default='unconfirmed', max_length=12, verbose_name='state')),
                ('subject', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='pseudonym')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='mail address')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='headline')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place')),
                ('picture_alt', models.CharField(blank=True, max_length=255, verbose_name='what can be seen')),
                ('form', models.CharField(blank=True, help_text='The page the form stood on.', max_length=200, verbose_name='form')),
                ('reason', models.TextField(blank=True, verbose_name='the editors’ words to the sender')),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='sent')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('moderated_at', models.DateTimeField(blank=True, null=True, verbose_name='laid before the editors')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributions', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subscribers.wording', verbose_name='wording')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contributions', to='contributions.picture')),
            ],
            options={
                'verbose_name': 'contribution',
                'verbose_name_plural': 'contributions',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirm', 'please confirm'), ('published', 'it is published'), ('declined', 'it is declined')], max_length=10, verbose_name='kind')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='contributions.contribution')),
            ],
            options={
                'verbose_name': 'mail to a sender',
                'verbose_name_plural': 'mails to senders',
                'constraints': [models.UniqueConstraint(fields=('contribution', 'kind'), name='one_mail_of_a_kind')],
            },
        ),
    ]
