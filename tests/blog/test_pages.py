"""Stories, episodes and postcards as readers see them."""

import re
from datetime import date, timedelta

import pytest

from tests.editorial.test_pages import HOLD, words_of
from tests.factories import EpisodePageFactory, PostcardPageFactory, StoryPageFactory

pytestmark = pytest.mark.django_db


def test_a_story_names_its_number_date_and_source(client, publisher):
    story = StoryPageFactory(
        title="Das elfte Brot",
        number=41,
        published_on=date(2026, 11, 16),
        source="Brotzeit 3",
        source_url="https://example.org/brot",
        body=[("paragraph", "<p>Meike Ohlrogge zählte.</p>")],
    )
    response = client.get(story.url)
    page = response.content.decode()
    assert f"16.{HOLD}November{HOLD}2026" in page
    assert f"Nr.{HOLD}41" in page
    assert 'href="https://example.org/brot"' in page
    assert "Meike Ohlrogge zählte." in words_of(response)


def test_an_episode_shows_its_transcript_with_speakers(client, publisher):
    episode = EpisodePageFactory(
        title="Sechs Wochen Karteikarten",
        show="Pollenschnack",
        guest="Wencke Ruge",
        duration=timedelta(minutes=8, seconds=52),
        transcript=[
            ("turn", {"speaker": "Jonas", "seconds": 65, "text": "<p>Moin aus Husum.</p>"}),
            ("turn", {"speaker": "Wencke", "seconds": None, "text": "<p>Moin.</p>"}),
        ],
    )
    words = words_of(client.get(episode.url))
    assert "Jonas 1:05 Moin aus Husum. Wencke Moin." in words
    assert "Wencke Ruge" in words
    assert "<audio" not in client.get(episode.url).content.decode()


def test_a_postcard_in_the_rack_turns_over_without_a_script(client, publisher):
    card = PostcardPageFactory(title="Bierdeckel", place="Rapperswil", sender="Jochen", topics=["Strategie"])
    page = client.get("/ansichtskarten/").content.decode()
    assert re.search(r'<details class="postcard__turn"><summary><span[^>]*>[^<]*Bierdeckel<', page)
    assert page.index("postcard__picture") < page.index("postcard__text")
    assert card.statement in words_of(client.get("/ansichtskarten/"))
    assert f'href="{card.url}"' in page


def test_a_postcard_has_a_page_with_both_sides(client, publisher):
    card = PostcardPageFactory(title="Bierdeckel", place="Rapperswil", sender="Jochen")
    words = words_of(client.get(card.url))
    assert "Jochen Rapperswil" in words
    assert card.statement in words


def test_long_lists_are_parted_into_pages(client, publisher):
    for number in range(1, 15):
        StoryPageFactory(title=f"Nummer {number:02}", published_on=date(2026, 1, number))
    first, second = words_of(client.get("/geschichten/")), words_of(client.get("/geschichten/?p=2"))
    assert "Nummer 14" in first
    assert "Nummer 02" not in first
    assert "Nummer 02" in second
    assert "Nummer 14" not in second


def test_a_list_needs_few_queries_however_long_it_is(client, publisher, django_assert_max_num_queries):
    for number in range(12):
        StoryPageFactory(title=f"Nummer {number}", topics=["Vertrauen", f"Thema {number}"])
    client.get("/geschichten/")
    with django_assert_max_num_queries(20):
        client.get("/geschichten/")
