"""Erasure at the reader's own hand: one page that says what goes and what stays, and one POST."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from subscribers import personal_data
from subscribers.models import ConsentEvent, Subscriber, TopicChoice
from subscribers.services import suppression, tokens
from tests.factories import TopicFactory


@pytest.fixture
def path(ada):
    return reverse("subscribers:erase", args=[tokens.for_preferences(ada)])


def filled(reader):
    return [holding for holding in personal_data.holdings() if holding.collect(reader)]


def stays(reader):
    return [escape(holding.stays)[1:] for holding in filled(reader) if holding.stays]


def test_the_page_says_what_goes_and_what_stays_and_looking_erases_nothing(client, ada, path):
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Recht"), stance="wanted")
    page = client.get(path).content.decode()
    assert len(filled(ada)) >= 3
    assert all(escape(holding.label)[1:] in page for holding in filled(ada) if not holding.stays)
    assert all(said in page for said in stays(ada))
    assert Subscriber.objects.filter(pk=ada.pk).exists()


def test_one_post_erases_and_the_receipt_is_on_the_page_and_in_the_mail(client, worker, ada, path, outbox):
    kept = stays(ada)
    with worker():
        answer = client.post(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Alles über Sie ist gelöscht" in page
    assert kept
    assert all(said in page for said in kept)
    assert not Subscriber.objects.filter(pk=ada.pk).exists()
    [letter] = outbox
    assert letter.to == ["ada@example.org"]
    assert suppression.find("ada@example.org").reason == "erased"


def test_the_ledger_says_by_which_way_it_was_asked_for(client, ada, path):
    client.post(path)
    ended = ConsentEvent.objects.filter(subject=ada.subject, kind="withdrawn")
    assert {event.evidence["form"] for event in ended} == {"preferences"}


def test_pressing_the_button_twice_is_friendly(client, ada, path):
    client.post(path)
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 404


def test_other_readers_stay(client, ada, bruno, path):
    client.post(path)
    assert list(Subscriber.objects.all()) == [bruno]


def test_an_erasure_that_cannot_be_noted_is_not_done_and_said_so(client, ada, path, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path
    answer = client.post(path)
    assert answer.status_code == 503
    assert "nichts wurde geändert" in answer.content.decode()
    assert Subscriber.objects.filter(pk=ada.pk).exists()
