import csv
import io

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pollen.models import Grain
from pollen.services import folding, gathering
from segments.models import Export
from segments.services import exporting
from segments.services.interests import topic_segment, topic_segments
from subscribers.models import Purpose, TopicChoice
from subscribers.services import consent
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(topics=["Datenschutz"])


@pytest.fixture
def topic(story):
    return story.topics.get()


@pytest.fixture(autouse=True)
def small_groups_will_do(settings):
    settings.EXPORT_MINIMUM_SIZE = 2


@pytest.fixture
def marketer(client, django_user_model):
    user = django_user_model.objects.create_user("marketing")
    wanted = ["access_admin", "view_segments", "export_segments"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    return client


def readers_of(story, *names, consents=("brief", "pollen")):
    readers = [SubscriberFactory(email=f"{name}@example.org", name=name, consents=consents) for name in names]
    for reader in readers:
        gathering.record(reader, story, Grain.Kind.READ)
    folding.fold()
    return readers


def count(topic):
    return next(segment.count for segment in topic_segments() if segment.topic == topic)


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_topic_counts_who_read_about_it_and_who_chose_it(newsletter, story, topic):
    readers_of(story, "ada", "emil")
    stated = SubscriberFactory(consents=["brief", "pollen"])
    TopicChoice.objects.create(subscriber=stated, topic=topic, stance="wanted")
    assert count(topic) == 3


def test_who_refused_the_topic_is_not_counted(newsletter, story, topic):
    [ada] = readers_of(story, "ada")
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="refused")
    assert count(topic) == 0


def test_reading_fades(newsletter, story, topic):
    with time_machine.travel("2026-01-01"):
        readers_of(story, "ada")
        assert count(topic) == 1
    with time_machine.travel("2026-06-01"):
        assert count(topic) == 0


def test_who_withdrew_pollen_is_not_counted(newsletter, story, topic):
    [ada] = readers_of(story, "ada")
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert count(topic) == 0


def test_the_list_holds_only_those_who_may_be_written_to(marketer, newsletter, story, topic):
    _ada, _emil, left, hidden = readers_of(story, "ada", "emil", "left", "hidden")
    consent.withdraw(left.subject, newsletter.purpose)
    consent.withdraw(hidden.subject, Purpose.objects.get(key="pollen"))
    response = marketer.post(reverse("segments_export", args=[topic.slug]), {"purpose": newsletter.purpose_id})
    assert rows_of(response) == [
        {"email": f"{name}@example.org", "name": name, "form_of_address": "sie", "language": "de"}
        for name in ("ada", "emil")
    ]


def test_every_download_is_logged_with_who_and_whom(marketer, newsletter, story, topic):
    readers = readers_of(story, "ada", "emil")
    marketer.post(reverse("segments_export", args=[topic.slug]), {"purpose": newsletter.purpose_id})
    [export] = Export.objects.all()
    assert (export.by.username, export.topic, export.purpose) == ("marketing", topic, newsletter.purpose)
    assert set(export.subjects) == {str(reader.subject) for reader in readers}


def test_a_list_that_small_is_not_exported_and_not_logged(marketer, newsletter, story, topic):
    readers_of(story, "ada")
    response = marketer.post(
        reverse("segments_export", args=[topic.slug]), {"purpose": newsletter.purpose_id}, follow=True
    )
    assert response["Content-Type"].startswith("text/html")
    assert not Export.objects.exists()


def test_a_list_needs_a_newsletters_purpose(marketer, newsletter, story, topic):
    readers_of(story, "ada", "emil")
    pollen = Purpose.objects.get(key="pollen")
    for wrong in ("", "999", "brief", pollen.pk):
        assert marketer.post(reverse("segments_export", args=[topic.slug]), {"purpose": wrong}).status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx"])
def test_a_name_that_looks_like_a_formula_is_made_harmless(cell):
    assert exporting.harmless(cell) == f"'{cell}"


def test_the_page_shows_counts_and_hides_small_groups(marketer, newsletter, story, topic):
    readers_of(story, "ada", "emil")
    page = marketer.get(reverse("segments_index")).content.decode()
    assert "Datenschutz" in page
    assert "ada@example.org" not in page


def test_a_column_of_few_in_a_large_group_is_not_told(marketer, newsletter, story, topic, settings):
    settings.EXPORT_MINIMUM_SIZE = 3
    [ada, *_rest] = readers_of(story, "ada", "emil", "uwe")
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    [(segment, stated_shown)] = marketer.get(reverse("segments_index")).context["rows"]
    assert (segment.count, segment.stated, stated_shown) == (3, 1, False)


def test_a_topic_that_the_log_of_exports_names_is_not_deleted(admin_client, newsletter, story, topic):
    story.topics.clear()
    story.save()
    Export.objects.create(topic=topic, purpose=newsletter.purpose)
    url = reverse(topic.snippet_viewset.get_url_name("delete"), args=[topic.pk])
    assert admin_client.post(url).status_code == 302
    assert Export.objects.get().topic == topic


def test_an_editor_without_the_right_neither_sees_nor_takes_lists(
    client, django_user_model, newsletter, story, topic
):
    user = django_user_model.objects.create_user("redaktion")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("segments_index")).status_code in (302, 403)
    response = client.post(reverse("segments_export", args=[topic.slug]), {"purpose": newsletter.purpose_id})
    assert response.status_code in (302, 403)
    assert not Export.objects.exists()


def test_an_unused_topic_has_nobody(newsletter):
    assert count(TopicFactory(label_de="Preise")) == 0


def test_one_segment_is_read_without_the_interests_of_the_others(newsletter, story, topic):
    other = StoryPageFactory(topics=["Preise"])
    readers_of(story, "a", "b")
    readers_of(other, "c", "d", "e")
    with CaptureQueriesContext(connection) as queries:
        segment = topic_segment(topic)
    assert segment == next(found for found in topic_segments() if found.topic == topic)
    assert segment.count == 2
    [interests] = [query["sql"] for query in queries if "pollen_interest" in query["sql"]]
    assert '"topic_id" IN' in interests
