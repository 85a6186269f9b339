import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index
from wagtail.signals import page_unpublished
from wagtail.url_routing import RouteResult

from blog.postcards import FILES, SHARING_SIZE, Card, Picture, found_problems
from blog.postcards.keeping import forget, is_printable
from blog.postcards.serving import answer
from editorial.models import ReadablePage
from editorial.quotes import in_quotes, nested_quotes
from editorial.templatetags.readables import shown_topics


class SharingImage(NamedTuple):
    """What a messenger shows for a link; measures in pixels."""

    url: str
    width: int
    height: int
    alt: str


class PostcardForm(WagtailAdminPageForm):
    """Says before publication what could not be printed. A draft may hold anything: nothing typed is lost."""

    field_names = {"credit": "image_credit"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            said: dict[str, Any] = {
                name: cleaned.get(name) or "" for name in ("statement", "sender", "place", "caption")
            }
            for problem in found_problems(Card(**said, credit=cleaned.get("image_credit") or "")):
                self.add_error(self.field_names.get(problem.field, problem.field), problem.sentence)
        return cleaned


class PostcardPage(ReadablePage):
    """A picture postcard with a reader's statement."""

    statement = models.TextField(_("statement"))
    caption = models.CharField(
        _("caption"), max_length=120, blank=True, help_text=_("Printed on the picture. May be empty.")
    )
    written_on = models.DateField(
        _("written on"), null=True, blank=True, help_text=_("In the postmark. Empty: the date of publication.")
    )
    sender = models.CharField(_("from whom"), max_length=80, blank=True)
    place = models.CharField(_("from where"), max_length=80, blank=True)

    parent_page_types = ["blog.PostcardRackPage"]
    subpage_types: list[str] = []
    kind_label = _("Postcard")
    expected = ("text", "topics")
    base_form_class = PostcardForm

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel(
            "statement",
            help_text=_("In any script. Some 1,800 characters fit a printed card; up to 200 look best."),
        ),
        MultiFieldPanel(
            [FieldPanel("sender"), FieldPanel("place"), FieldPanel("written_on")], heading=_("Sender")
        ),
        MultiFieldPanel(
            [
                FieldPanel("topics"),
                FieldPanel("published_on"),
                FieldPanel("editors_weight"),
                FieldPanel("image"),
                FieldPanel("image_alt"),
                FieldPanel("image_credit"),
                FieldPanel("caption"),
            ],
            heading=_("Topics and picture"),
        ),
    ]
    search_fields = [*ReadablePage.search_fields, index.SearchField("statement"), index.SearchField("place")]

    class Meta:
        verbose_name = _("postcard")

    @property
    def listing_label(self) -> str:
        return _("Postcard from %(place)s") % {"place": self.place} if self.place else str(self.kind_label)

    @property
    def teaser(self) -> str:
        return in_quotes(nested_quotes(self.statement))

    def words(self) -> Iterable[str]:
        return re.findall(r"\w+", self.statement)

    @property
    def day(self) -> date:
        """What the postmark says."""
        return self.written_on or self.published_on

    @property
    def greeting(self) -> str:
        """Stands on a front that was drawn because there is no picture."""
        return gettext("Greetings from %(place)s") % {"place": self.place} if self.place else self.title

    def card(self) -> Card:
        """The card as it is drawn and printed, in the language of the page and not of its visitor."""
        with translation.override(self.locale.language_code):
            return Card(
                statement=self.statement,
                sender=self.sender,
                place=self.place,
                caption=self.caption,
                date=date_format(self.day, "DATE_FORMAT"),
                postmark_date=date_format(self.day, "SHORT_DATE_FORMAT"),
                title=self.title,
                greeting=self.greeting,
                alt=self.image_alt,
                credit=gettext("Picture: %(name)s") % {"name": self.image_credit} if self._has_credit else "",
                house=settings.WAGTAIL_SITE_NAME,
                language=self.locale.language_code,
                grains=tuple(topic.grain for topic in shown_topics(self)),
                picture=self._picture(),
                number=self.pk or 0,
            )

    @property
    def _has_credit(self) -> bool:
        return bool(self.image and self.image_credit)

    def _picture(self) -> Picture | None:
        image = self.image
        if image is None:
            return None
        focus = (0.5, 0.5)
        if image.focal_point_x is not None and image.width and image.height:
            focus = (image.focal_point_x / image.width, image.focal_point_y / image.height)
        return Picture(lambda: image.file.storage.open(image.file.name), f"{image.pk}:{image.file.name}", focus)

    @property
    def printable(self) -> bool:
        return is_printable(self.card())

    def neighbours(self) -> dict[str, "PostcardPage | None"]:
        """The cards that lie before and after this one in the rack, whose order is the newest first."""
        rack = ReadablePage.objects.open_below(self.get_parent()).in_language(self.locale.language_code)
        same_day = rack.filter(published_on=self.published_on)
        newer = same_day.filter(pk__gt=self.pk) | rack.filter(published_on__gt=self.published_on)
        older = same_day.filter(pk__lt=self.pk) | rack.filter(published_on__lt=self.published_on)
        return {
            "newer": newer.order_by("published_on", "pk").specific().first(),
            "older": older.newest_first().specific().first(),
        }

    def sharing_image(self) -> SharingImage:
        """For the head of the page; its address changes with the card: messengers keep what they have seen."""
        card = self.card()
        said = Truncator(" ".join(card.statement.split())).chars(300)
        alt = " – ".join(part for part in (said, ", ".join(filter(None, (card.sender, card.place)))) if part)
        return SharingImage(f"{self.full_url}teilen.jpg?v={card.fingerprint()[:8]}", *SHARING_SIZE, alt)

    def structured_data(self) -> dict[str, Any]:
        writer = [{"@type": "Person", "name": self.sender}] if self.sender else None
        return {
            "@type": "CreativeWork",
            "text": self.statement,
            "author": writer,
            "headline": None,
            "wordCount": None,
            "timeRequired": None,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.pk and self.live:
            context |= self.neighbours()
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if len(path_components) == 1 and path_components[0] in FILES and self.live:
            return RouteResult(self, kwargs={"name": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, name: str = "", **kwargs: Any) -> HttpResponse:
        if name:
            protected = self.get_view_restrictions().exists()
            return answer(request, self.pk, self.slug, self.card(), name, protected)
        return super().serve(request, *args, **kwargs)


@receiver(post_delete, sender=PostcardPage)
@receiver(page_unpublished, sender=PostcardPage)
def forget_files(instance: PostcardPage, **kwargs: Any) -> None:
    """What is no longer public leaves no copy behind."""
    forget(instance.pk)
