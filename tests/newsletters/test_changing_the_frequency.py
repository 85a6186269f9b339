"""Nobody gets an item twice, and nobody loses an edition, whatever they change and when.

The week of these tests is that from Monday, 8 June 2026; its digest leaves on the 15th at seven.
"""

from datetime import date

from newsletters.models import Edition
from tests.factories import EditionFactory, SubscriberFactory
from tests.newsletters.stage import at, change, letters, send, send_digests, states, story, titles


def test_who_turns_to_the_digest_in_mid_week_gets_the_rest_of_the_week(bruno, send_edition, outbox):
    with at(9):
        send_edition("Brot", "Wasser")
    change(bruno, frequency="weekly")
    with at(11):
        send_edition("Salz", "Wasser 2")
    with at(15):
        send_digests()
    got = [titles(letter) for letter in letters(outbox, bruno.email)]
    assert got == [["Brot", "Wasser"], ["Salz", "Wasser 2"]]


def test_who_turns_from_the_digest_to_each_edition_loses_none_and_gets_none_twice(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    change(hanna, frequency="each")
    with at(11):
        send_edition("Salz")
    with at(15):
        send_digests()
    with at(22):
        send_digests()
    assert [titles(letter) for letter in letters(outbox, hanna.email)] == [["Salz"], ["Brot"]]


def test_who_turns_from_monthly_to_weekly_gets_what_was_kept_and_the_others_do_not(
    hanna, mona, send_edition, outbox
):
    with at(2):
        send_edition("Brot")
    with at(8):
        send_digests()
    change(mona, frequency="weekly")
    with at(9):
        send_edition("Salz")
    with at(15):
        send_digests()
    assert [titles(letter) for letter in letters(outbox, hanna.email)] == [["Brot"], ["Salz"]]
    assert [titles(letter) for letter in letters(outbox, mona.email)] == [["Brot", "Salz"]]


def test_who_joins_in_mid_week_gets_what_came_after(newsletter, hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(10):
        late = SubscriberFactory(email="dora@example.org", frequency="weekly", consents=["brief"])
    with at(11):
        send_edition("Salz")
    with at(15):
        send_digests()
    assert titles(letters(outbox, late.email)[0]) == ["Salz"]


def test_an_item_of_two_editions_comes_once(hanna, newsletter, outbox):
    with at(9):
        bread = story("Brot")
        for title in ("Wasser", "Salz"):
            pins = [bread, story(title)]
            send(EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, free_places=0, pins=pins))
    with at(15):
        send_digests()
    assert titles(letters(outbox, hanna.email)[0]) == ["Brot", "Wasser", "Salz"]


def test_who_has_had_everything_gets_no_empty_digest(bruno, hanna, newsletter, outbox):
    with at(9):
        bread = story("Brot")
        send(EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, free_places=0, pins=[bread]))
        change(bruno, frequency="weekly")
        send(EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, free_places=0, pins=[bread]))
    with at(15):
        [digest] = send_digests()
    assert states(digest) == {bruno.email: "skipped", hanna.email: "sent"}
    assert digest.deliveries.get(subscriber=bruno).reply
    assert len(letters(outbox, bruno.email)) == 1


def test_what_came_in_a_digest_does_not_come_again_in_an_edition(hanna, newsletter, send_edition, outbox):
    with at(9):
        send_edition("Brot", free_places=0)
    with at(15):
        send_digests()
    change(hanna, frequency="each")
    with at(16):
        story("Salz")
        send(EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, free_places=3, window_days=30))
    assert titles(letters(outbox, hanna.email)[1]) == ["Salz"]


def test_who_makes_a_pause_finds_what_was_kept_before_in_the_next_digest(hanna, bruno, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(12):
        change(hanna, paused_until=date(2026, 6, 20))
    with at(15):
        assert not send_digests()
    with at(16):
        send_edition("Wasser")  # during the pause: lost, as for everybody who makes one
    with at(22):
        send_digests()
    assert [titles(letter) for letter in letters(outbox, hanna.email)] == [["Brot"]]
