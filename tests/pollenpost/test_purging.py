"""Kept pages are thrown away when anything that readers see is changed, and not otherwise."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.urls import resolve
from pollenpost import page_cache
from pollenpost.purging import purge_after_commit
from redis.exceptions import ConnectionError as RedisIsDown
from wagtail.models import Page, PageViewRestriction

from blog.models import BlogPage
from editorial import freshness
from tests import factories
from tests.pollenpost.kept_pages import is_kept, text_of

pytestmark = pytest.mark.usefixtures("pages_are_kept")


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


def test_a_publication_does_not_fail_with_the_cache(story, monkeypatch, committed):
    def unreachable(*_args, **_kwargs):
        raise RedisIsDown("Connection refused")

    monkeypatch.setattr(caches["pages"], "set", unreachable)
    with committed():
        story.title = "Trotzdem"
        story.save_revision().publish()

    assert Page.objects.get(pk=story.pk).title == "Trotzdem"
