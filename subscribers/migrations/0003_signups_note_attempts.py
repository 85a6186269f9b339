
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('subscribers', '0002_ledger_refuses_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='attempts'),
        ),
        migrations.AddField(
            model_name='signup',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='due'),
        ),
        migrations.AddField(
            model_name='signup',
            name='refused_at',
            field=models.DateTimeField(blank=True, help_text='The mail server refused the mail for good.', null=True, verbose_name='refused'),
        ),
    ]
