
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editorial', '0001_topics_authors_and_readables'),
        ('subscribers', '0001_subscribers_and_consent_ledger'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('click', 'clicked in a letter'), ('visit', 'opened'), ('read', 'read')], max_length=8, verbose_name='kind')),
                ('weight', models.FloatField(verbose_name='weight')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='at')),
                ('day', models.DateField(verbose_name='day')),
                ('folded', models.BooleanField(default=False, verbose_name='folded into the interests')),
                ('readable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grains', to='editorial.readablepage')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grains', to='subscribers.subscriber')),
            ],
            options={
                'verbose_name': 'grain',
                'verbose_name_plural': 'grains',
                'indexes': [models.Index(condition=models.Q(('folded', False)), fields=['id'], name='grains_to_fold')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'readable', 'kind', 'day'), name='one_grain_a_day_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acute', models.FloatField(default=0, verbose_name='acute')),
                ('lasting', models.FloatField(default=0, verbose_name='lasting')),
                ('as_of', models.DateTimeField(verbose_name='as of')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='subscribers.subscriber')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='editorial.topic')),
            ],
            options={
                'verbose_name': 'interest',
                'verbose_name_plural': 'interests',
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'topic'), name='one_interest_a_topic')],
            },
        ),
    ]
