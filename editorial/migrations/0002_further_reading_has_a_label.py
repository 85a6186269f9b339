
import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0001_topics_authors_and_readables'),
    ]

    operations = [
        migrations.AlterField(
            model_name='readablepage',
            name='body',
            field=wagtail.fields.StreamField([('paragraph', 0), ('heading', 3), ('picture', 8), ('quote', 11), ('question', 14), ('further_reading', 17), ('lesson', 19), ('verdict', 23)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'icon': 'pilcrow', 'label': 'Paragraph', 'template': 'blocks/paragraph.html'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading'}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Heading'), ('h3', 'Subheading')], 'label': 'Level'}), 3: ('wagtail.blocks.StructBlock', [[('text', 1), ('level', 2)]], {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For those who cannot see it. Empty: decoration.', 'label': 'What can be seen', 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Caption', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Credit', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('image', 4), ('alternative_text', 5), ('caption', 6), ('credit', 7)]], {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'Quote'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('text', 9), ('attribution', 10)]], {}), 12: ('wagtail.blocks.TextBlock', (), {'label': 'Question'}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'label': 'Answer', 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('question', 12), ('answer', 13)]], {}), 15: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Title, author, where'}), 16: ('wagtail.blocks.ListBlock', (15,), {'label': 'Further reading'}), 17: ('wagtail.blocks.StructBlock', [[('items', 16)]], {}), 18: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul', 'superscript', 'subscript'], 'label': 'One piece of advice that can be acted on'}), 19: ('wagtail.blocks.StructBlock', [[('text', 18)]], {}), 20: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Point'}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'What to look out for'}), 22: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'Verdict', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('points', 21), ('verdict', 22)]], {})}, verbose_name='text'),
        ),
    ]
