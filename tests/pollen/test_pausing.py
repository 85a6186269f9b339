"""A profile that pauses, one that begins anew, and who may do neither."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pollen import recognition
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.models import Purpose, Subscriber, TopicChoice
from subscribers.services import consent, rights, tokens
from tests.pollen.own_page import read, stances, topics_of_letters


def test_while_pollen_pauses_nothing_is_noted_and_nobody_recognised(client, press, rf, ada, story, another):
    read(ada, story)
    page = press(ada, pause="now")
    assert "Ihr Blütenstaub macht ab jetzt Pause." in page
    assert read(ada, another) is None
    assert ada.grains.count() == 1
    ada.refresh_from_db()
    assert ada.pollen_paused_at is not None
    assert not consent.stands(ada.subject, Purpose.POLLEN)
    assert not Subscriber.objects.consenting(Purpose.POLLEN).exists()
    assert topics_of_letters(ada) == ["Datenschutz"]
    assert "Pause beenden" in page


def test_the_cookie_of_a_pausing_reader_recognises_nobody(client, press, rf, ada):
    answer = client.get("/")
    recognition.remember(answer, ada)
    cookie = answer.cookies[recognition.COOKIE].value

    def who():
        request = rf.get("/")
        request.COOKIES = {recognition.COOKIE: cookie}
        return recognition.recognise(request)

    assert who() == ada
    press(ada, pause="now")
    assert who() is None


def test_after_the_pause_everything_is_as_before(press, ada, story, another):
    read(ada, story)
    press(ada, pause="now")
    page = press(ada, end_pause="now")
    assert "Die Pause ist vorbei: Was Sie lesen, zählt wieder." in page
    read(ada, another)
    assert ada.grains.count() == 2
    ada.refresh_from_db()
    assert ada.pollen_paused_at is None


def test_a_long_pause_keeps_no_note_beyond_its_time(press, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, pause="now")
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        gathering.expire()
    assert not Grain.objects.exists()


def test_folding_comes_to_an_end_although_grains_of_a_pausing_reader_wait(press, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, pause="now")
    assert folding.fold() == 0
    assert ada.grains.count() == 1
    press(ada, end_pause="now")
    assert folding.fold() == 1
    assert topics_of_letters(ada) == ["Datenschutz"]


def test_a_pause_keeps_its_first_day_and_allows_corrections(press, ada, story, topic):
    press(ada, pause="now")
    since = Subscriber.objects.get().pollen_paused_at
    press(ada, pause="now")
    assert Subscriber.objects.get().pollen_paused_at == since
    press(ada, topic=topic.pk, stance="less")
    assert stances(ada) == {"Datenschutz": "less"}


def test_starting_anew_asks_once_and_deletes_what_was_noted_and_concluded(client, ada, story, topic):
    read(ada, story)
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    path = reverse("pollen:start_anew", args=[tokens.for_preferences(ada)])
    page = client.get(path).content.decode()
    assert "Ein Interesse, das wir aus Ihrer Lektüre errechnet haben" in page
    assert ada.grains.exists()
    answer = client.post(path)
    page = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert "Alles, was wir notiert und geschlossen hatten, ist gelöscht." in page
    assert not ada.grains.exists()
    assert not ada.interests.exists()
    assert stances(ada) == {"Datenschutz": "wanted"}
    assert consent.stands(ada.subject, Purpose.POLLEN)


def test_starting_anew_takes_the_choices_along_if_the_box_is_ticked(client, ada, story, topic):
    read(ada, story)
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="removed")
    client.post(reverse("pollen:start_anew", args=[tokens.for_preferences(ada)]), {"choices": "1"})
    assert stances(ada) == {}
    assert topics_of_letters(ada) == []


# --- Who may not ------------------------------------------------------------------------------------

EVERYTHING = [
    {"stance": "removed"},
    {"stance": "wanted"},
    {"pause": "now"},
    {"end_pause": "now"},
    {"note": True},
    {"saved": True},
    {"anew": True},
]


@pytest.mark.parametrize("act", EVERYTHING, ids=lambda act: next(iter(act)))
@pytest.mark.parametrize("state", ["restricted", "never agreed", "an old link", "a forged link"])
def test_who_may_not_change_the_profile_changes_nothing(client, ada, bruno, story, topic, act, state):
    grain = read(ada, story, Grain.Kind.SAVED)
    reader = bruno if state == "never agreed" else ada
    if state == "restricted":
        rights.restrict(ada.subject)
    with time_machine.travel(timezone.now() - timedelta(minutes=61 if state == "an old link" else 0)):
        token = "abc.def" if state == "a forged link" else tokens.for_preferences(reader)
    before = everything_of(ada, bruno)
    if "anew" in act:
        client.post(reverse("pollen:start_anew", args=[token]), {"choices": "1"})
    else:
        found = {"note": grain.pk, "saved": story.pk}
        fields = {name: found.get(name, value) for name, value in act.items()}
        client.post(reverse("pollen:profile", args=[token]), {"topic": topic.pk, **fields})
    assert everything_of(ada, bruno) == before


def everything_of(*readers):
    return [
        (
            list(reader.grains.values()),
            list(reader.interests.values()),
            list(reader.topic_choices.values()),
            Subscriber.objects.values("pollen_paused_at", "last_sign_at").get(pk=reader.pk),
        )
        for reader in readers
    ]
