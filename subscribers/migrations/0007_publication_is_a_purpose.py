from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('subscribers', '0006_chosen_topics_are_protected'),
    ]

    operations = [
        migrations.AlterField(
            model_name='purpose',
            name='kind',
            field=models.CharField(choices=[('newsletter', 'Receiving a newsletter'), ('pollen', 'Keeping an interest profile'), ('publication', 'Publishing what somebody sent in')], max_length=12, verbose_name='kind'),
        ),
    ]
