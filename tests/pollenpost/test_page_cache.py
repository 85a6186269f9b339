"""Pages are kept whole, the same for everybody."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisIsDown
from wagtail_factories import ImageFactory

from editorial.services import warming
from tests import factories
from tests.pollenpost.kept_pages import is_kept, text_of

pytestmark = pytest.mark.usefixtures("pages_are_kept")


def test_a_kept_page_asks_the_database_for_nothing(client, story, django_assert_num_queries):
    first = client.get(story.url)
    with django_assert_num_queries(0):
        second = client.get(story.url)

    assert second.content == first.content
    assert "Reihe neun" in second.content.decode()
    assert second["Content-Language"] == "de"
    assert second["Content-Type"].startswith("text/html")


def test_a_page_sets_no_cookie_and_varies_with_no_language(client, story):
    german = client.get(story.url, headers={"accept-language": "de"})
    english = client.get(story.url, headers={"accept-language": "en"})

    for answer in (german, english):
        assert not answer.cookies
        assert answer["Content-Language"] == "de"
        assert "Accept-Language" not in answer["Vary"]
    assert german.content == english.content


def test_without_the_cache_the_address_alone_decides_the_language_too(client, story, settings):
    settings.PAGE_CACHE_SECONDS = 0

    answer = client.get(story.url, headers={"accept-language": "en"})

    assert answer["Content-Language"] == "de"
    assert "Accept-Language" not in answer.get("Vary", "")
    assert client.get("/en/themen/", headers={"accept-language": "de"})["Content-Language"] == "en"


def test_a_page_is_kept_no_longer_than_its_time(client, story):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get(story.url)
        clock.shift(timedelta(seconds=599))
        assert client.get(story.url)["Age"] == "599"
        clock.shift(timedelta(seconds=2))
        assert client.get(story.url)["Age"] == "0"


def test_a_browser_that_has_the_page_is_told_so(client, story, django_assert_num_queries):
    tag = client.get(story.url)["ETag"]
    with django_assert_num_queries(0):
        again = client.get(story.url, headers={"if-none-match": tag})

    assert again.status_code == 304
    assert again["ETag"] == tag
    assert not again.content
    assert client.get(story.url, headers={"if-none-match": 'W/"another"'}).status_code == 200


def test_a_page_is_sent_compressed_to_who_can_read_that(client, story):
    for _time in range(2):
        packed = client.get(story.url, headers={"accept-encoding": "gzip, br"})
        plain = client.get(story.url)

        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert "Accept-Encoding" in packed["Vary"]
        assert int(packed["Content-Length"]) == len(packed.content)


def test_a_question_for_the_head_alone_gets_no_body(client, story):
    client.get(story.url)
    head = client.head(story.url)

    assert head.status_code == 200
    assert not head.content
    assert int(head["Content-Length"]) > 1000


def test_campaign_parameters_make_no_page_of_their_own_and_leave_no_trace(client, story):
    first = client.get(f"{story.url}?utm_source=brief&utm_medium=mail&fbclid=abc")

    assert "utm_" not in first.content.decode()
    assert is_kept(client, story.url)


@pytest.mark.parametrize("query", ["?q=Kunden", "?p=2&x=1", "?p=zwei", "?p=99999", "?p="])
def test_unknown_parameters_bypass_the_cache(client, home, query):
    blog = factories.BlogPageFactory()

    assert not is_kept(client, f"{blog.url}{query}")


def test_each_page_of_a_list_is_kept_by_itself(client, home):
    blog = factories.BlogPageFactory()
    for number in range(14):
        factories.StoryPageFactory(parent=blog, title=f"Geschichte mit der Nummer {number:02}")

    assert is_kept(client, f"{blog.url}?p=2")
    assert text_of(client, f"{blog.url}?p=2") != text_of(client, blog.url)


def test_who_is_logged_in_gets_a_page_of_their_own(client, story):
    client.get(story.url)
    client.force_login(get_user_model().objects.create_superuser("henrike", "h@pollenpost.example", "secret"))
    answer = client.get(story.url)

    assert "wagtail-userbar" in answer.content.decode()
    assert not answer.has_header("Age")
    assert "wagtail-userbar" not in text_of(Client(), story.url)


def test_a_pollen_cookie_that_says_nothing_makes_no_page_of_its_own(client, story):
    """What the cookie of a recognised reader makes of a page is proved in tests/pollen/test_variants.py."""
    everybodys = client.get(story.url)
    client.cookies["pollen"] = "nonsense"
    answer = client.get(story.url)

    assert answer.content == everybodys.content
    assert answer.has_header("Age")
    assert "private" in answer["Cache-Control"]
    # What no longer recognises anybody is taken back.
    assert answer.cookies["pollen"].value == ""


@pytest.mark.parametrize("path", ["/brief/", "/brief/einstellungen/", "/admin/login/", "/gibt-es-nicht/"])
def test_forms_the_admin_and_errors_are_not_kept(client, newsletter, path):
    assert not is_kept(client, path)


def test_the_preview_of_a_draft_is_kept_from_readers(client, story):
    story.title = "Nur ein Entwurf"
    preview = story.make_preview_request()

    assert "Nur ein Entwurf" in preview.content.decode()
    assert not preview.has_header("Age")
    assert "Nur ein Entwurf" not in text_of(client, story.url)


def test_an_unreachable_cache_slows_pages_down_and_breaks_none(client, story, monkeypatch):
    def unreachable(*_args, **_kwargs):
        raise RedisIsDown("Connection refused")

    for method in ("get_many", "get", "set", "add"):
        monkeypatch.setattr(caches["pages"], method, unreachable)

    assert client.get(story.url).status_code == 200


def test_the_pictures_of_a_published_page_are_drawn_before_its_first_reader_comes(home):
    story = factories.StoryPageFactory(title="Reihe neun", image=ImageFactory())
    warming.warm(story.pk)

    drawn = set(story.image.renditions.values_list("filter_spec", flat=True))
    assert any("avif" in spec for spec in drawn)
    assert any("webp" in spec for spec in drawn)


def test_a_page_that_is_gone_is_not_written_for_its_pictures(story):
    story.unpublish()

    warming.warm(story.pk)
    warming.warm(0)
