
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0002_further_reading_has_a_label'),
        ('subscribers', '0005_published_wordings_refuse_changes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='topicchoice',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editorial.topic'),
        ),
    ]
