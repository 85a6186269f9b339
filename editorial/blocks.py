"""What a text is made of. To add a block: a class, its line in `BodyBlock`, a template in templates/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]
LINE_FEATURES = ["bold", "italic", "link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"))
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Heading")), ("h3", _("Subheading"))],
        default="h2",
        label=_("Level"),
        search_index=False,
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative_text = blocks.CharBlock(
        label=_("What can be seen"),
        required=False,
        help_text=_("For those who cannot see it. Empty: decoration."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=LINE_FEATURES)
    credit = blocks.CharBlock(label=_("Credit"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES, required=False)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "blocks/question.html"


class FurtherReadingBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE_FEATURES, label=_("Title, author, where")), label=_("Further reading")
    )

    class Meta:
        icon = "list-ul"
        label = _("Further reading")
        template = "blocks/further_reading.html"


class LessonBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("One piece of advice that can be acted on"), features=TEXT_FEATURES)

    class Meta:
        icon = "pick"
        label = _("Lesson learned")
        template = "blocks/lesson.html"


class VerdictBlock(blocks.StructBlock):
    points = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE_FEATURES, label=_("Point")), label=_("What to look out for")
    )
    verdict = blocks.RichTextBlock(label=_("Verdict"), features=LINE_FEATURES, required=False)

    class Meta:
        icon = "success"
        label = _("What to look out for, verdict")
        template = "blocks/verdict.html"


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        features=TEXT_FEATURES, label=_("Paragraph"), icon="pilcrow", template="blocks/paragraph.html"
    )
    heading = HeadingBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    further_reading = FurtherReadingBlock()
    lesson = LessonBlock()
    verdict = VerdictBlock()

    class Meta:
        required = False


class TurnBlock(blocks.StructBlock):
    """One turn of a conversation: who speaks, from when on (seconds, if known), and what is said."""

    speaker = blocks.CharBlock(label=_("Who speaks"), required=False)
    seconds = blocks.IntegerBlock(label=_("Second at which it begins"), required=False, min_value=0)
    text = blocks.RichTextBlock(label=_("What is said"), features=LINE_FEATURES)

    class Meta:
        icon = "user"
        label = _("Turn")
        template = "blocks/turn.html"


class TranscriptBlock(blocks.StreamBlock):
    turn = TurnBlock()

    class Meta:
        required = False
