
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelsearch.index
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_topics_authors_and_readables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Purpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('newsletter', 'Receiving a newsletter'), ('pollen', 'Keeping an interest profile')], max_length=12, verbose_name='kind')),
                ('label_de', models.CharField(max_length=120, verbose_name='label (German)')),
                ('label_en', models.CharField(blank=True, max_length=120, verbose_name='label (English)')),
                ('active', models.BooleanField(default=True, verbose_name='offered')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'purpose',
                'verbose_name_plural': 'purposes',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('subject', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='pseudonym')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('form_of_address', models.CharField(choices=[('sie', 'Sie (formal)'), ('du', 'du (informal)')], default='sie', max_length=3, verbose_name='form of address')),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='confirmed')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='pause until')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_subscriber_an_address')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='de', max_length=5, verbose_name='language')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('text', models.TextField(help_text='The sentence beside the box.', verbose_name='text')),
                ('yes_means', models.TextField(blank=True, verbose_name='what follows from yes')),
                ('no_means', models.TextField(blank=True, verbose_name='what follows from no')),
                ('published_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True, verbose_name='published')),
                ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='subscribers.purpose', verbose_name='purpose')),
            ],
            options={
                'verbose_name': 'wording',
                'verbose_name_plural': 'wordings',
                'ordering': ['purpose', 'language', '-version'],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('form_of_address', models.CharField(choices=[('sie', 'Sie (formal)'), ('du', 'du (informal)')], default='sie', max_length=3, verbose_name='form of address')),
                ('form', models.CharField(blank=True, help_text='The page the form stood on.', max_length=200, verbose_name='form')),
                ('requested_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='requested')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmation mailed')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='editorial.topic', verbose_name='topics')),
                ('wordings', models.ManyToManyField(related_name='+', to='subscribers.wording', verbose_name='granted wordings')),
            ],
            options={
                'verbose_name': 'sign-up',
                'verbose_name_plural': 'sign-ups',
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.UUIDField(verbose_name='pseudonym')),
                ('kind', models.CharField(choices=[('granted', 'granted'), ('withdrawn', 'withdrawn'), ('expired', 'expired'), ('objected', 'objected'), ('imported', 'imported')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('evidence', models.JSONField(blank=True, default=dict, help_text='Where it was declared, and both steps of the double opt-in.', verbose_name='evidence')),
                ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='subscribers.purpose', verbose_name='purpose')),
                ('wording', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='subscribers.wording', verbose_name='wording')),
            ],
            options={
                'verbose_name': 'consent event',
                'verbose_name_plural': 'consent events',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TopicChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('wanted', 'wanted'), ('refused', 'not my topic')], max_length=8, verbose_name='stance')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topic_choices', to='subscribers.subscriber')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editorial.topic')),
            ],
            options={
                'verbose_name': 'chosen topic',
                'verbose_name_plural': 'chosen topics',
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'topic'), name='one_choice_a_topic')],
            },
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('purpose', 'language', 'version'), name='wording_version_once'),
        ),
        migrations.AddIndex(
            model_name='consentevent',
            index=models.Index(fields=['subject', 'purpose', 'id'], name='ledger_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='consentevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'granted'), _negated=True), ('wording__isnull', False), _connector='OR'), name='a_grant_names_its_wording'),
        ),
    ]
