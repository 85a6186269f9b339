"""Everything one can read, in one table, with its topics: what matching, grains and selections point at."""

import re
from collections.abc import Callable, Iterable
from math import ceil
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from editorial.blocks import BodyBlock
from editorial.freshness import remembered
from editorial.languages import language_of
from editorial.panels import TopicsPanel

from .author import Author
from .topic import Topic

# Words a minute that an adult reads silently in German (Brysbaert 2019, non-fiction, rounded down).
READING_SPEED = 230


def in_first_language() -> Q:
    return Q(locale__language_code=settings.LANGUAGE_CODE)


def twins() -> PageQuerySet:
    """The page asked about and its translations, for a subquery."""
    return Page.objects.filter(translation_key=OuterRef("translation_key"))


def protected_paths() -> list[str]:
    """Where in the tree of pages a protected part begins."""
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def restrictions_of(page: Page, ask: Callable[[], QuerySet[PageViewRestriction]]) -> QuerySet[PageViewRestriction]:
    """What a reader must fulfil to see a page. Where nothing at all is protected, nobody needs to `ask`."""
    return ask() if remembered("protected", protected_paths) else PageViewRestriction.objects.none()


class ReadableQuerySet(PageQuerySet):
    def private_q(self) -> Q:
        """As Wagtail's, which `public` asks; but every list of every page asks for it."""
        protected = Q(pk__in=[])
        for path in remembered("protected", protected_paths):
            protected |= Q(path__startswith=path)
        return protected

    def open_to_all(self) -> Self:
        """What may be named anywhere: published, and behind no password, login or group."""
        return self.live().public()

    def open_below(self, page: Page) -> Self:
        """The published children of a page that ask for no more than the page itself.

        Whoever sees a protected issue may see its contents; an article with a password of its own stays hidden.
        """
        shelves = [page.path, *page.get_translations().live().public().values_list("path", flat=True)]
        below = Q()
        for path in shelves:
            below |= Q(path__startswith=path)
        children = self.live().filter(below, depth=page.depth + 1, view_restrictions=None)
        return children.in_language(language_of(page))

    def originals(self) -> Self:
        """Each text once: what is not the translation of a page in the site's first language.

        What readers are interested in, and what a letter offers, are originals; a translation is another way to
        show one of them.
        """
        return self.filter(in_first_language() | ~Exists(twins().filter(in_first_language())))

    def in_language(self, code: str | None = None) -> Self:
        """Each text once: in this language (or the active one) where it was translated and published there,
        otherwise as the original."""
        wanted = Q(locale__language_code=code or get_language() or settings.LANGUAGE_CODE)
        # A text and its translations have the same doors (editorial/doors.py): nobody needs to ask for them here.
        return self.filter(wanted | ~Exists(twins().filter(wanted, live=True))).filter(
            wanted | in_first_language() | ~Exists(twins().filter(in_first_language()))
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")

    def about(self, topic: Topic) -> Self:
        return self.filter(topics=topic)


class ReadablePage(Page):
    """The shared table of issues, articles, stories, episodes and postcards. Never made by itself."""

    is_creatable = False

    class Weight(models.IntegerChoices):
        """What the editors think of a piece, as matching takes it."""

        NOWHERE = 0, _("not in letters and suggestions")
        QUIET = 1, _("quiet: only for whom it fits well")
        NORMAL = 2, _("as it comes")
        RECOMMENDED = 3, _("recommended by the editors")

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
    image_alt = models.CharField(
        _("what can be seen"),
        max_length=255,
        blank=True,
        help_text=_("For those who cannot see the picture. Empty: decoration."),
    )
    image_credit = models.CharField(_("credit"), max_length=120, blank=True)
    editors_weight = models.PositiveSmallIntegerField(
        _("weight in letters"),
        choices=Weight.choices,
        default=Weight.NORMAL,
        help_text=_("How gladly you see this text chosen for readers, in letters and below other texts."),
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="readables")
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(ReadableQuerySet)()

    # What a translation takes over from its original; topics are taken over at each publication.
    override_translatable_fields = [
        SynchronizedField("topics", overridable=False),
        SynchronizedField("image_credit"),
        SynchronizedField("editors_weight", overridable=False),
    ]

    # What editors are reminded of before they publish (editorial.services.readiness).
    expected: tuple[str, ...] = ("text", "standfirst", "topics", "authors")

    # The title panel writes the address from the title; without it a new page cannot be saved before one is typed.
    heading_panels = [FieldPanel("kicker"), TitleFieldPanel("title"), FieldPanel("standfirst")]
    topics_panel = TopicsPanel(
        "topics", help_text=_("Three to five. They lead those readers here whom the text concerns.")
    )
    authors_panel = InlinePanel("bylines", label=_("author"), heading=_("Authors"))
    picture_panel = MultiFieldPanel(
        [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_credit")], heading=_("Picture")
    )
    about_panels = [
        topics_panel,
        authors_panel,
        FieldPanel("published_on"),
        FieldPanel("editors_weight"),
        picture_panel,
    ]
    content_panels = [
        *heading_panels,
        FieldPanel("body"),
        MultiFieldPanel(about_panels, heading=_("Topics, authors, picture")),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("kicker"),
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("published_on"),
        index.RelatedFields("topics", [index.SearchField("label_de"), index.SearchField("synonyms")]),
    ]

    class Meta:
        verbose_name = _("readable")

    # What belongs to the page itself and is read with it.
    read_with: tuple[str, ...] = ("image",)

    # What kind of thing this is, in the words of a reader; each page type names its own.
    kind_label = _("Reading")

    @property
    def original_id(self) -> int:
        """The page that stands for this text wherever it is counted, sent or remembered, in whichever language."""
        originals = ReadablePage.objects.originals().filter(translation_key=self.translation_key)
        return (
            self.pk if language_of(self) == settings.LANGUAGE_CODE else originals.values_list("pk", flat=True)[0]
        )

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        return restrictions_of(self, super().get_view_restrictions)

    @cached_property
    def authors(self) -> list[Author]:
        def read() -> list[Author]:
            return [byline.author for byline in self.bylines.select_related("author__portrait")]

        return remembered(("authors", self.pk), read)

    @property
    def topic_list(self) -> list[Topic]:
        return list(self.topics.all())

    @property
    def canonical_url(self) -> str:
        """The address that search engines are to name for this text."""
        return self.full_url or ""

    @property
    def listing_label(self) -> str:
        """The quiet line above the headline in lists and letters."""
        return self.kicker or str(self.kind_label)

    @property
    def teaser(self) -> str:
        """One to three sentences that stand for the whole in letters."""
        return self.standfirst

    def structured_data(self) -> dict[str, Any]:
        """What the kind of page adds to, or puts in place of, the common description (schema.org)."""
        return {}

    def words(self) -> Iterable[str]:
        """The words a reader meets, without markup."""
        return plain_words(self.body)

    @cached_property
    def word_count(self) -> int:
        # Every card says how long its text takes; nobody should count the words of all of them for each page.
        return remembered(("words", self.pk), lambda: sum(1 for _word in self.words()))

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
