"""«Mein Blütenstaub»: the reader sees all that is believed, and only the reader does."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.models import Purpose, TopicChoice
from subscribers.services import consent, tokens
from tests.factories import StoryPageFactory, TopicFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Zwei Häkchen", topics=["Datenschutz"])


def page_of(client, subscriber):
    return client.get(reverse("pollen:profile", args=[tokens.for_preferences(subscriber)]))


def test_the_reader_sees_topics_reasons_and_the_notes_behind_them(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Preise"), stance="refused")
    page = page_of(client, ada).content.decode()
    assert "Datenschutz" in page
    assert "Sie haben in den letzten 90 Tagen einen Text dazu gelesen." in page
    assert "Zwei Häkchen" in page
    assert "Preise" in page


def test_without_the_consent_there_is_nothing_to_see(client, bruno):
    TopicChoice.objects.create(subscriber=bruno, topic=TopicFactory(label_de="Preise"), stance="wanted")
    page = page_of(client, bruno).content.decode()
    assert "beliefs" not in page
    assert "Sie haben dem Blütenstaub nicht zugestimmt" in page


def test_after_a_withdrawal_the_page_is_empty(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert "Zwei Häkchen" not in page_of(client, ada).content.decode()


def test_every_note_is_shown_however_many_there_are(client, ada, story):
    now = timezone.now()
    Grain.objects.bulk_create(
        Grain(
            subscriber=ada, readable=story, kind="read", weight=1.0, at=now, day=now.date() - timedelta(days=days)
        )
        for days in range(130)
    )
    assert page_of(client, ada).content.decode().count("Zwei Häkchen") == 130


def test_a_note_of_a_text_that_is_gone_from_the_site_has_no_link(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    story.unpublish()
    page = page_of(client, ada).content.decode()
    assert "Zwei Häkchen" in page
    assert f'href="{story.url}"' not in page


def test_an_old_or_forged_link_shows_nothing(client, ada, story):
    with time_machine.travel("2026-01-01"):
        old = tokens.for_preferences(ada)
    assert client.get(reverse("pollen:profile", args=[old])).status_code == 410
    assert client.get(reverse("pollen:profile", args=["abc.def"])).status_code == 404


def test_the_page_is_kept_out_of_caches_and_its_address_out_of_referrers(client, ada):
    page = page_of(client, ada)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies
