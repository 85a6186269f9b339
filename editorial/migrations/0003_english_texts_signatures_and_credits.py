
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0002_further_reading_has_a_label'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='bio_en',
            field=models.TextField(blank=True, verbose_name='about (English)'),
        ),
        migrations.AddField(
            model_name='author',
            name='role_en',
            field=models.CharField(blank=True, max_length=160, verbose_name='role (English)'),
        ),
        migrations.AddField(
            model_name='author',
            name='signature',
            field=models.ForeignKey(blank=True, help_text='Stands below an editorial. Dark strokes on white or on nothing.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='signature'),
        ),
        migrations.AddField(
            model_name='publishersettings',
            name='claim_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='claim (English)'),
        ),
        migrations.AddField(
            model_name='readablepage',
            name='image_alt',
            field=models.CharField(blank=True, help_text='For those who cannot see the picture. Empty: decoration.', max_length=255, verbose_name='what can be seen'),
        ),
        migrations.AddField(
            model_name='readablepage',
            name='image_credit',
            field=models.CharField(blank=True, max_length=120, verbose_name='credit'),
        ),
        migrations.AddField(
            model_name='topic',
            name='description_en',
            field=models.TextField(blank=True, verbose_name='description (English)'),
        ),
    ]
