"""The rules of RSS, of Apple's directory and of Podcasting 2.0 for a feed of episodes, each with its source.

They are checked on the show that `test_podcast_feed.py` sets up.
"""

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from blog.podcast_categories import CATEGORIES

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
RSS = "rssboard.org/rss-specification"
PROFILE = "rssboard.org/rss-profile"
APPLE = "Apple, A Podcaster's Guide to RSS"
PODCASTING = "github.com/Podcastindex-org/podcast-namespace, docs/tags"
FEED = "http://testserver/schnack/feed.xml"
UUID5 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def one(element, path):
    [found] = element.findall(path, NAMES)
    return found


def text(element, path):
    return one(element, path).text or ""


def read(content):
    return ElementTree.fromstring(content)


def extension(address):
    return urlsplit(address).path.endswith((".mp3", ".m4a"))


def is_address(value):
    return urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def people(element):
    return [person.text for person in element.findall("podcast:person", NAMES)]


def attribute(element, path, name):
    return one(element, path).get(name)


def category_of(channel, below=""):
    return attribute(channel, f"itunes:category{below}", "text")


def has_owner(channel):
    return text(channel, "itunes:owner/itunes:name") and "@" in text(channel, "itunes:owner/itunes:email")


def all_of(channel, tag, attribute=None):
    found = channel.findall(f"item/{tag}", NAMES)
    return [element.get(attribute) if attribute else element.text for element in found]


def is_tidy(channel):
    return all((leaf.text or "") == (leaf.text or "").strip() for leaf in channel.iter() if not len(leaf))


def transcripts_are_known(item):
    found = item.findall("podcast:transcript", NAMES)
    return all(is_address(t.get("url")) and t.get("type") in ("text/vtt", "text/html") for t in found)


def chapters_are_json(item):
    kinds = [chapters.get("type") for chapters in item.findall("podcast:chapters", NAMES)]
    return kinds in ([], ["application/json+chapters"])


def people_have_roles(item):
    found = item.findall("podcast:person", NAMES)
    return all(0 < len(person.text) <= 128 and person.get("role") in ("host", "guest") for person in found)


def subcategory_fits(channel):
    return category_of(channel, "/itunes:category") in CATEGORIES[category_of(channel)]


# What is true of the channel: the rule, where it is written, and how to see it.
CHANNEL = [
    ("it has a title", RSS, lambda c: text(c, "title")),
    ("it has a link", RSS, lambda c: is_address(text(c, "link"))),
    (
        "it has a description of at most 4,000 bytes",
        APPLE,
        lambda c: 0 < len(text(c, "description").encode()) <= 4000,
    ),
    ("the language is an ISO 639 code", APPLE, lambda c: text(c, "language") == "de"),
    ("it names its own address", PROFILE, lambda c: attribute(c, "atom:link[@rel='self']", "href") == FEED),
    ("it tells when it changed (RFC 2822)", RSS, lambda c: parsedate_to_datetime(text(c, "lastBuildDate")).tzinfo),
    ("its artwork is JPEG by its name", APPLE, lambda c: attribute(c, "itunes:image", "href").endswith(".jpg")),
    ("its category is Apple's", APPLE, lambda c: category_of(c) in CATEGORIES),
    ("its subcategory belongs there", APPLE, subcategory_fits),
    ("explicit is true or false", APPLE, lambda c: text(c, "itunes:explicit") in ("true", "false")),
    ("the author is named", APPLE, lambda c: text(c, "itunes:author") == "Pollenpost Verlag"),
    ("the owner has a name and a mail address", APPLE, has_owner),
    ("the type is episodic or serial", APPLE, lambda c: text(c, "itunes:type") in ("episodic", "serial")),
    (
        "the guid is a UUID of version 5",
        f"{PODCASTING}/guid.md",
        lambda c: UUID5.fullmatch(text(c, "podcast:guid")),
    ),
    ("locked is yes or no", f"{PODCASTING}/locked.md", lambda c: text(c, "podcast:locked") in ("yes", "no")),
    ("the medium is of the list", f"{PODCASTING}/medium.md", lambda c: text(c, "podcast:medium") == "podcast"),
    (
        "the regular people are named",
        f"{PODCASTING}/person.md",
        lambda c: people(c) == ["Jonas Brandt", "Aylin Kaya"],
    ),
    ("no two episodes have one guid", RSS, lambda c: len(set(all_of(c, "guid"))) == 2),
    ("no two episodes have one recording", APPLE, lambda c: len(set(all_of(c, "enclosure", "url"))) == 2),
    ("the newest stands first", APPLE, lambda c: all_of(c, "title") == ["Tauwerk & Netze", "Elsewhere"]),
    ("no value begins or ends with blanks", APPLE, is_tidy),
]

# What is true of every episode.
ITEM = [
    ("it has a title", APPLE, lambda i: text(i, "title") == text(i, "itunes:title")),
    ("the recording is MP3 or M4A by its name", APPLE, lambda i: extension(attribute(i, "enclosure", "url"))),
    ("its type fits", APPLE, lambda i: attribute(i, "enclosure", "type") in ("audio/mpeg", "audio/x-m4a")),
    ("its length is a number of bytes", RSS, lambda i: int(attribute(i, "enclosure", "length")) >= 0),
    ("the guid is no address", RSS, lambda i: attribute(i, "guid", "isPermaLink") == "false" and text(i, "guid")),
    ("the date is of RFC 2822, with a zone", RSS, lambda i: parsedate_to_datetime(text(i, "pubDate")).tzinfo),
    ("the kind of episode is told", APPLE, lambda i: text(i, "itunes:episodeType") == "full"),
    ("explicit is true or false", APPLE, lambda i: text(i, "itunes:explicit") in ("true", "false")),
    ("its number is greater than zero", APPLE, lambda i: int(text(i, "itunes:episode")) > 0),
    ("transcripts have an address and a known type", f"{PODCASTING}/transcript.md", transcripts_are_known),
    ("chapters come once, as JSON", f"{PODCASTING}/chapters.md", chapters_are_json),
    ("people have a short name and a role", f"{PODCASTING}/person.md", people_have_roles),
]
