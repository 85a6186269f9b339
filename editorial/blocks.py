"""What a text is made of. To add a block: a class, its line in `BodyBlock`, a template in templates/blocks/."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from editorial import clock, samples

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
        preview_value = staticmethod(samples.heading)
        description = _("Divides a long text. Subheadings stand below a heading, never alone.")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative_text = blocks.CharBlock(
        label=_("What can be seen"),
        required=False,
        help_text=_("For those who cannot see it. Empty: decoration."),
    )
    caption = blocks.RichTextBlock(label=_("Caption"), required=False, features=LINE_FEATURES)
    credit = blocks.CharBlock(label=_("Credit"), required=False)

    def get_preview_value(self) -> Any:
        """The newest picture of the house; where there is none yet, the template draws a frame."""
        sample = super().get_preview_value()
        sample["image"] = get_image_model().objects.order_by("-pk").first()
        return sample

    class Meta:
        icon = "image"
        preview_template = "editorial/admin/picture_preview.html"
        label = _("Picture")
        template = "blocks/picture.html"
        preview_value = staticmethod(samples.picture)
        description = _("A picture in the text, with what can be seen, a caption and a credit.")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        preview_value = staticmethod(samples.quote)
        description = _("One sentence of the text, set large. One or two in a text, no more.")


class QuestionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES, required=False)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "blocks/question.html"
        preview_value = staticmethod(samples.question)
        description = _("For interviews: one question and its answer.")


class FurtherReadingBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE_FEATURES, label=_("Title, author, where")), label=_("Further reading")
    )

    class Meta:
        icon = "list-ul"
        label = _("Further reading")
        template = "blocks/further_reading.html"
        preview_value = staticmethod(samples.further_reading)
        description = _("Books and pages that lead on, at the end of a text.")


class LessonBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("One piece of advice that can be acted on"), features=TEXT_FEATURES)

    class Meta:
        icon = "pick"
        label = _("Lesson learned")
        template = "blocks/lesson.html"
        preview_value = staticmethod(samples.lesson)
        description = _("Beside the text: the one piece of advice that can be acted on.")


class VerdictBlock(blocks.StructBlock):
    points = blocks.ListBlock(
        blocks.RichTextBlock(features=LINE_FEATURES, label=_("Point")), label=_("What to look out for")
    )
    verdict = blocks.RichTextBlock(label=_("Verdict"), features=LINE_FEATURES, required=False)

    class Meta:
        icon = "success"
        label = _("What to look out for, verdict")
        template = "blocks/verdict.html"
        preview_value = staticmethod(samples.verdict)
        description = _("For test reports: what to look out for, and what we think.")


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        label=_("Paragraph"),
        icon="pilcrow",
        template="blocks/paragraph.html",
    )
    heading = HeadingBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    further_reading = FurtherReadingBlock()
    lesson = LessonBlock()
    verdict = VerdictBlock()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Said here rather than above, where it would be written into the migrations.
        paragraph = self.child_blocks["paragraph"].meta
        paragraph.preview_value = samples.paragraph
        paragraph.description = _("Running text with links, lists and emphasis.")

    class Meta:
        required = False


class ClockField(forms.Field):
    """Seconds, typed and shown as «1:02:05»."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            return clock.seconds_of(str(value))
        except ValueError:
            raise ValidationError(_("Write the time as 1:05 or 1:02:05."), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return clock.written(value) if isinstance(value, int) else value


class ClockBlock(blocks.FieldBlock):
    """A time within a recording; stored as whole seconds."""

    def __init__(self, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        self.field = ClockField(
            required=required,
            help_text=help_text or "",
            widget=forms.TextInput(attrs={"placeholder": "1:02:05", "maxlength": 9}),
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "time"


class ChapterBlock(blocks.StructBlock):
    """A part of an episode: where it begins (seconds from the start) and what it is about."""

    seconds = ClockBlock(label=_("Begins at"))
    title = blocks.CharBlock(label=_("Title"))
    url = blocks.URLBlock(label=_("Link"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Chapter")
        label_format = "{seconds} {title}"
        preview_template = "editorial/admin/chapter_preview.html"
        preview_value = staticmethod(samples.chapter)
        description = _("A part of the recording that listeners can jump to.")


class ChaptersBlock(blocks.StreamBlock):
    chapter = ChapterBlock()

    class Meta:
        required = False
        # Dozens of them: each shows its time and its words until it is opened.
        collapsed = True


class TurnBlock(blocks.StructBlock):
    """One turn of a conversation: who speaks, from when on (seconds, if known), and what is said."""

    speaker = blocks.CharBlock(label=_("Who speaks"), required=False)
    seconds = ClockBlock(label=_("Begins at"), required=False)
    text = blocks.RichTextBlock(label=_("What is said"), features=LINE_FEATURES)

    class Meta:
        icon = "user"
        label = _("Turn")
        label_format = "{seconds} {speaker}: {text}"
        template = "blocks/turn.html"
        preview_value = staticmethod(samples.turn)
        description = _("Who says what in a conversation, with the time it begins at.")


class TranscriptBlock(blocks.StreamBlock):
    turn = TurnBlock()

    class Meta:
        required = False
        # Dozens of them: each shows its time and its words until it is opened.
        collapsed = True
