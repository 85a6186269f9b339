"""Readers are found in the admin by the database; the search index holds no copy of who they are."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.search import index
from wagtail.search.models import IndexEntry

from subscribers.models import Subscriber
from tests.factories import SubscriberFactory


def entries():
    return IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Subscriber))


@pytest.mark.django_db
def test_no_reader_is_in_the_search_index(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ada = SubscriberFactory(email="ada@example.org")
        ada.name = "Ada Lindgren"
        ada.save()
    assert not index.class_is_indexed(Subscriber)
    assert not entries().exists()


@pytest.mark.django_db
def test_the_migration_takes_readers_out_of_the_index_and_leaves_the_rest(home):
    topic = ContentType.objects.get_for_model(type(home))
    readers = ContentType.objects.get_for_model(Subscriber)
    # The text columns differ between databases; a row with the columns that both know is enough here.
    vector = {"title": "", "body": "", "autocomplete": ""}
    IndexEntry.objects.all().delete()
    for content_type in (topic, readers):
        IndexEntry.objects.create(content_type=content_type, object_id="1", title_norm=1, **vector)
    import_module("subscribers.migrations.0004_no_readers_in_the_search_index").forget_readers(apps, None)
    assert [entry.content_type for entry in IndexEntry.objects.all()] == [topic]
