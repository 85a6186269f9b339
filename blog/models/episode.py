from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from blog import audio, guests, transcript
from blog.episode_form import EpisodeForm
from blog.numbering import refuse_double
from blog.transcript import Chapter, Part, Turn
from editorial import clock
from editorial.blocks import ChaptersBlock, TranscriptBlock
from editorial.models import ReadablePage
from editorial.models.readable import plain_words


class EpisodePage(ReadablePage):
    """A podcast episode with its full transcript. Its body holds the show notes."""

    show = models.CharField(_("show"), max_length=120, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    guest = models.CharField(_("guest"), max_length=120, blank=True)
    hosts = models.CharField(_("hosts"), max_length=200, blank=True, help_text=_("Names, separated by commas."))
    duration = models.DurationField(_("duration"), null=True, blank=True)
    audio = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("audio file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("MP3 or M4A. Length and size are read from it."),
    )
    audio_url = models.URLField(
        _("address of the audio file"), blank=True, help_text=_("Only if the file lies somewhere else.")
    )
    # Read from the file; of a file that lies elsewhere the editor may say it, since feeds must name it.
    audio_bytes = models.PositiveBigIntegerField(_("size of the audio file in bytes"), null=True, blank=True)
    explicit = models.BooleanField(_("explicit language"), default=False)
    chapters = StreamField(ChaptersBlock(), verbose_name=_("chapters"), blank=True)
    transcript = StreamField(TranscriptBlock(), verbose_name=_("transcript"), blank=True)

    override_translatable_fields = [
        *ReadablePage.override_translatable_fields,
        SynchronizedField("show"),
        SynchronizedField("guest"),
        SynchronizedField("hosts"),
    ]

    parent_page_types = ["blog.ShowPage"]
    subpage_types: list[str] = []
    kind_label = _("Episode")
    expected = ("text", "standfirst", "topics")

    base_form_class = EpisodeForm

    content_panels = [
        *ReadablePage.heading_panels,
        MultiFieldPanel(
            [
                FieldPanel("show"),
                FieldPanel("number", help_text=_("The next free one is proposed. None may come twice.")),
                FieldPanel("guest", help_text=_("Several names: with commas or “and”. Each counts for a tree.")),
                FieldPanel("hosts"),
                FieldPanel("explicit"),
            ],
            heading=_("Episode"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audio"),
                FieldPanel("audio_url"),
                FieldPanel("audio_bytes", help_text=_("Only for a file that lies somewhere else.")),
                FieldPanel("duration", help_text=_("As 0:12:30. Left empty, it is read from the audio file.")),
            ],
            heading=_("Audio"),
        ),
        FieldPanel(
            "chapters", help_text=_("Listeners jump to them, and they are the contents of a long transcript.")
        ),
        FieldPanel("body", heading=_("Show notes")),
        MultiFieldPanel([FieldPanel("transcript_file"), FieldPanel("transcript")], heading=_("Transcript")),
        MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, picture")),
    ]
    search_fields = [*ReadablePage.search_fields, index.SearchField("transcript"), index.SearchField("guest")]

    class Meta:
        verbose_name = _("episode")

    @property
    def minutes(self) -> int | None:
        return round(self.duration.total_seconds() / 60) if self.duration else None

    @property
    def listing_label(self) -> str:
        parts = [self.show or str(self.kind_label)]
        if self.minutes:
            parts.append(_("%(count)s minutes") % {"count": self.minutes})
        return " · ".join(parts)

    def words(self) -> Iterable[str]:
        return [*super().words(), *plain_words(self.transcript)]

    # --- What is checked --------------------------------------------------------------------------

    def clean(self) -> None:
        super().clean()
        if self.path:
            refuse_double(self, self.get_parent())
        self._read_audio()
        self._check_times()

    def _read_audio(self) -> None:
        """Length and size from an uploaded file, when it is a new one; what an editor corrected since stays."""
        if self.audio is None:
            if self.audio_url and not audio.mime_type(self.audio_url):
                raise ValidationError({"audio_url": _("The address must end with .mp3 or .m4a.")})
            self.audio_bytes = self.audio_bytes if self.audio_url else None
            return
        if self.audio_url:
            raise ValidationError({"audio_url": _("Give the file or its address, not both.")})
        if self.duration and self.audio_bytes == self.audio.get_file_size():
            return
        try:
            with self.audio.open_file() as file:
                facts = audio.read(file, self.audio.filename)
        except (audio.NotAudio, OSError):
            words = {"name": self.audio.filename}
            message = _("“%(name)s” cannot be read as MP3 or M4A. Export it as MP3 and upload it again.") % words
            raise ValidationError({"audio": message}) from None
        self.duration, self.audio_bytes = facts.duration, facts.size

    def _check_times(self) -> None:
        """Chapters and turns go on in time; a time that does not is named."""
        begins = [block.value["seconds"] for block in self.chapters]
        for earlier, later in pairwise(begins):
            if later <= earlier:
                words = {"time": clock.written(later), "before": clock.written(earlier)}
                message = _("The chapter at %(time)s must begin after the one at %(before)s.") % words
                raise ValidationError({"chapters": message})
        if begins and self.duration and begins[-1] >= self.duration.total_seconds():
            words = {"time": clock.written(begins[-1])}
            raise ValidationError({"chapters": _("The episode ends before the chapter at %(time)s.") % words})
        noted = [turn.seconds for turn in transcript.turns_of(self.transcript) if turn.seconds is not None]
        for earlier, later in pairwise(noted):
            if later < earlier:
                words = {"time": clock.written(later), "before": clock.written(earlier)}
                message = _("The turn at %(time)s stands behind the one at %(before)s.") % words
                raise ValidationError({"transcript": message})

    # --- What is heard ----------------------------------------------------------------------------

    @property
    def audio_name(self) -> str:
        """audio.mp3 or audio.m4a: the last part of the address that the page gives its own audio file."""
        return f"audio{audio.extension(self.audio.filename)}" if self.audio else ""

    @property
    def audio_address(self) -> str:
        """Where a browser finds the audio file; "" if there is none. A draft has no address of its own yet."""
        if self.audio is None:
            return self.audio_url
        return f"{self.url}{self.audio_name}" if self.live and self.url else self.audio.url

    @property
    def audio_type(self) -> str:
        return audio.mime_type(self.audio.filename if self.audio else self.audio_url)

    @cached_property
    def turns(self) -> list[Turn]:
        return transcript.turns_of(self.transcript)

    @cached_property
    def chapter_list(self) -> list[Chapter]:
        values = (block.value for block in self.chapters)
        return [Chapter(value["seconds"], value["title"], value.get("url") or "") for value in values]

    @cached_property
    def parts(self) -> list[Part]:
        return transcript.parts(self.turns, self.chapter_list)

    @property
    def has_times(self) -> bool:
        return any(turn.seconds is not None for turn in self.turns)

    @property
    def seconds(self) -> int | None:
        return round(self.duration.total_seconds()) if self.duration else None

    @property
    def guest_names(self) -> list[str]:
        return guests.names(self.guest)

    @property
    def host_names(self) -> list[str]:
        return guests.names(self.hosts)

    def structured_data(self) -> dict[str, Any]:
        show = self.get_parent()
        own: dict[str, Any] = {
            "@type": "PodcastEpisode",
            "episodeNumber": self.number,
            "partOfSeries": {"@type": "PodcastSeries", "name": show.title, "url": show.full_url},
            "actor": [{"@type": "Person", "name": name} for name in (*self.host_names, *self.guest_names)],
            "headline": None,
            "wordCount": None,
            "timeRequired": f"PT{self.seconds}S" if self.seconds else None,
        }
        if self.audio_address:
            own["associatedMedia"] = {
                "@type": "AudioObject",
                "contentUrl": urljoin(f"{settings.PUBLIC_URL}/", self.audio_address),
                "encodingFormat": self.audio_type,
            }
        return own

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        show = self.get_parent().specific
        others = EpisodePage.objects.open_below(show).exclude(pk=self.pk)
        before = others.filter(published_on__lte=self.published_on).newest_first()
        after = others.filter(published_on__gt=self.published_on).order_by("published_on", "pk")
        context |= {"show": show, "previous": before.first(), "next": after.first()}
        context["trees"] = show.trees_of(self)
        return context
