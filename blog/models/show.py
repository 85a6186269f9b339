import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale

from blog.guests import names
from blog.podcast_categories import CATEGORIES, category_choices, subcategory_choices
from editorial.models import ReadableQuerySet

from .episode import EpisodePage
from .listing import ListingPage

# The namespace in which Podcasting 2.0 derives a show's identity from the address of its feed (podcast:guid).
GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# Pixels a side that the directories take.
SMALLEST_ARTWORK, LARGEST_ARTWORK = 1400, 3000


class ShowPage(ListingPage):
    """A podcast: its episodes, what its feed says of it, and the trees planted for its guests."""

    artwork = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("artwork"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Square, 1,400 to 3,000 pixels. Without one it is drawn."),
    )
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    owner_email = models.EmailField(
        _("owner's mail address"), blank=True, help_text=_("Directories ask it for proof; it stands in the feed.")
    )
    category = models.CharField(_("category"), max_length=80, default="Business")
    subcategory = models.CharField(_("subcategory"), max_length=80, default="Marketing", blank=True)
    explicit = models.BooleanField(_("explicit language"), default=False)
    # Names the show in every directory for ever, wherever its feed moves (Podcasting 2.0, podcast:guid).
    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    trees_before = models.PositiveIntegerField(
        _("trees planted before"), default=0, help_text=_("For guests of episodes that are not on this site.")
    )
    trees_note = models.CharField(
        _("where the trees stand"), max_length=200, blank=True, help_text=_("One sentence below the counter.")
    )
    trees_url = models.URLField(_("address of the plantation"), blank=True)

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["blog.EpisodePage"]

    content_panels = [
        *ListingPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("artwork"),
                FieldPanel("publisher", help_text=_("Left empty: the publisher of the imprint.")),
                FieldPanel("owner_email"),
                FieldPanel("category", widget=forms.Select(choices=category_choices())),
                FieldPanel("subcategory", widget=forms.Select(choices=subcategory_choices())),
                FieldPanel("explicit"),
            ],
            heading=_("Feed"),
            help_text=_("What podcast directories show. The categories are theirs, in their words."),
        ),
        MultiFieldPanel(
            [FieldPanel("trees_before"), FieldPanel("trees_note"), FieldPanel("trees_url")],
            heading=_("A tree for each guest"),
            help_text=_(
                "The site counts trees as soon as one of these is filled in. Leave all empty if none are."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("podcast")

    def clean(self) -> None:
        super().clean()
        if self.category not in CATEGORIES:
            raise ValidationError({"category": _("The directories do not know this category.")})
        if self.subcategory and self.subcategory not in CATEGORIES[self.category]:
            known = ", ".join(CATEGORIES[self.category]) or "–"
            words = {"category": self.category, "known": known}
            raise ValidationError({"subcategory": _("Below “%(category)s” there are: %(known)s.") % words})
        if self.artwork and not _is_artwork(self.artwork.width, self.artwork.height):
            words = {"width": self.artwork.width, "height": self.artwork.height}
            message = _(
                "It must be square with at least 1,400 pixels a side; this one has %(width)s × %(height)s."
            )
            raise ValidationError({"artwork": message % words})

    def structured_data(self) -> dict[str, Any]:
        return {
            "@type": "PodcastSeries",
            "name": self.title,
            "description": self.introduction,
            "url": self.full_url,
            "webFeed": self.feed_address,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._is_a_copy():
            self.guid = uuid.uuid4()
        if self.live and self.guid.version != 5 and (address := self.feed_address):
            self.guid = uuid.uuid5(GUID_NAMESPACE, address.partition("://")[2].rstrip("/"))
        super().save(*args, **kwargs)

    def _is_a_copy(self) -> bool:
        """A copy or a translation is a show of its own; directories would take two with one guid for one."""
        return self._state.adding and ShowPage.objects.filter(guid=self.guid).exists()

    @property
    def feed_address(self) -> str:
        """Absolute; "" while the show has no place below a site."""
        return f"{address}feed.xml" if (address := self.full_url) else ""

    def feed_episodes(self) -> list[EpisodePage]:
        """The public episodes of this show with an audio file that podcast programs play, newest first."""
        episodes = EpisodePage.objects.open_to_all().child_of(self).newest_first().select_related("audio")
        return [episode for episode in episodes if episode.audio_type]

    # --- A tree for each guest --------------------------------------------------------------------

    @property
    def plants_trees(self) -> bool:
        return bool(self._original.trees_before or self.trees_note or self.trees_url)

    @cached_property
    def trees(self) -> int:
        """How many were planted up to now."""
        return self._original.trees_before + sum(len(numbers) for numbers in self._planted.values())

    def trees_of(self, episode: EpisodePage) -> list[int]:
        """The numbers of the trees for the guests of this episode; [] while it is not public."""
        return self._planted.get(episode.translation_key, []) if self.plants_trees else []

    @cached_property
    def _original(self) -> "ShowPage":
        """Trees are counted once, whatever was translated."""
        first = self.get_translation_or_none(Locale.get_default())
        return first.specific if first else self

    @cached_property
    def _planted(self) -> dict[uuid.UUID, list[int]]:
        episodes: ReadableQuerySet = EpisodePage.objects.open_to_all().child_of(self._original)
        number = self._original.trees_before
        planted: dict[uuid.UUID, list[int]] = {}
        for key, guest in episodes.order_by("published_on", "pk").values_list("translation_key", "guest"):
            planted[key] = [number + place for place, _name in enumerate(names(guest), 1)]
            number += len(planted[key])
        return planted

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["has_feed"] = bool(self.feed_episodes())
        return context


def _is_artwork(width: int, height: int) -> bool:
    return width == height >= SMALLEST_ARTWORK
