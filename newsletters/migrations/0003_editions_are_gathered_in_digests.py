
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0002_deliveries_may_wait'),
        ('subscribers', '0008_the_life_cycle'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='came_with',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gathered', to='newsletters.edition', verbose_name='came with the digest'),
        ),
        migrations.AddField(
            model_name='edition',
            name='digest',
            field=models.CharField(blank=True, choices=[('weekly', 'Weekly digest'), ('monthly', 'Monthly digest')], default='', editable=False, max_length=8, verbose_name='digest'),
        ),
        migrations.AddField(
            model_name='edition',
            name='gathers',
            field=models.JSONField(default=list, editable=False, verbose_name='gathered editions'),
        ),
        migrations.AddField(
            model_name='edition',
            name='period_start',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='gathers from'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('skipped', 'skipped'), ('uncertain', 'uncertain'), ('gathered', 'kept for the digest')], default='queued', max_length=10, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('came_with', None), ('state', 'gathered')), fields=['subscriber'], name='delivery_kept_for_a_digest'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('came_with__isnull', False)), fields=['came_with', 'subscriber'], name='delivery_by_digest'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('newsletter', 'digest', 'period_start'), name='one_digest_a_period'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('period_start', None)), models.Q(models.Q(('digest', ''), _negated=True), ('period_start__isnull', False)), _connector='OR'), name='a_digest_has_a_period'),
        ),
    ]
