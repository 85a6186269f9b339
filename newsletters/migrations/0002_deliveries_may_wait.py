
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsletters', '0001_newsletters_editions_and_deliveries'),
        ('subscribers', '0002_ledger_refuses_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='not_before',
            field=models.DateTimeField(blank=True, null=True, verbose_name='not before'),
        ),
        migrations.AlterField(
            model_name='newsletter',
            name='purpose',
            field=models.OneToOneField(limit_choices_to={'kind': 'newsletter'}, on_delete=django.db.models.deletion.PROTECT, related_name='newsletter', to='subscribers.purpose', verbose_name='purpose'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['claimed_at'], name='delivery_under_way'),
        ),
    ]
