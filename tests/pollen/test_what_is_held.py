"""What a right of access finds of a reader's pollen (GDPR Art. 15), and what starting anew leaves of it."""

from datetime import UTC, datetime

import pytest

from newsletters.models import HeldClick
from pollen.models import Grain
from pollen.services import corrections, folding, gathering, next_reading
from subscribers import personal_data
from tests.factories import StoryPageFactory
from tests.newsletters.clicking import judged, opens, sent_to


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Gelesen", topics=["Datenschutz"])


def held(subscriber, key):
    [holding] = [holding for holding in personal_data.holdings() if holding.key == key]
    return holding.collect(subscriber)


def test_it_says_since_when_the_profile_pauses(ada):
    ada.pollen_paused_at = datetime(2026, 5, 4, 10, tzinfo=UTC)
    [row] = held(ada, "reader")
    assert row["Blütenstaub pausiert seit"] == "2026-05-04T12:00:00+02:00"


def test_suggestions_come_with_their_reasons_and_how_many_there_were_to_choose_from(ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    StoryPageFactory(title="Das Register", topics=["Datenschutz"])
    StoryPageFactory(title="Etwas anderes", topics=["Preise"])
    next_reading.suggest(ada, story.pk)
    [row] = held(ada, "suggestions")
    [suggested] = row["vorgeschlagen"]
    assert suggested["Text"] == "Das Register"
    assert "„Gelesen“" in suggested["Grund"]
    assert row["Texte, die hätten gewählt werden können"] == 2


def test_starting_anew_takes_the_clicks_of_letters_along(client, newsletter, ada, story):
    chosen = [{"readable": story.pk, "kind": "read", "title": "Geheimes", "topic": story.topics.get().pk}]
    mine = sent_to(ada, newsletter, [story], picks=chosen, personalised=True)
    mine.clicked_at, mine.arm, mine.eligible = datetime(2026, 6, 1, 7, tzinfo=UTC), "matched", "3"
    mine.save()
    opens(client, mine, story, 3600)
    assert HeldClick.objects.count() == 1
    assert corrections.start_anew(ada)
    assert not HeldClick.objects.exists()
    mine.refresh_from_db()
    assert (mine.clicked_at, mine.arm, mine.eligible) == (None, "", "")
    assert "Geheimes" not in str(mine.picks)
    judged(9000)
    assert not Grain.objects.exists()
