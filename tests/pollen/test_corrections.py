"""What readers correct in their profile holds, whatever they read later (GDPR Art. 16)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pollen.models import Grain, Interest
from pollen.services import overview
from subscribers.models import ConsentEvent, Purpose, Subscriber, TopicChoice
from subscribers.services import consent, tokens
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory
from tests.pollen.own_page import read, stances, topics_of_letters

# --- Topics -----------------------------------------------------------------------------------------


def test_a_removed_topic_does_not_grow_back_by_reading(press, ada, story, another, topic):
    read(ada, story)
    page = press(ada, topic=topic.pk, stance="removed")
    assert "Datenschutz ist aus Ihrem Blütenstaub entfernt und wächst nicht nach." in page
    assert stances(ada) == {"Datenschutz": "removed"}
    assert not Interest.objects.filter(subscriber=ada, topic=topic).exists()
    read(ada, another)
    assert not Interest.objects.filter(subscriber=ada, topic=topic).exists()
    assert not Grain.objects.unfolded().exists()
    assert topics_of_letters(ada) == []


def test_what_was_removed_grows_again_from_the_moment_that_is_taken_back(press, ada, story, another, topic):
    read(ada, story)
    press(ada, topic=topic.pk, stance="removed")
    page = press(ada, topic=topic.pk, stance="")
    assert "Zurückgenommen: Datenschutz zählt ab jetzt so, wie Sie lesen." in page
    assert topics_of_letters(ada) == []
    read(ada, another)
    [interest] = Interest.objects.filter(subscriber=ada)
    assert interest.lasting == pytest.approx(1.0, abs=0.01)


def test_more_of_a_topic_counts_beside_what_was_read(press, ada, story, topic):
    read(ada, story)
    read(ada, StoryPageFactory(topics=["Preise"]))
    page = press(ada, topic=topic.pk, stance="wanted")
    assert "Sie wollen mehr von Datenschutz." in page
    assert stances(ada) == {"Datenschutz": "wanted"}
    assert Interest.objects.filter(subscriber=ada).count() == 2
    first, second = overview.of(ada).flowers
    assert (first.topic.label_de, second.topic.label_de) == ("Datenschutz", "Preise")
    assert first.share == pytest.approx(4 / 6, abs=0.01)


def test_less_of_a_topic_leaves_a_third(press, ada, story, topic):
    read(ada, story)
    read(ada, StoryPageFactory(topics=["Preise"]))
    press(ada, topic=topic.pk, stance="less")
    weaker = overview.of(ada).flowers[-1]
    assert weaker.topic.label_de == "Datenschutz"
    assert weaker.share == pytest.approx(1 / 4, abs=0.01)
    assert Interest.objects.filter(subscriber=ada).count() == 2


def test_a_refused_topic_counts_nothing_and_comes_back_as_it_was(press, ada, story, topic):
    read(ada, story)
    page = press(ada, topic=topic.pk, stance="refused")
    assert "Datenschutz ist nicht Ihr Thema" in page
    assert topics_of_letters(ada) == []
    press(ada, topic=topic.pk, stance="")
    assert topics_of_letters(ada) == ["Datenschutz"]


@pytest.mark.parametrize("before", ["", "wanted", "less", "removed", "refused"])
def test_every_word_can_be_undone_with_the_button_beside_it(client, press, ada, topic, before):
    if before:
        TopicChoice.objects.create(subscriber=ada, topic=topic, stance=before)
    stance = "less" if before != "less" else "refused"
    page = press(ada, topic=topic.pk, stance=stance)
    said = page[page.index('id="said"') :]
    said = said[: said.index("</form>")]
    assert f'<input type="hidden" name="topic" value="{topic.pk}">' in said
    assert f'name="stance" value="{before}"' in said
    press(ada, topic=topic.pk, stance=before)
    assert stances(ada) == ({"Datenschutz": before} if before else {})


def test_no_address_tells_what_was_said_and_nobody_else_finds_it(client, ada, topic):
    emil = SubscriberFactory(email="emil@example.org", consents=["brief", "pollen"])
    for reader in (ada, emil):
        TopicChoice.objects.create(subscriber=reader, topic=topic, stance="less")
    path = reverse("pollen:profile", args=[tokens.for_preferences(ada)])
    address = client.post(path, {"topic": topic.pk, "stance": "refused"})["Location"]
    assert re.fullmatch(re.escape(path) + r"\?said=[\w-]{12}#said", address)
    asked = address.partition("#")[0]
    assert "Datenschutz ist nicht Ihr Thema" in client.get(asked).content.decode()
    TopicChoice.objects.update(stance="refused")
    of_emil = reverse("pollen:profile", args=[tokens.for_preferences(emil)])
    for other in (asked.replace(path, of_emil), f"{path}?said=x y", f"{path}?done=refused&topic={topic.pk}"):
        assert 'id="said"' not in client.get(other).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        fresh = reverse("pollen:profile", args=[tokens.for_preferences(ada)])
        assert 'id="said"' not in client.get(asked.replace(path, fresh)).content.decode()


def test_a_topic_is_added_from_the_list_of_those_not_wanted_yet(client, press, ada, topic):
    path = reverse("pollen:profile", args=[tokens.for_preferences(ada)])
    TopicFactory(label_de="Vorschlag", state="proposed")
    offered = client.get(path).content.decode()
    assert f'<option value="{topic.pk}">Datenschutz</option>' in offered
    assert "Vorschlag" not in offered
    page = press(ada, topic=topic.pk, stance="wanted")
    assert stances(ada) == {"Datenschutz": "wanted"}
    assert f'<option value="{topic.pk}">' not in page


def test_doing_it_twice_is_doing_it_once(press, ada, story, topic):
    read(ada, story)
    for _ in range(2):
        press(ada, topic=topic.pk, stance="removed")
    assert TopicChoice.objects.filter(subscriber=ada).count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"stance": "adored"},
        {"stance": "wanted", "topic": "999999"},
        {"stance": "wanted", "topic": "²"},
        {"stance": "wanted", "topic": "9" * 40},
        {"stance": "wanted"},
        {"note": "x"},
        {"saved": "-1"},
        {},
    ],
)
def test_nonsense_changes_nothing(press, ada, story, topic, sent):
    read(ada, story)
    page = press(ada, **{"topic": topic.pk, **sent} if sent.get("stance") == "adored" else sent)
    assert 'id="said"' not in page
    assert stances(ada) == {}
    assert Grain.objects.count() == 1


def test_the_line_that_says_what_was_done_is_gone_when_it_is_no_longer_so(client, ada, topic):
    path = reverse("pollen:profile", args=[tokens.for_preferences(ada)])
    answer = client.get(path, {"done": "removed", "topic": topic.pk, "before": ""}).content.decode()
    assert 'id="said"' not in answer


def test_a_topic_that_was_merged_or_proposed_is_not_named_to_those_who_guess(client, ada):
    secret = TopicFactory(label_de="Geheimer Vorschlag", state="proposed")
    path = reverse("pollen:profile", args=[tokens.for_preferences(ada)])
    client.post(path, {"topic": secret.pk, "stance": "wanted"})
    assert stances(ada) == {}
    shown = client.get(path, {"done": "taken-back", "topic": secret.pk}).content.decode()
    assert "Geheimer Vorschlag" not in shown


def test_a_correction_is_a_sign_of_life_and_no_declaration(press, ada, topic):
    Subscriber.objects.update(last_sign_at=timezone.now() - timedelta(days=400), asked_to_stay_at=timezone.now())
    declared = ConsentEvent.objects.count()
    press(ada, topic=topic.pk, stance="less")
    ada.refresh_from_db()
    assert timezone.now() - ada.last_sign_at < timedelta(minutes=1)
    assert ada.asked_to_stay_at is None
    assert ConsentEvent.objects.count() == declared


# --- Notes and what was saved -----------------------------------------------------------------------


def test_a_single_note_is_deleted_and_the_interest_fades_by_itself(press, ada, story, another):
    gone, kept = read(ada, story), read(ada, another)
    page = press(ada, note=gone.pk)
    assert "Die Notiz ist gelöscht." in page
    assert [grain.pk for grain in ada.grains.all()] == [kept.pk]
    assert Interest.objects.get(subscriber=ada).lasting == pytest.approx(2.0, abs=0.01)


def test_nobody_deletes_the_notes_of_somebody_else(press, ada, story):
    Subscriber.objects.create(email="erik@example.org")
    grain = read(ada, story)
    other = Subscriber.objects.get(email="erik@example.org")
    press(ada)
    consent.grant(other.subject, Purpose.objects.get(key="pollen").wording("de"), form="/test/")
    press(other, note=grain.pk)
    assert Grain.objects.filter(pk=grain.pk).exists()


def test_what_was_saved_is_listed_once_and_taken_off_the_list(client, press, ada, story):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        read(ada, story, Grain.Kind.SAVED)
    read(ada, story, Grain.Kind.SAVED)
    read(ada, story)
    assert len(overview.saved(ada)) == 1
    page = client.get(reverse("pollen:profile", args=[tokens.for_preferences(ada)])).content.decode()
    assert "Für später gemerkt</h2>" in page
    page = press(ada, saved=story.pk)
    assert "Für später gemerkt</h2>" not in page
    assert "Von der Liste genommen." in page
    assert [grain.kind for grain in ada.grains.all()] == ["read"]
