"""The feed of a show: RSS 2.0 with the tags of Apple's directory and of Podcasting 2.0."""

import re
from datetime import datetime, time
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from wagtail.models import Site

from editorial.models import Author, PublisherSettings
from editorial.templatetags.readables import without_notes

from .models import EpisodePage, ShowPage

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
# What Apple's programs show of HTML, and how much of it (bytes).
TAGS = {"p", "br", "a", "ul", "ol", "li", "b", "i"}
LONGEST = 4000
# What XML 1.0 cannot say, not even escaped.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class PodcastFeed(Rss201rev2Feed):
    """`show` and `episodes` bring what plain RSS has no word for."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        names = {"xmlns:itunes": ITUNES, "xmlns:podcast": PODCAST, "xmlns:content": CONTENT}
        return {**super().rss_attributes(), **names}

    def latest_post_date(self) -> datetime:
        """When anything in the feed last changed; without episodes, when the show did."""
        newest: datetime = self.feed["changed"]
        return newest

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        feed = self.feed
        handler.startElement("image", {})
        for name, value in (("url", feed["artwork"]), ("title", feed["title"]), ("link", feed["link"])):
            handler.addQuickElement(name, value)
        handler.endElement("image")
        handler.addQuickElement("itunes:image", None, {"href": feed["artwork"]})
        handler.addQuickElement("itunes:author", feed["publisher"])
        if feed["owner_email"]:
            handler.startElement("itunes:owner", {})
            handler.addQuickElement("itunes:name", feed["publisher"])
            handler.addQuickElement("itunes:email", feed["owner_email"])
            handler.endElement("itunes:owner")
        handler.startElement("itunes:category", {"text": feed["category"]})
        if feed["subcategory"]:
            handler.addQuickElement("itunes:category", None, {"text": feed["subcategory"]})
        handler.endElement("itunes:category")
        handler.addQuickElement("itunes:explicit", _boolean(feed["explicit"]))
        handler.addQuickElement("itunes:type", "episodic")
        owner = {"owner": feed["owner_email"]} if feed["owner_email"] else {}
        handler.addQuickElement("podcast:locked", "yes", owner)
        handler.addQuickElement("podcast:guid", feed["guid"])
        handler.addQuickElement("podcast:medium", "podcast")
        _people(handler, feed["people"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["notes"]:
            handler.addQuickElement("content:encoded", item["notes"])
        handler.addQuickElement("itunes:title", item["title"])
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", _boolean(item["explicit"]))
        if item["number"]:
            handler.addQuickElement("itunes:episode", str(item["number"]))
        if item["seconds"]:
            handler.addQuickElement("itunes:duration", str(item["seconds"]))
        for address, kind in item["transcripts"]:
            handler.addQuickElement("podcast:transcript", None, {"url": address, "type": kind})
        if item["chapters"]:
            handler.addQuickElement(
                "podcast:chapters", None, {"url": item["chapters"], "type": "application/json+chapters"}
            )
        _people(handler, item["people"])


def build(show: ShowPage, site: Site) -> tuple[str, datetime]:
    """The feed as XML, and when anything in it last changed. The active language is the show's."""
    imprint = PublisherSettings.for_site(site)
    episodes = show.feed_episodes()
    changes = [show.last_published_at, *(episode.last_published_at for episode in episodes)]
    publisher = _line(show.publisher or imprint.name or show.title)
    newest = episodes[0] if episodes else None
    pages = {author.name: f"{site.root_url}{author.get_absolute_url()}" for author in Author.objects.all()}
    feed = PodcastFeed(
        title=_line(show.title),
        link=show.full_url,
        description=_short(show.introduction or imprint.claim or show.title),
        language=show.locale.language_code,
        feed_url=show.feed_address,
        changed=max((change for change in changes if change), default=timezone.now()),
        artwork=f"{show.full_url}artwork.jpg",
        publisher=publisher,
        owner_email=show.owner_email or imprint.email,
        category=show.category,
        subcategory=show.subcategory,
        explicit=show.explicit,
        guid=str(show.guid),
        people=_credits(newest.host_names, "host", pages) if newest else [],
    )
    for episode in episodes:
        _add(feed, episode, site, pages)
    return feed.writeString("utf-8"), feed.latest_post_date()


def _add(feed: PodcastFeed, episode: EpisodePage, site: Site, pages: dict[str, str]) -> None:
    address = episode.full_url
    file = f"{address}{episode.audio_name}" if episode.audio else episode.audio_url
    # Nobody may know the size of a file elsewhere; RSS then writes 0 (RSS Advisory Board, best practices).
    enclosure = Enclosure(file, str(episode.audio_bytes or 0), episode.audio_type)
    feed.add_item(
        title=_line(episode.title),
        link=address,
        description=_short(episode.standfirst or episode.title),
        pubdate=_moment(episode),
        unique_id=str(episode.translation_key),
        unique_id_is_permalink=False,
        enclosures=[enclosure],
        notes=_notes(episode, site),
        explicit=episode.explicit,
        number=episode.number,
        seconds=episode.seconds,
        transcripts=_transcripts(episode, address),
        chapters=f"{address}chapters.json" if episode.chapter_list else "",
        people=[*_credits(episode.host_names, "host", pages), *_credits(episode.guest_names, "guest", pages)],
    )


def _transcripts(episode: EpisodePage, address: str) -> list[tuple[str, str]]:
    """HTML for every transcript; WebVTT only where somebody noted times."""
    if not episode.turns:
        return []
    timed = [(f"{address}transcript.vtt", "text/vtt")] if episode.has_times else []
    return [*timed, (f"{address}transcript.html", "text/html")]


def _moment(episode: EpisodePage) -> datetime:
    """When it appeared: the day that stands on the page, and the hour if it really went out on that day."""
    first = episode.first_published_at
    if first and timezone.localdate(first) == episode.published_on:
        return timezone.localtime(first)
    return timezone.make_aware(datetime.combine(episode.published_on, time(6)))


def _notes(episode: EpisodePage, site: Site) -> str:
    """The show notes as HTML that podcast programs understand, with whole addresses."""
    blocks = [block for block in without_notes(episode.body) if block.block_type != "picture"]
    html = render_to_string("blog/show_notes.html", {"page": episode, "blocks": blocks})
    root = site.root_url

    def whole(tag: str, attribute: str, value: str) -> str:
        return f"{root}{value}" if attribute == "href" and value.startswith("/") else value

    cleaned = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None, attribute_filter=whole)
    return UNSAYABLE.sub("", " ".join(cleaned.split()))


def _credits(names: list[str], role: str, pages: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """People with their roles (podcast:person), and the address of their page if they write for the house."""
    return [
        (_line(name)[:128], {"role": role, **({"href": pages[name]} if name in pages else {})}) for name in names
    ]


def _people(handler: Any, people: list[tuple[str, dict[str, str]]]) -> None:
    for name, attributes in people:
        handler.addQuickElement("podcast:person", name, attributes)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _line(text: str) -> str:
    return UNSAYABLE.sub("", " ".join(text.split()))


def _short(text: str) -> str:
    """At most 4,000 bytes, which is where Apple cuts."""
    line = _line(text).encode()
    if len(line) <= LONGEST:
        return line.decode()
    return line[: LONGEST - 4].decode(errors="ignore").rsplit(" ", 1)[0] + " …"
