"""Everything one can read, in one table, with its topics: what matching, grains and selections point at."""

import re
from collections.abc import Iterable
from math import ceil
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from editorial.blocks import BodyBlock

from .author import Author
from .topic import Topic

# Words a minute that an adult reads silently in German (Brysbaert 2019, non-fiction, rounded down).
READING_SPEED = 230


class ReadableQuerySet(PageQuerySet):
    def open_to_all(self) -> Self:
        """What may be named anywhere: published, and behind no password, login or group."""
        return self.live().public()

    def open_below(self, page: Page) -> Self:
        """The published children of a page that ask for no more than the page itself.

        Whoever sees a protected issue may see its contents; an article with a password of its own stays hidden.
        """
        return self.live().child_of(page).filter(view_restrictions=None)

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")

    def about(self, topic: Topic) -> Self:
        return self.filter(topics=topic)


class ReadablePage(Page):
    """The shared table of issues, articles, stories, episodes and postcards. Never made by itself."""

    is_creatable = False

    kicker = models.CharField(
        _("kicker"), max_length=80, blank=True, help_text=_("The few words above the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("One to three sentences that say why to read on. Used in letters, too."),
    )
    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="readables")
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(ReadableQuerySet)()

    # The title panel writes the address from the title; without it a new page cannot be saved before one is typed.
    heading_panels = [FieldPanel("kicker"), TitleFieldPanel("title"), FieldPanel("standfirst")]
    about_panels = [
        FieldPanel("topics"),
        InlinePanel("bylines", label=_("author"), heading=_("Authors")),
        FieldPanel("published_on"),
        FieldPanel("image"),
    ]
    content_panels = [
        *heading_panels,
        FieldPanel("body"),
        MultiFieldPanel(about_panels, heading=_("Topics, authors, picture")),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("published_on"),
        index.RelatedFields("topics", [index.SearchField("label_de"), index.SearchField("synonyms")]),
    ]

    class Meta:
        verbose_name = _("readable")

    # What kind of thing this is, in the words of a reader; each page type names its own.
    kind_label = _("Reading")

    @cached_property
    def authors(self) -> list[Author]:
        return [byline.author for byline in self.bylines.select_related("author")]

    @property
    def topic_list(self) -> list[Topic]:
        return list(self.topics.all())

    @property
    def listing_label(self) -> str:
        """The quiet line above the headline in lists and letters."""
        return self.kicker or str(self.kind_label)

    @property
    def teaser(self) -> str:
        """One to three sentences that stand for the whole in letters."""
        return self.standfirst

    def words(self) -> Iterable[str]:
        """The words a reader meets, without markup."""
        return plain_words(self.body)

    @cached_property
    def word_count(self) -> int:
        return sum(1 for _word in self.words())

    @property
    def reading_minutes(self) -> int:
        return max(1, ceil(self.word_count / READING_SPEED))

    @property
    def expected_reading_seconds(self) -> int:
        """How long an average reader takes; what the visible time of a visit is compared with."""
        return max(15, round(self.word_count / READING_SPEED * 60))


def plain_words(stream: Any) -> list[str]:
    """The words of a StreamField's value as a reader meets them, markup and settings left out."""
    if not stream:
        return []
    return re.findall(r"\w+", " ".join(stream.stream_block.get_searchable_content(stream)))


class Byline(Orderable):
    """Who wrote a readable, in the order in which they are named."""

    page = ParentalKey(ReadablePage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines")

    class Meta(Orderable.Meta):
        verbose_name = _("byline")
        constraints = [models.UniqueConstraint(fields=["page", "author"], name="author_once_a_page")]
