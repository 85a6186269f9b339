"""An issue and its articles, read from their pages into a document."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from uuid import uuid5

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from editorial.marks import svg
from editorial.marks.colour import COLOURS
from editorial.models import Author, PublisherSettings, ReadablePage
from editorial.templatetags.readables import imprint_lines, shown_topics
from magazine.models import IssuePage, MagazinePage

from .blocks import TextReader
from .cover import cover
from .document import Article, Issue, Person, Run
from .pictures import PictureStore
from .rich_text import set_text

#: Pixels of a mark; only decides how fine it is drawn.
MARK = 200
PORTRAIT = 600


def gather(page: IssuePage) -> Issue:
    """What a reader of the published issue may see, in the language of the issue's page."""
    with override(page.locale.language_code):
        return _Gatherer(page).issue()


class _Gatherer:
    def __init__(self, page: IssuePage) -> None:
        self.page = page
        self.pictures = PictureStore()
        self.parts = page.articles()
        self.anchors = {part.pk: f"article-{number}" for number, part in enumerate(self.parts, 1)}

    def issue(self) -> Issue:
        page, magazine = self.page, MagazinePage.objects.parent_of(self.page).first()
        colour = next((c for c in COLOURS if magazine and c.name == magazine.accent), COLOURS[0])
        articles = [self._article(part) for part in self.parts]
        topics = {topic.pk: topic for part in (page, *self.parts) for topic in shown_topics(part)}
        publisher = self._publisher()
        picture, alt = cover(page, self.pictures)
        moments = [part.last_published_at for part in (page, *self.parts) if part.last_published_at]
        modified = max(moments, default=datetime.combine(page.published_on, time.min, UTC))
        return Issue(
            language=page.locale.language_code,
            brand=settings.WAGTAIL_SITE_NAME,
            label=set_text(page.listing_label),
            number=page.number,
            title=set_text(page.title),
            date_line=set_text(date_format(page.published_on, "F Y")),
            identifier=f"urn:uuid:{uuid5(page.translation_key, page.locale.language_code)}",
            modified=modified.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            published=page.published_on.isoformat(),
            accent=colour.shade,
            accent_bright=colour.fill,
            cover=picture,
            cover_alt=alt,
            price=set_text(page.price),
            claim=set_text(page.claim or (magazine.claim if magazine else "")),
            standfirst=set_text(page.standfirst),
            publisher=publisher.name,
            authors=_once(name for part in (page, *self.parts) for name in _names(part)),
            topics=sorted(topic.label for topic in topics.values()),
            marks=_marks(page) or _once(mark for article in articles for mark in article.marks[:1]),
            editor=self._editor(),
            editorial=TextReader(page.title, self.pictures, self._link).read(page.body),
            articles=articles,
            outlook=[set_text(line) for line in page.outlook_lines],
            imprint=[set_text(line) for line in imprint_lines(page.imprint) or _legal_lines(publisher)],
            pictures=list(self.pictures.stored.values()),
            complaints=self.pictures.complaints,
        )

    def _article(self, part: ReadablePage) -> Article:
        # An article that is not translated yet stands in the issue in its own language.
        with override(part.locale.language_code):
            reader = TextReader(part.title, self.pictures, self._link)
            return Article(
                anchor=self.anchors[part.pk],
                language=part.locale.language_code,
                title=set_text(part.title),
                section=set_text(getattr(part, "section", None) or ""),
                kicker=set_text(part.kicker),
                subtitle=set_text(getattr(part, "subtitle", "")),
                standfirst=set_text(part.standfirst),
                authors=_names(part),
                guest=set_text(getattr(part, "guest", "")),
                about=[set_text(author.shown_bio) for author in part.authors if author.shown_bio],
                printed_page=getattr(part, "page_number", None),
                picture=self.pictures.keep(part.image, part.title),
                picture_alt=set_text(part.image_alt),
                picture_credit=set_text(part.image_credit),
                blocks=reader.read(part.body),
                marks=_marks(part),
            )

    def _editor(self) -> Person | None:
        profile, name = self.page.editor_profile, self.page.editor
        if profile is None:
            return Person(set_text(name)) if name else None
        return Person(
            name=set_text(name or profile.name),
            role=set_text(profile.shown_role),
            portrait=self.pictures.keep(profile.portrait, profile.name, PORTRAIT),
            signature=self.pictures.keep(profile.signature, profile.name, PORTRAIT),
        )

    def _publisher(self) -> PublisherSettings:
        site = self.page.get_site() or Site.objects.get(is_default_site=True)
        return PublisherSettings.for_site(site)

    def _link(self, attributes: dict[str, str]) -> Run:
        """Another article of the issue by its anchor, anything else by a full address; drafts by nothing."""
        number = int(attributes["id"]) if attributes.get("id", "").isdecimal() else 0
        if attributes.get("linktype") == "page":
            return self._link_to_page(number)
        if attributes.get("linktype") == "document":
            document = get_document_model().objects.filter(pk=number).first()
            return {"url": urljoin(settings.PUBLIC_URL, document.url)} if document else {}
        return _safe_link(attributes.get("href", ""))

    def _link_to_page(self, number: int) -> Run:
        if number in self.anchors:
            return {"to": self.anchors[number]}
        page = Page.objects.live().filter(pk=number).first()
        address = page.get_url() if page else None
        return {"url": urljoin(settings.PUBLIC_URL, address)} if address else {}


def _safe_link(address: str) -> Run:
    """An address of the web, of mail or of a telephone; a program or a broken address is text."""
    try:
        full = urljoin(settings.PUBLIC_URL + "/", address.strip())
        parts = urlsplit(full)
    except ValueError:
        return {}
    named = parts.hostname if parts.scheme in ("http", "https") else parts.path
    usable = parts.scheme in ("http", "https", "mailto", "tel") and named and address.strip()
    return {"url": _quoted(full)} if usable else {}


def _quoted(address: str) -> str:
    """Without characters that an address must not hold (RFC 3986), whatever an editor pasted."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def _marks(page: ReadablePage) -> list[str]:
    return [svg(topic.grain, MARK) for topic in shown_topics(page)]


def _names(page: ReadablePage) -> list[str]:
    authors: Iterable[Author] = page.authors
    return [author.name for author in authors]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _legal_lines(publisher: PublisherSettings) -> list[Any]:
    """What the law asks for, where the issue has no imprint of its own."""
    lines = [publisher.name, *publisher.postal_address.splitlines(), publisher.represented_by, publisher.email]
    return [line.strip() for line in lines if line.strip()]
