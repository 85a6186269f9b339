import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('subscribers', '0007_publication_is_a_purpose'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='new mail address')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
            ],
            options={
                'verbose_name': 'change of address',
                'verbose_name_plural': 'changes of address',
            },
        ),
        migrations.CreateModel(
            name='AskedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='keyed hash')),
                ('key', models.CharField(max_length=8, verbose_name='key')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
            ],
            options={
                'verbose_name': 'asked address',
                'verbose_name_plural': 'asked addresses',
            },
        ),
        migrations.CreateModel(
            name='ConsentState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.UUIDField(verbose_name='pseudonym')),
                ('kind', models.CharField(choices=[('granted', 'granted'), ('withdrawn', 'withdrawn'), ('expired', 'expired'), ('objected', 'objected'), ('imported', 'imported')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
            ],
            options={
                'verbose_name': 'state of a consent',
                'verbose_name_plural': 'states of consents',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('checking', 'being tried out'), ('checked', 'tried out'), ('running', 'running'), ('paused', 'stopped'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='uploaded', max_length=10, verbose_name='state')),
                ('filename', models.CharField(max_length=200, verbose_name='file')),
                ('path', models.CharField(blank=True, editable=False, max_length=100, verbose_name='stored as')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256 of the file')),
                ('source', models.CharField(blank=True, help_text='The program the list is from.', max_length=20, verbose_name='origin')),
                ('mapping', models.JSONField(blank=True, default=dict, verbose_name='columns')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='options')),
                ('rows', models.PositiveIntegerField(blank=True, null=True, verbose_name='rows')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='outcomes')),
                ('message', models.TextField(blank=True, verbose_name='what went wrong')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'import of readers',
                'verbose_name_plural': 'imports of readers',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LeavingReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('many', 'Too many letters'), ('topics', 'Not my topics'), ('never', 'I never ordered it'), ('other', 'Something else')], max_length=8, verbose_name='reason')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
            ],
            options={
                'verbose_name': 'reason for leaving',
                'verbose_name_plural': 'reasons for leaving',
            },
        ),
        migrations.CreateModel(
            name='LinkRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
            ],
            options={
                'verbose_name': 'request for a link',
                'verbose_name_plural': 'requests for links',
            },
        ),
        migrations.CreateModel(
            name='PermissionAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed')),
            ],
            options={
                'verbose_name': 'permission mail',
                'verbose_name_plural': 'permission mails',
            },
        ),
        migrations.CreateModel(
            name='PermissionCampaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started')),
            ],
            options={
                'verbose_name': 'permission campaign',
                'verbose_name_plural': 'permission campaigns',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='PersonalView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20, verbose_name='what')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
            ],
            options={
                'verbose_name': 'look at personal data',
                'verbose_name_plural': 'looks at personal data',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('erased', 'erased'), ('changed', 'address changed'), ('let_go', 'let go after a long silence')], max_length=10, verbose_name='kind')),
                ('email', models.EmailField(max_length=254, verbose_name='mail address')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'English')], default='de', max_length=5, verbose_name='language')),
                ('form_of_address', models.CharField(choices=[('sie', 'Sie (formal)'), ('du', 'du (informal)')], default='sie', max_length=3, verbose_name='form of address')),
                ('said', models.JSONField(default=dict, verbose_name='content')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('report', models.JSONField(default=dict, verbose_name='report')),
            ],
            options={
                'verbose_name': 'pass of retention',
                'verbose_name_plural': 'passes of retention',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SuppressedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='keyed hash')),
                ('key', models.CharField(max_length=8, verbose_name='key')),
                ('reason', models.CharField(choices=[('erased', 'erased at the reader’s wish'), ('complained', 'complained of our mail'), ('bounced', 'mail came back for good')], max_length=10, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppression list',
                'ordering': ['-at'],
            },
        ),
        migrations.RemoveIndex(
            model_name='consentevent',
            name='ledger_by_subject',
        ),
        migrations.AddField(
            model_name='consentevent',
            name='hash',
            field=models.CharField(default='', editable=False, max_length=64, verbose_name='hash'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='consentevent',
            name='position',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='position'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='consentevent',
            name='previous',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash of the event before'),
        ),
        migrations.AddField(
            model_name='signup',
            name='evidence',
            field=models.JSONField(blank=True, default=dict, verbose_name='evidence'),
        ),
        migrations.AddField(
            model_name='signup',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='reminded'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='asked_to_stay_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='asked whether to stay'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='frequency',
            field=models.CharField(choices=[('each', 'each edition'), ('weekly', 'once a week, as a digest'), ('monthly', 'once a month, as a digest')], default='each', max_length=8, verbose_name='frequency'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='last_sign_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='last sign of life'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='restricted_at',
            field=models.DateTimeField(blank=True, help_text='GDPR Art. 18.', null=True, verbose_name='processing restricted since'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='unreachable_at',
            field=models.DateTimeField(blank=True, help_text='Mail came back for good.', null=True, verbose_name='address takes no mail since'),
        ),
        migrations.AlterField(
            model_name='purpose',
            name='kind',
            field=models.CharField(choices=[('newsletter', 'Receiving a newsletter'), ('measurement', 'Measuring opens and clicks'), ('pollen', 'Keeping an interest profile'), ('publication', 'Publishing what somebody sent in')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='subscriber',
            name='confirmed_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='confirmed'),
        ),
        migrations.AddField(
            model_name='addresschange',
            name='subscriber',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='address_change', to='subscribers.subscriber'),
        ),
        migrations.AddField(
            model_name='consentstate',
            name='event',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subscribers.consentevent', verbose_name='event'),
        ),
        migrations.AddField(
            model_name='consentstate',
            name='purpose',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='states', to='subscribers.purpose', verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='consentstate',
            name='wording',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='states', to='subscribers.wording', verbose_name='wording'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='wordings',
            field=models.ManyToManyField(blank=True, related_name='+', to='subscribers.wording', verbose_name='wordings'),
        ),
        migrations.AddField(
            model_name='leavingreason',
            name='purpose',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='subscribers.purpose', verbose_name='purpose'),
        ),
        migrations.AddField(
            model_name='permissionask',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permission_asks', to='subscribers.subscriber'),
        ),
        migrations.AddField(
            model_name='permissioncampaign',
            name='wording',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='campaign', to='subscribers.wording', verbose_name='wording'),
        ),
        migrations.AddField(
            model_name='permissionask',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='subscribers.permissioncampaign'),
        ),
        migrations.AddField(
            model_name='personalview',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='personalview',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='subscribers.subscriber', verbose_name='reader'),
        ),
        migrations.AddIndex(
            model_name='consentstate',
            index=models.Index(fields=['purpose', 'kind', 'subject'], name='consents_by_purpose'),
        ),
        migrations.AddConstraint(
            model_name='consentstate',
            constraint=models.UniqueConstraint(fields=('subject', 'purpose'), name='one_state_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='permissionask',
            constraint=models.UniqueConstraint(fields=('campaign', 'subscriber'), name='each_reader_is_asked_once'),
        ),
    ]
