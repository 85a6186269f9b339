"""Atom feeds (RFC 4287) of everything, of a topic and of an author: the whole text, for feed readers.

Each feed speaks the language of its address; a text that was not translated is in it as the original.
"""

import re
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from editorial.languages import language_of
from editorial.models import Author, ReadablePage, ReadableQuerySet, Topic
from editorial.templatetags.readables import primed, shown_topics

MOST = 30
# Addresses within the site, in links and pictures (each of a srcset's, too).
LOCAL = re.compile(r'(?<=[\s"])(?=/(?!/)\S)')
ADDRESSES = re.compile(r'(href|src|srcset)="([^"]*)"')


class FullTextAtom(Atom1Feed):
    """Atom with the text itself (`content`) beside its summary, and the language of each entry."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class EverythingFeed(Feed):
    """The newest texts of the house."""

    feed_type = FullTextAtom

    def get_object(self, request: HttpRequest, slug: str = "") -> Any:
        return None

    def title(self, chosen: Any) -> str:
        return settings.WAGTAIL_SITE_NAME

    def subtitle(self, chosen: Any) -> str:
        return _("Issues, stories, episodes and postcards")

    def link(self, chosen: Any) -> str:
        return reverse("wagtail_serve", args=[""])

    def readables(self, chosen: Any) -> ReadableQuerySet:
        return ReadablePage.objects.open_to_all()

    def items(self, chosen: Any) -> list[ReadablePage]:
        newest = self.readables(chosen).in_language().newest_first().specific()[:MOST]
        return primed(newest)

    def item_title(self, page: ReadablePage) -> str:
        return page.title

    def item_description(self, page: ReadablePage) -> str:
        return page.teaser

    def item_link(self, page: ReadablePage) -> str:
        return page.full_url or "/"

    def item_guid(self, page: ReadablePage) -> str:
        """Named by the page and not by its address: a text that moves is not new (RFC 4287 § 4.2.6)."""
        return uuid5(page.translation_key, language_of(page)).urn

    def item_pubdate(self, page: ReadablePage) -> Any:
        return page.first_published_at

    def item_updateddate(self, page: ReadablePage) -> Any:
        return page.last_published_at or page.first_published_at

    def item_author_name(self, page: ReadablePage) -> str:
        return ", ".join(author.name for author in page.authors) or settings.WAGTAIL_SITE_NAME

    def item_categories(self, page: ReadablePage) -> list[str]:
        return [topic.label for topic in shown_topics(page)]

    def item_extra_kwargs(self, page: ReadablePage) -> dict[str, Any]:
        return {"language": language_of(page), "content": whole_text(page)}


class TopicFeed(EverythingFeed):
    def get_object(self, request: HttpRequest, slug: str = "") -> Topic:
        found = Topic.objects.approved().filter(slug=slug).first()
        if found is None:
            raise Http404
        return found

    def title(self, topic: Topic) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {topic.label}"

    def subtitle(self, topic: Topic) -> str:
        return topic.shown_description

    def link(self, topic: Topic) -> str:
        return topic.get_absolute_url()

    def readables(self, topic: Topic) -> ReadableQuerySet:
        return ReadablePage.objects.open_to_all().about(topic)


class AuthorFeed(EverythingFeed):
    def get_object(self, request: HttpRequest, slug: str = "") -> Author:
        found = Author.objects.filter(slug=slug).first()
        if found is None:
            raise Http404
        return found

    def title(self, author: Author) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {author.name}"

    def subtitle(self, author: Author) -> str:
        return author.shown_bio

    def link(self, author: Author) -> str:
        return author.get_absolute_url()

    def readables(self, author: Author) -> ReadableQuerySet:
        return ReadablePage.objects.open_to_all().filter(bylines__author=author)


def whole_text(page: ReadablePage) -> str:
    """The text as HTML with complete addresses: a feed reader shows it far away from this site."""
    html = render_to_string("editorial/feed_text.html", {"page": page, "language": get_language()})
    return ADDRESSES.sub(lambda found: f'{found[1]}="{_completed(found[2])}"', html)


def _completed(addresses: str) -> str:
    """One address, or a srcset's several."""
    return LOCAL.sub(settings.PUBLIC_URL, f" {addresses}").strip()
