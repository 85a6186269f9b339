"""The feed of a show: it keeps the rules of RSS, Apple and Podcasting 2.0, and what it names is there."""

import json
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO

import pytest
import webvtt
from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from tests.blog.podcast_rules import CHANNEL, ITEM, NAMES, one, read, text
from tests.blog.sound import chapter, recording, turn
from tests.factories import AuthorFactory, EpisodePageFactory, HomePageFactory, ShowPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(publisher):
    show = ShowPageFactory(
        title="Schnack & Söhne", slug="schnack", parent=HomePageFactory(), introduction="Gespräche <am> Deich."
    )
    AuthorFactory(name="Jonas Brandt")
    show.save()
    EpisodePageFactory(
        parent=show,
        title="Tauwerk & Netze",
        slug="tauwerk",
        number=12,
        guest="Wencke Ruge",
        hosts="Jonas Brandt, Aylin Kaya",
        published_on=date(2026, 11, 12),
        audio=recording(90),
        body=[("paragraph", '<p>Siehe <a href="/themen/">Themen</a> &amp; mehr.</p>')],
        chapters=[chapter(0, "Anfang"), chapter(30, "Mitte", "https://example.org/")],
        transcript=[turn("Jonas", 0, "Moin."), turn("Wencke", 30, "Moin & willkommen.")],
    )
    EpisodePageFactory(
        parent=show,
        title="Elsewhere",
        number=11,
        published_on=date(2026, 10, 1),
        audio_url="https://cdn.example.org/folge-11.m4a?x=1",
        transcript=[turn("Jonas", None, "Ohne Zeiten.")],
    )
    return show


def feed_of(client):
    response = client.get("/schnack/feed.xml")
    assert response.status_code == 200
    return read(response.content)


@pytest.fixture
def feed(client, show):
    return feed_of(client)


@pytest.mark.parametrize(("rule", "source", "holds"), CHANNEL, ids=[rule for rule, *_rest in CHANNEL])
def test_the_channel_keeps_the_rule(feed, rule, source, holds):
    assert holds(one(feed, "channel")), f"{rule} ({source})"


def test_every_episode_keeps_every_rule(feed):
    items = feed.findall("channel/item")
    assert len(items) == 2
    broken = [
        (text(item, "title"), rule, source) for item in items for rule, source, holds in ITEM if not holds(item)
    ]
    assert not broken


def test_the_episode_tells_length_people_and_notes(feed):
    item = feed.find("channel/item")
    assert text(item, "itunes:duration") == "90"
    assert one(item, "enclosure").get("length") == "90000"
    assert [(p.text, p.get("role")) for p in item.findall("podcast:person", NAMES)] == [
        ("Jonas Brandt", "host"),
        ("Aylin Kaya", "host"),
        ("Wencke Ruge", "guest"),
    ]
    assert item.find("podcast:person", NAMES).get("href") == "http://testserver/autoren/jonas-brandt/"
    assert 'Siehe <a href="http://testserver/themen/">Themen</a> &amp; mehr.' in text(item, "content:encoded")


def test_what_the_feed_names_is_there_and_of_its_kind(client, feed):
    item = feed.find("channel/item")
    timed, plain = (t.get("url") for t in item.findall("podcast:transcript", NAMES))
    response = client.get(timed)
    assert response["Content-Type"].startswith("text/vtt")
    # Web players read it from elsewhere (podcast-namespace, transcripts.md).
    assert response["Access-Control-Allow-Origin"] == "*"
    assert [caption.voice for caption in webvtt.from_string(response.content.decode()).captions] == [
        "Jonas",
        "Wencke",
    ]
    assert "<cite>Wencke:</cite>" in client.get(plain).content.decode()
    chapters = client.get(one(item, "podcast:chapters").get("url"))
    assert chapters["Content-Type"] == "application/json+chapters"
    assert json.loads(chapters.content)["version"] == "1.2.0"
    assert json.loads(chapters.content)["chapters"] == [
        {"startTime": 0, "title": "Anfang"},
        {"startTime": 30, "title": "Mitte", "url": "https://example.org/"},
    ]
    assert client.get(one(item, "enclosure").get("url"))["Content-Type"] == "audio/mpeg"


def test_a_transcript_without_times_is_offered_as_text_alone(feed):
    elsewhere = feed.findall("channel/item")[1]
    assert [t.get("type") for t in elsewhere.findall("podcast:transcript", NAMES)] == ["text/html"]
    assert one(elsewhere, "enclosure").get("length") == "0"


def test_the_artwork_is_drawn_square_and_large_enough(client, show):
    response = client.get("/schnack/artwork.jpg")
    picture = Image.open(BytesIO(response.content))
    assert (picture.format, picture.mode, picture.width) == ("JPEG", "RGB", picture.height)
    assert 1400 <= picture.width <= 3000
    assert len(response.content) < 512 * 1024
    tag = response["ETag"]
    assert client.get("/schnack/artwork.jpg", headers={"if-none-match": tag}).status_code == 304


def test_only_public_episodes_with_a_recording_are_in_the_feed(client, show):
    EpisodePageFactory(parent=show, title="Stumm")
    EpisodePageFactory(parent=show, title="Entwurf", live=False, audio=recording())
    hidden = EpisodePageFactory(parent=show, title="Geheim", audio=recording())
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")
    assert [t.text for t in feed_of(client).findall("channel/item/title")] == ["Tauwerk & Netze", "Elsewhere"]


def test_a_translated_show_has_a_feed_of_its_own_language(client, show):
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = show.get_parent().specific.copy_for_translation(english)
    home.save_revision().publish()
    show.copy_for_translation(english).save_revision().publish()
    channel = read(client.get("/en/schnack/feed.xml").content).find("channel")
    assert (text(channel, "language"), channel.findall("item")) == ("en", [])


def test_programs_that_ask_again_get_nothing_new(client, show):
    show.save_revision().publish()
    response = client.get("/schnack/feed.xml")
    again = client.get("/schnack/feed.xml", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert parsedate_to_datetime(response["Last-Modified"])


def test_the_identity_of_a_show_outlives_its_address(client, show):
    guid = text(feed_of(client), "channel/podcast:guid")
    show.slug = "neu"
    show.save_revision().publish()
    channel = read(client.get("/neu/feed.xml").content)
    assert text(channel, "channel/podcast:guid") == guid


def test_signs_that_xml_cannot_say_are_left_out(client, show):
    EpisodePageFactory(parent=show, title="Glocke\x07", audio=recording(), standfirst="Ein\x0bSatz.")
    assert "Glocke" in [t.text for t in feed_of(client).findall("channel/item/title")]


@pytest.mark.parametrize(
    ("category", "subcategory", "field"),
    [
        ("Quatsch", "", "category"),
        ("Business", "Books", "subcategory"),
        ("Government", "Marketing", "subcategory"),
    ],
)
def test_a_category_that_directories_do_not_know_is_refused(show, category, subcategory, field):
    show.category, show.subcategory = category, subcategory
    with pytest.raises(ValidationError) as refused:
        show.save()
    assert field in refused.value.message_dict


def test_the_page_of_the_show_names_its_feed(client, show):
    page = client.get("/schnack/").content.decode()
    assert '<link rel="alternate" type="application/rss+xml"' in page
    assert 'value="http://testserver/schnack/feed.xml"' in page
