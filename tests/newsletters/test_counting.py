"""The numbers of the comparison: made from deliveries, as often as one likes, and kept when the clicks go."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletters import tasks
from newsletters.models import Delivery
from newsletters.services import counting
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from .comparing import counts, edition_of, letter_to, with_pollen


def test_letters_and_readers_who_clicked_are_counted_by_edition_and_arm(newsletter, ada):
    first, second = edition_of(newsletter), edition_of(newsletter)
    matched, held = with_pollen(3), with_pollen(2)
    for edition in (first, second):
        for n, reader in enumerate(matched):
            letter_to(reader, edition, "matched", clicked=n < 2)
        for reader in held:
            letter_to(reader, edition, "holdout", clicked=edition == second)
    tasks.count_arms()
    assert counts() == [
        (first.pk, "matched", 3, 2),
        (first.pk, "holdout", 2, 0),
        (second.pk, "matched", 3, 2),
        (second.pk, "holdout", 2, 2),
    ]


def test_counting_again_changes_nothing_and_a_new_click_is_found(newsletter, ada):
    letter = letter_to(ada, edition_of(newsletter))
    counting.count()
    counting.count()
    assert counts() == [(letter.edition_id, "matched", 1, 0)]
    Delivery.objects.update(clicked_at=timezone.now())
    counting.count()
    assert counts() == [(letter.edition_id, "matched", 1, 1)]


def test_letters_without_an_arm_and_letters_that_did_not_leave_are_not_counted(newsletter, ada, bruno):
    edition = edition_of(newsletter)
    letter_to(bruno, edition, arm="")
    for reader, state in zip(with_pollen(3), ("failed", "uncertain", "skipped"), strict=True):
        letter_to(reader, edition, state=state)
    counting.count()
    assert counts() == []


def test_who_withdrew_or_rests_is_counted_no_more(newsletter, ada):
    edition = edition_of(newsletter)
    restricted, paused = with_pollen(2)
    for reader in (ada, restricted, paused):
        letter_to(reader, edition, clicked=True)
    counting.count()
    assert counts() == [(edition.pk, "matched", 3, 3)]
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    Subscriber.objects.filter(pk=restricted.pk).update(restricted_at=timezone.now())
    Subscriber.objects.filter(pk=paused.pk).update(pollen_paused_at=timezone.now())
    counting.count()
    assert counts() == [(edition.pk, "matched", 0, 0)]


def test_an_old_edition_keeps_its_numbers_when_its_clicks_are_forgotten(newsletter, ada):
    edition = edition_of(newsletter, days=59)
    letter_to(ada, edition, clicked=True)
    counting.count()
    Delivery.objects.update(clicked_at=None)
    counting.count(timezone.now() + timedelta(days=2))
    assert counts() == [(edition.pk, "matched", 1, 1)]


def test_an_edition_is_counted_for_the_last_time_before_its_clicks_go(newsletter, ada, settings):
    settings.GRAIN_EXPIRES_DAYS = 20
    edition = edition_of(newsletter, days=20)
    letter_to(ada, edition, clicked=True)
    counting.count()
    assert counts() == []


def test_an_edition_that_was_stopped_half_way_is_counted(newsletter, ada):
    edition = edition_of(newsletter)
    letter_to(ada, edition)
    type(edition).objects.filter(pk=edition.pk).update(state="cancelled", finished_at=None)
    counting.count()
    assert counts() == [(edition.pk, "matched", 1, 0)]


def queries_of_a_count():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counting.count()
    return len(queries)


def test_many_editions_and_letters_take_as_many_queries_as_few(newsletter, ada):
    letter_to(ada, edition_of(newsletter))
    few = queries_of_a_count()
    for _n in range(5):
        edition = edition_of(newsletter)
        for reader in with_pollen(4):
            letter_to(reader, edition)
    assert queries_of_a_count() == few
