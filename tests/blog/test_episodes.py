"""Recordings: what is read from them, who may hear them, how they are handed out; trees; the episode's page."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, PageViewRestriction

from blog import guests
from blog.models import EpisodePage
from tests.blog.sound import chapter, recording, silence, turn
from tests.editorial.test_pages import words_of
from tests.factories import EpisodePageFactory, HomePageFactory, ShowPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(publisher):
    return ShowPageFactory(title="Schnack", slug="schnack", parent=HomePageFactory())


def lock(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


# --- What is read from the file -----------------------------------------------------------------------


def test_length_and_size_are_read_from_the_recording(show):
    episode = EpisodePageFactory(parent=show, audio=recording(30))
    assert (episode.duration, episode.audio_bytes) == (timedelta(seconds=30), len(silence(30)))


def test_a_length_that_an_editor_corrected_stays_until_the_file_is_another(show):
    episode = EpisodePageFactory(parent=show, audio=recording(30))
    episode.duration = timedelta(seconds=33)
    episode.save()
    assert episode.seconds == 33
    episode.audio = recording(12, "anders.mp3")
    episode.save()
    assert episode.seconds == 12


@pytest.mark.parametrize("name", ["lied.mp3", "lied.m4a", "lied.txt"])
def test_a_file_that_is_no_recording_is_refused_by_name(show, name):
    with pytest.raises(ValidationError) as refused:
        EpisodePageFactory(parent=show, audio=recording(name=name, content=b"Nur Text. " * 200))
    assert "lied" in refused.value.message_dict["audio"][0]


def test_an_address_elsewhere_must_be_of_a_recording(show):
    with pytest.raises(ValidationError) as refused:
        EpisodePageFactory(parent=show, audio_url="https://example.org/folge")
    assert ".mp3" in refused.value.message_dict["audio_url"][0]


def test_file_and_address_at_once_are_refused(show):
    with pytest.raises(ValidationError):
        EpisodePageFactory(parent=show, audio=recording(), audio_url="https://example.org/folge.mp3")


# --- How it is handed out (RFC 9110, section 14) ------------------------------------------------------


@pytest.fixture
def heard(show):
    return EpisodePageFactory(parent=show, title="Folge", slug="folge", audio=recording(30))


def test_the_recording_has_the_address_of_its_episode(client, heard):
    response = client.get("/schnack/folge/audio.mp3")
    assert (response.status_code, response["Content-Type"]) == (200, "audio/mpeg")
    assert response["Accept-Ranges"] == "bytes"
    assert body_of(response) == silence(30)
    assert client.get("/schnack/folge/audio.m4a").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-99", 206, "bytes 0-99/29988", 100),
        ("bytes=29900-", 206, "bytes 29900-29987/29988", 88),
        ("bytes=-10", 206, "bytes 29978-29987/29988", 10),
        ("bytes=29900-99999", 206, "bytes 29900-29987/29988", 88),
        ("bytes=29988-", 416, "bytes */29988", 0),
        ("bytes=-0", 416, "bytes */29988", 0),
        ("bytes=5-2", 200, None, 29988),
        ("bytes=0-1,5-6", 200, None, 29988),
        ("seconds=1-2", 200, None, 29988),
    ],
)
def test_players_get_the_part_they_ask_for(client, heard, asked, status, told, length):
    response = client.get("/schnack/folge/audio.mp3", headers={"range": asked})
    assert (response.status_code, response.get("Content-Range")) == (status, told)
    assert len(body_of(response)) == length


def test_nothing_is_sent_twice_and_no_part_of_another_file(client, heard):
    tag = client.get("/schnack/folge/audio.mp3")["ETag"]
    assert client.get("/schnack/folge/audio.mp3", headers={"if-none-match": tag}).status_code == 304
    stale = client.get("/schnack/folge/audio.mp3", headers={"range": "bytes=0-9", "if-range": '"alt"'})
    assert stale.status_code == 200


@pytest.mark.parametrize("name", ["audio.mp3", "transcript.vtt", "transcript.html", "chapters.json"])
def test_files_stand_behind_the_door_of_their_page(client, show, name):
    fields = {"transcript": [turn("Ole", 3, "Ganz geheim.")], "chapters": [chapter(3, "Geheim")]}
    episode = EpisodePageFactory(parent=show, slug="folge", audio=recording(), **fields)
    assert client.get(f"/schnack/folge/{name}").status_code == 200
    lock(episode)
    response = client.get(f"/schnack/folge/{name}")
    assert "private" in response["Cache-Control"]
    assert b"password" in response.content
    assert "geheim" not in response.content.decode().lower()
    episode.unpublish()
    assert client.get(f"/schnack/folge/{name}").status_code == 404


def test_a_show_has_no_files_of_an_episode_and_a_story_none_at_all(client, heard):
    for path in (
        "/schnack/audio.mp3",
        "/schnack/folge/feed.xml",
        "/schnack/nirgends/audio.mp3",
        "/nirgends/feed.xml",
    ):
        assert client.get(path).status_code == 404


# --- The page -----------------------------------------------------------------------------------------


def test_without_a_script_times_lead_into_the_recording(client, show):
    episode = EpisodePageFactory(
        parent=show,
        slug="folge",
        audio=recording(300),
        chapters=[chapter(0, "Anfang"), chapter(65, "Mitte")],
        transcript=[turn("Ole", 65, "Moin."), turn("Ole", 70, "Noch was."), turn("Wiebke", None, "Ja.")],
    )
    page = client.get(episode.url).content.decode()
    assert page.count('href="/schnack/folge/audio.mp3#t=65"') == 2
    assert '<time datetime="PT65S">1:05</time>' in page
    assert 'preload="none"' in page
    assert re.search(r'<script type="module" src="[^"]*player', page)
    # Who goes on talking is named once for the eye.
    assert page.count('<span class="visually-hidden">Ole</span>') == 1


def test_without_a_recording_there_is_no_player_and_no_script(client, show):
    episode = EpisodePageFactory(parent=show, transcript=[turn("Ole", 65, "Moin.")])
    page = client.get(episode.url).content.decode()
    assert "<audio" not in page
    assert "player.js" not in page
    assert '<time datetime="PT65S">1:05</time>' in page


def test_a_transcript_without_times_offers_no_webvtt(client, show):
    episode = EpisodePageFactory(parent=show, slug="folge", transcript=[turn("Ole", None, "Moin.")])
    assert "transcript.vtt" not in client.get(episode.url).content.decode()
    assert client.get("/schnack/folge/transcript.vtt").status_code == 404
    assert b"<cite>Ole:</cite>" in client.get("/schnack/folge/transcript.html").content


def test_an_episode_number_is_refused_twice(show):
    EpisodePageFactory(parent=show, number=3)
    with pytest.raises(ValidationError):
        EpisodePageFactory(parent=show, number=3)


# --- A tree for each guest ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ada Lindgren", ["Ada Lindgren"]),
        ("Ada, Bruno und Clara", ["Ada", "Bruno", "Clara"]),
        ("Ada & Bruno and Clara", ["Ada", "Bruno", "Clara"]),
        ("Ada, Ada", ["Ada"]),
        ("Gundula Sandmann", ["Gundula Sandmann"]),
        ("", []),
    ],
)
def test_guests_are_told_apart(line, people):
    assert guests.names(line) == people


def test_trees_are_counted_on_from_those_before(client, show):
    show.trees_before = 35
    show.save()
    first = EpisodePageFactory(parent=show, guest="Ada und Bruno", published_on=date(2026, 9, 1))
    second = EpisodePageFactory(parent=show, guest="Clara", published_on=date(2026, 9, 2))
    assert (show.trees, show.trees_of(first), show.trees_of(second)) == (38, [36, 37], [38])
    assert "38" in words_of(client.get(show.url))
    assert re.search(r"Clara\D+38", words_of(client.get(second.url)))


def test_guests_of_drafts_and_protected_episodes_have_no_tree_yet(show):
    show.trees_before = 1
    show.save()
    draft = EpisodePageFactory(parent=show, guest="Ada", live=False)
    lock(EpisodePageFactory(parent=show, guest="Bruno"))
    assert (show.trees, show.trees_of(draft)) == (1, [])


def test_who_plants_no_trees_does_not_claim_any(client, show):
    episode = EpisodePageFactory(parent=show, guest="Ada")
    assert show.trees_of(episode) == []
    assert "tree" not in client.get(show.url).content.decode().partition("<main")[2]


def test_a_translated_episode_names_the_tree_of_its_original(show):
    show.trees_before = 7
    show.save()
    episode = EpisodePageFactory(parent=show, guest="Ada")
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = episode.copy_for_translation(english, copy_parents=True)
    shown = translated.get_parent().specific
    assert (shown.trees, shown.trees_of(translated)) == (8, [8])
    assert EpisodePage.objects.count() == 2
