"""One letter a week or month instead of each edition: when digests are made, and what is in them.

The week of these tests is that from Monday, 8 June 2026; its digest leaves on the 15th at seven.
"""

from django.utils import timezone

from newsletters import tasks
from newsletters.models import Delivery, Edition
from newsletters.services import audiences, digests, previewing, releasing, sending
from newsletters.views.permissions import deletable
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.services import consent
from tests.factories import StoryPageFactory
from tests.newsletters.stage import at, change, letters, send, send_digests, states, story, titles


def test_a_weekly_reader_gets_one_letter_with_all_of_the_weeks_editions(bruno, hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot", "Wasser")
    with at(11):
        send_edition("Salz")
    assert not letters(outbox, hanna.email)
    with at(15):
        [digest] = send_digests()
    [letter] = letters(outbox, hanna.email)
    assert titles(letter) == ["Brot", "Wasser", "Salz"]
    assert len(letters(outbox, bruno.email)) == 2
    assert states(digest) == {hanna.email: "sent"}


def test_nothing_is_made_when_nothing_was_sent(hanna, mona, newsletter, send_edition):
    with at(15):
        assert not send_digests()
    with at(16):
        send_edition("Brot")
    with at(22):
        assert len(send_digests()) == 1
    with at(29):
        assert not send_digests()


def test_asking_again_makes_no_second_digest(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    for hour in (2, 8, 9):
        with at(15, hour):
            tasks.make_due_digests()
            send_digests()
    with at(16):
        send_digests()
    assert Edition.objects.exclude(digest="").count() == 1
    assert len(letters(outbox, hanna.email)) == 1


def test_editors_may_look_at_a_digest_before_it_leaves_at_seven(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15, 2):
        [pk] = digests.make_due()
        assert not sending.start_due()
        digest = Edition.objects.get(pk=pk)
        assert "Brot" in previewing.preview(digest, hanna).text
        assert releasing.audience_size(digest) == 1
    with at(15, 7):
        assert sending.start_due() == [pk]


def test_a_digest_that_was_missed_is_made_up_soon_or_left_to_the_next(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(17, 12):
        assert not send_digests()
    with at(18):
        send_edition("Salz")
    with at(23):
        send_digests()
    assert titles(letters(outbox, hanna.email)[0]) == ["Brot", "Salz"]


def test_monthly_readers_get_the_month(hanna, mona, send_edition, outbox):
    for day in (2, 16, 30):
        with at(day):
            send_edition(f"Brot vom {day}.")
    with at(6, month=7):
        send_digests()
    assert not letters(outbox, mona.email)
    Edition.objects.exclude(digest="").update(state=Edition.State.SENT)
    with at(1, month=7):
        send_digests()
    [letter] = letters(outbox, mona.email)
    assert titles(letter) == ["Brot vom 2.", "Brot vom 16.", "Brot vom 30."]


def test_free_places_are_filled_from_what_the_editions_could_choose_from(ada, hanna, send_edition, outbox):
    change(ada, frequency="weekly")
    with at(9):
        read, alike, other = (
            StoryPageFactory(title=title, topics=[topic], published_on=timezone.localdate())
            for title, topic in [("Drei Häkchen", "Recht"), ("Zwei Häkchen", "Recht"), ("Preise", "Preise")]
        )
        gathering.record(ada, read, Grain.Kind.READ)
        folding.fold()
        send_edition("Brot", free_places=1)
    with at(14):
        late = story("Zu spät")
    with at(15):
        [digest] = send_digests()
    assert titles(letters(outbox, ada.email)[0]) == ["Brot", "Zwei Häkchen"]
    assert titles(letters(outbox, hanna.email)[0])[0] == "Brot"
    assert digest.deliveries.get(subscriber=ada).personalised
    picked = [pick["readable"] for row in digest.deliveries.all() for pick in row.picks]
    assert alike.pk in picked
    assert late.pk not in picked
    assert other.pk not in [pick["readable"] for pick in digest.deliveries.get(subscriber=ada).picks]


def test_consent_and_pause_are_asked_of_digests_as_of_any_letter(hanna, mona, newsletter, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15, 2):
        [pk] = digests.make_due()
    with at(15):
        sending.start_due()
        sending.prepare(pk)
        consent.withdraw(hanna.subject, newsletter.purpose)
        sending.deliver_batch(pk)
    assert not letters(outbox, hanna.email)
    assert states(Edition.objects.get(pk=pk)) == {hanna.email: "skipped"}


def test_what_a_stopped_digest_would_have_brought_comes_with_the_next(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15):
        [pk] = digests.make_due()
        sending.start_due()
        sending.prepare(pk)
        stopped = Edition.objects.get(pk=pk)
        releasing.cancel(stopped)
        assert not deletable(stopped)
    with at(16):
        send_edition("Salz")
    with at(22):
        send_digests()
    assert [titles(letter) for letter in letters(outbox, hanna.email)] == [["Brot", "Salz"]]
    assert not Delivery.objects.kept().exists()


def test_preparing_a_digest_again_takes_and_sends_nothing_twice(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15):
        [digest] = send_digests()
        Edition.objects.filter(pk=digest.pk).update(state=Edition.State.PREPARING)
        send(digest)
    assert len(letters(outbox, hanna.email)) == 1
    assert audiences.owed_editions(digest, [hanna.pk])[hanna.pk]
