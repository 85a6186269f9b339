import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('blog', '0002_series_chapters_audio_and_trees'),
    ]

    operations = [
        migrations.AlterField(
            model_name='episodepage',
            name='chapters',
            field=wagtail.fields.StreamField([('chapter', 3)], blank=True, block_lookup={0: ('editorial.blocks.ClockBlock', (), {'label': 'Begins at'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Title'}), 2: ('wagtail.blocks.URLBlock', (), {'label': 'Link', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('seconds', 0), ('title', 1), ('url', 2)]], {})}, verbose_name='chapters'),
        ),
        migrations.AlterField(
            model_name='episodepage',
            name='transcript',
            field=wagtail.fields.StreamField([('turn', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Who speaks', 'required': False}), 1: ('editorial.blocks.ClockBlock', (), {'label': 'Begins at', 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'What is said'}), 3: ('wagtail.blocks.StructBlock', [[('speaker', 0), ('seconds', 1), ('text', 2)]], {})}, verbose_name='transcript'),
        ),
    ]
