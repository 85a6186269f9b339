
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
import wagtail.models.preview
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_topics_authors_and_readables'),
        ('subscribers', '0002_ledger_refuses_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Newsletter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('sender_name', models.CharField(max_length=120, verbose_name='sender')),
                ('sender_address', models.EmailField(max_length=254, verbose_name='sender address')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='answers go to')),
                ('purpose', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='newsletter', to='subscribers.purpose', verbose_name='purpose')),
            ],
            options={
                'verbose_name': 'newsletter',
                'verbose_name_plural': 'newsletters',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=120, verbose_name='subject')),
                ('preheader', models.CharField(blank=True, help_text='The line that inboxes show behind the subject.', max_length=160, verbose_name='preheader')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('outro', wagtail.fields.RichTextField(blank=True, verbose_name='closing words')),
                ('free_places', models.PositiveSmallIntegerField(default=3, help_text='Filled for each reader by what fits; for readers without an interest profile by the newest.', validators=[django.core.validators.MaxValueValidator(12)], verbose_name='free places')),
                ('window_days', models.PositiveSmallIntegerField(default=60, help_text='Free places choose among what was published in this many days.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20000)], verbose_name='candidate window (days)')),
                ('scheduled_for', models.DateTimeField(blank=True, null=True, verbose_name='send at')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('preparing', 'Preparing'), ('sending', 'Being sent'), ('sent', 'Sent'), ('cancelled', 'Cancelled')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('candidate_ids', models.JSONField(default=list, editable=False, verbose_name='frozen candidates')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('finished_at', models.DateTimeField(editable=False, null=True, verbose_name='finished')),
                ('newsletter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='newsletters.newsletter', verbose_name='newsletter')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['-created_at'],
                'permissions': [('send_edition', 'Can send editions')],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('edition', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='newsletters.edition')),
                ('readable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editorial.readablepage', verbose_name='item')),
            ],
            options={
                'verbose_name': 'pinned item',
                'verbose_name_plural': 'pinned items',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('skipped', 'skipped'), ('uncertain', 'uncertain')], default='queued', max_length=10, verbose_name='state')),
                ('claim', models.UUIDField(blank=True, db_index=True, null=True, verbose_name='claim token')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('personalised', models.BooleanField(default=False, verbose_name='personalised')),
                ('picks', models.JSONField(default=list, verbose_name='selection')),
                ('reply', models.CharField(blank=True, max_length=300, verbose_name='what the mail server said')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='subscribers.subscriber')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='newsletters.edition')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(fields=['edition', 'state', 'id'], name='delivery_by_state')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'subscriber'), name='one_delivery_an_edition_and_subscriber')],
            },
        ),
    ]
