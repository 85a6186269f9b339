"""What is known of a reader's clicks goes with the consent, with the reader, and by itself after a while."""

from datetime import timedelta

import pytest
import time_machine

from newsletters.models import Delivery, Edition, HeldClick
from newsletters.services import clicks
from pollen.models import Grain
from subscribers import personal_data
from subscribers.models import Purpose
from subscribers.services import consent, erasure, retaining
from tests.factories import StoryPageFactory

from .clicking import LATER, SENT, after, judged, opens, sent_to


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin")


@pytest.fixture
def letter(ada, newsletter, story):
    return sent_to(ada, newsletter, [story], arm="matched", eligible="1f")


@pytest.fixture
def clicked(client, letter, story):
    """A click that was judged, and one that waits."""
    opens(client, letter, story, 60)
    clicks.judge(after(60) + LATER)
    opens(client, letter, story, 600)
    letter.refresh_from_db()
    assert letter.clicked_at == after(60)


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key="pollen"))


def test_a_withdrawal_forgets_clicks_and_the_part_in_the_comparison_at_once(clicked, ada, letter):
    withdraw(ada)
    letter.refresh_from_db()
    assert (letter.clicked_at, letter.arm, letter.eligible) == (None, "", "")
    assert not HeldClick.objects.exists()


def test_after_a_withdrawal_letters_say_what_they_brought_but_not_why(ada, newsletter, story):
    told = {"readable": story.pk, "kind": "read", "topic": 7, "count": 1, "title": "Geheim"}
    issue = {**told, "inside": [1, 2]}
    letter = sent_to(ada, newsletter, [], picks=[told, issue], personalised=True, arm="matched")
    withdraw(ada)
    letter.refresh_from_db()
    left = {"readable": story.pk, "kind": "editor"}
    assert letter.picks == [left, {**left, "inside": [1, 2]}]
    assert not letter.personalised


def test_a_withdrawal_between_click_and_judgement_leaves_nothing(client, ada, letter, story):
    opens(client, letter, story, 60)
    withdraw(ada)
    assert judged() == {}
    assert not Grain.objects.exists()
    assert Delivery.objects.get().clicked_at is None


def test_a_click_that_a_withdrawal_could_not_see_goes_unread_with_its_judgement(ada, letter, story):
    """As a restored backup might bring one back."""
    withdraw(ada)
    HeldClick.objects.create(delivery=letter, readable=story, at=after(60))
    assert judged() == {}
    assert not HeldClick.objects.exists()
    assert not Grain.objects.exists()


def test_who_ends_the_newsletter_alone_keeps_their_clicks(clicked, ada, newsletter):
    consent.withdraw(ada.subject, newsletter.purpose)
    assert HeldClick.objects.exists()


def test_readers_see_their_clicks_among_what_is_held_of_them(clicked, ada):
    held = {holding.key: holding.collect(ada) for holding in personal_data.holdings()}
    [waiting] = held["held-clicks"]
    assert waiting["Text"] == "Die Bäckerin"
    [letter] = held["deliveries"]
    assert letter["erster Klick"] == "2026-06-01T08:01:00+02:00"
    assert letter["Texte, die hätten gewählt werden können"] == 5


def test_an_erasure_deletes_them(clicked, ada, settings, tmp_path):
    settings.ERASURES_FILE, settings.OUTBOX_DIR = tmp_path / "erasures.log", tmp_path / "outbox"
    erasure.erase(ada, via="/test/")
    assert not HeldClick.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("hours", "kept"), [(23, 1), (25, 0)])
def test_a_click_that_nobody_judged_is_deleted_after_a_day(clicked, hours, kept):
    with time_machine.travel(SENT + timedelta(hours=hours, minutes=10), tick=False):
        retaining.run()
    assert HeldClick.objects.count() == kept


@pytest.mark.parametrize(("days", "known"), [(89, True), (91, False)])
def test_the_first_click_goes_with_the_grains(clicked, letter, days, known):
    with time_machine.travel(SENT + timedelta(days=days), tick=False):
        retaining.run()
    letter.refresh_from_db()
    assert (letter.clicked_at is not None) is known


def test_a_first_click_without_a_consent_is_found(ada, letter):
    """As a restored backup might bring one back."""
    withdraw(ada)
    Delivery.objects.update(clicked_at=after(60))
    with time_machine.travel(after(600), tick=False):
        retaining.run()
    assert Delivery.objects.get().clicked_at is None


def test_over_somebodys_head_whose_processing_is_restricted_nothing_goes(clicked, ada, letter):
    ada.restricted_at = after(700)
    ada.save()
    with time_machine.travel(SENT + timedelta(days=100), tick=False):
        retaining.run()
    letter.refresh_from_db()
    assert letter.clicked_at
    assert HeldClick.objects.exists()


def retained(letter, days, **left):
    """The letter after a run of the rules, so many days after its edition has left."""
    left = left or {"finished_at": SENT}
    Edition.objects.filter(pk=letter.edition_id).update(created_at=SENT, **left)
    with time_machine.travel(SENT + timedelta(days=days), tick=False):
        retaining.run()
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize(("days", "arm", "eligible"), [(89, "matched", "1f"), (91, "", "")])
@pytest.mark.parametrize(
    "left", [{"finished_at": SENT}, {"state": "cancelled", "scheduled_for": SENT}], ids=["sent", "stopped"]
)
def test_the_part_in_the_comparison_goes_when_its_edition_is_counted_no_more(letter, left, days, arm, eligible):
    letter = retained(letter, days, **left)
    assert (letter.arm, letter.eligible) == (arm, eligible)


def test_what_was_chosen_for_a_letter_of_a_stopped_edition_goes_as_well(letter, settings):
    Delivery.objects.update(picks=[{"readable": 1, "kind": "read", "title": "Geheim"}], state="queued")
    letter = retained(letter, settings.DELIVERY_DETAILS_DAYS + 1, state="cancelled", scheduled_for=SENT)
    assert (letter.picks, letter.arm) == ([], "")


def test_without_a_consent_arm_and_reasons_are_found(ada, letter):
    """As a restored backup might bring them back."""
    withdraw(ada)
    picks = [{"readable": 1, "kind": "read", "title": "Geheim"}]
    Delivery.objects.update(arm="matched", eligible="1f", personalised=True, picks=picks)
    letter = retained(letter, 1)
    assert (letter.arm, letter.eligible, letter.personalised) == ("", "", False)
    assert letter.picks == [{"readable": 1, "kind": "editor"}]
