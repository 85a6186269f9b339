"""What search engines and other programs are told of a page, in the words of schema.org (JSON-LD 1.1)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from editorial.languages import language_of
from editorial.models import Author, HomePage, PublisherSettings, ReadablePage
from editorial.sharing import SharingImage, sharing_image
from editorial.templatetags.readables import shown_topics

Data = dict[str, Any]
CONTEXT = "https://schema.org"


def describe(page: Any, publisher: PublisherSettings | None) -> Data | None:
    """The description of a page as a mapping for JSON, or None for a kind that has none."""
    if isinstance(page, HomePage):
        return {"@context": CONTEXT, **_site(publisher)}
    if not isinstance(page, ReadablePage):
        own = getattr(page, "structured_data", None)
        return {"@context": CONTEXT, **own(), "publisher": organisation(publisher)} if own else None
    own = {**_readable(page), **page.structured_data(), "publisher": organisation(publisher)}
    return {"@context": CONTEXT, **{name: value for name, value in own.items() if value}}


def organisation(publisher: PublisherSettings | None) -> Data:
    named = publisher.name if publisher and publisher.name else settings.WAGTAIL_SITE_NAME
    logo = f"{settings.PUBLIC_URL}{reverse('mark', args=['pollenpost', 0])}"
    return {"@type": "Organization", "name": named, "url": settings.PUBLIC_URL, "logo": logo}


def person(author: Author) -> Data:
    address = f"{settings.PUBLIC_URL}{author.get_absolute_url()}"
    return {"@type": "Person", "name": author.name, "url": address}


def _site(publisher: PublisherSettings | None) -> Data:
    return {
        "@type": "WebSite",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": settings.PUBLIC_URL,
        "description": publisher.shown_claim if publisher else "",
        "publisher": organisation(publisher),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.PUBLIC_URL}{reverse('search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def _readable(page: ReadablePage) -> Data:
    """What every kind of text has in common; `ReadablePage.structured_data` adds to it or replaces it."""
    return {
        "@type": "Article",
        "headline": page.title,
        "name": page.title,
        "description": page.teaser,
        "url": page.full_url,
        "mainEntityOfPage": page.full_url,
        "inLanguage": language_of(page),
        "datePublished": page.published_on.isoformat(),
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "author": [person(author) for author in page.authors],
        "keywords": [topic.label for topic in shown_topics(page)],
        "wordCount": page.word_count,
        "timeRequired": f"PT{page.reading_minutes}M",
        "image": _image(sharing_image(page)),
        "isAccessibleForFree": True,
    }


def _image(image: SharingImage) -> Mapping[str, Any]:
    return {"@type": "ImageObject", "url": image.url, "width": image.width, "height": image.height}
