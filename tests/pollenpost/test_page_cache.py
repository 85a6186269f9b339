"""Pages are kept whole, the same for everybody, and thrown away when anything that readers see is changed."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pollenpost import page_cache
from pollenpost.purging import purge_after_commit
from redis.exceptions import ConnectionError as RedisIsDown
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText
from wagtail_factories import ImageFactory

from blog.models import BlogPage
from editorial import freshness
from editorial.services import warming
from tests import factories


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    freshness.begin(None)


@pytest.fixture
def story(home):
    text = RichText("<p>Wer fragt, bekommt Antworten.</p>")
    return factories.StoryPageFactory(title="Reihe neun", body=[("paragraph", text)])


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens inside is committed at its end, as it would be without a test around it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_kept(client, path, **headers):
    """Whether a page is answered without asking the database."""
    return "Age" in client.get(path, headers=headers) and client.get(path, headers=headers).has_header("Age")


def text_of(client, path, **headers):
    return client.get(path, headers=headers).content.decode()


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


def test_what_was_published_is_shown_at_once(client, story, committed):
    client.get(story.url)
    with committed():
        story.title = "Reihe zehn"
        story.save_revision().publish()

    assert "Reihe zehn" in text_of(client, story.url)


def test_the_front_page_shows_what_was_published_elsewhere(client, home, committed):
    client.get("/")
    with committed():
        factories.StoryPageFactory(title="Die letzte Kiste")

    assert "Die letzte Kiste" in text_of(client, "/")


def test_what_was_unpublished_or_deleted_is_gone_at_once(client, story, committed):
    other = factories.StoryPageFactory(title="Zehn nach sieben")
    assert client.get(story.url).status_code == client.get(other.url).status_code == 200
    with committed():
        story.unpublish()
        Page.objects.get(pk=other.pk).delete()

    assert client.get(story.url).status_code == 404
    assert client.get(other.url).status_code == 404


def test_a_page_that_gets_a_password_is_shown_to_nobody_without_it(client, story, committed):
    client.get(story.url)
    with committed():
        PageViewRestriction.objects.create(
            page=story, restriction_type=PageViewRestriction.PASSWORD, password="Geheim"
        )

    for _time in range(2):
        answer = client.get(story.url)
        assert 'name="password"' in answer.content.decode()
        assert "Wer fragt" not in answer.content.decode()
        assert not answer.has_header("Age")
    assert story.title not in text_of(client, "/")


def test_a_moved_page_is_found_where_it_is_now(client, home, story, committed):
    client.get(story.url)
    elsewhere = home.add_child(instance=BlogPage(title="Archiv", slug="archiv"))
    before = story.url
    with committed():
        story.move(elsewhere, pos="last-child")

    assert client.get(before)["Location"] == "/archiv/reihe-neun/"
    assert client.get("/archiv/reihe-neun/").status_code == 200


def test_a_renamed_topic_has_its_new_name_everywhere(client, home, committed):
    topic = factories.TopicFactory(label_de="Zuhören")
    story = factories.StoryPageFactory(topics=[topic.label_de])
    client.get(story.url)
    with committed():
        topic.label_de = "Hinhören"
        topic.save()

    assert "Hinhören" in text_of(client, story.url)


def test_the_imprint_shows_what_was_saved(client, publisher, committed):
    assert "Am Alten Hafen 3" in text_of(client, "/impressum/")
    with committed():
        publisher.postal_address = "Am Neuen Hafen 4\n25813 Husum"
        publisher.save()

    assert "Am Neuen Hafen 4" in text_of(client, "/impressum/")


def test_a_draft_throws_nothing_away(client, story, committed):
    assert is_kept(client, story.url)
    word = freshness.generation()
    with committed():
        story.title = "Noch nicht fertig"
        story.save_revision()

    assert freshness.generation() == word
    assert "Noch nicht fertig" not in text_of(client, story.url)


def test_what_readers_send_in_throws_nothing_away(newsletter, committed):
    word = freshness.generation()
    with committed():
        factories.SubscriberFactory(email="dora@example.org", consents=["brief"])

    assert freshness.generation() == word


def test_a_page_written_before_a_publication_is_not_kept_after_it(rf, story, committed):
    """The old page is ready only when the new one is published already."""

    def slowly(request):
        request.resolver_match = resolve(request.path_info)
        with committed():
            purge_after_commit()
        return HttpResponse("old")

    cache = page_cache.page_cache(slowly)
    cache(rf.get(story.url))
    key = page_cache._key(rf.get(story.url))
    _word, kept = page_cache._look_up(key)

    assert kept is not None
    assert not page_cache._is_fresh(kept, freshness.generation())


def test_while_one_writes_a_page_anew_others_get_the_old_one(client, story, committed):
    client.get(story.url)
    key = page_cache._key(client.get(story.url).wsgi_request)
    with committed():
        purge_after_commit()
    caches["pages"].add(f"{key}:writing", 1, 5)

    assert client.get(story.url).has_header("Age")
    caches["pages"].delete(f"{key}:writing")
    assert client.get(story.url)["Age"] == "0"


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


def test_who_carries_a_pollen_cookie_gets_a_page_of_their_own(client, story):
    client.get(story.url)
    client.cookies["pollen"] = "nonsense"
    answer = client.get(story.url)

    assert not answer.has_header("Age")
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


def test_a_publication_does_not_fail_with_the_cache(story, monkeypatch, committed):
    def unreachable(*_args, **_kwargs):
        raise RedisIsDown("Connection refused")

    monkeypatch.setattr(caches["pages"], "set", unreachable)
    with committed():
        story.title = "Trotzdem"
        story.save_revision().publish()

    assert Page.objects.get(pk=story.pk).title == "Trotzdem"


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
