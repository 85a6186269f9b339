"""What was a person and what a program is decided some minutes later, by all that happened around a click."""

from contextlib import suppress

import pytest
from django.db import DatabaseError

from newsletters.models import ClickCount, Delivery, Edition, HeldClick
from newsletters.services import clicks
from pollen.models import Exploration, Grain
from tests.factories import StoryPageFactory, SubscriberFactory

from .clicking import after, judged, opens, sent_to


@pytest.fixture
def pages(home):
    return [StoryPageFactory(title=f"Geschichte {n}") for n in range(8)]


@pytest.fixture
def letter(ada, newsletter, pages):
    return sent_to(ada, newsletter, pages)


def grains():
    return dict(Grain.objects.values_list("readable_id", "at"))


def test_a_persons_click_becomes_one_grain_with_the_time_of_the_click(client, ada, letter, pages):
    opens(client, letter, pages[0], 60)
    assert judged() == {"person": 1}
    [grain] = Grain.objects.all()
    assert (grain.subscriber, grain.readable_id, grain.kind, grain.at) == (ada, pages[0].pk, "click", after(60))
    assert Delivery.objects.get().clicked_at == after(60)
    assert not HeldClick.objects.exists()


def test_before_two_quiet_minutes_nothing_is_decided(client, letter, pages):
    opens(client, letter, pages[0], 60)
    assert judged(170) == {}
    assert judged(180) == {"person": 1}


def test_judging_twice_counts_once(client, letter, pages):
    opens(client, letter, pages[0], 60)
    judged()
    assert judged() == {"person": 1}
    assert Grain.objects.count() == 1


def test_the_first_click_stays_the_first(client, letter, pages):
    for number, seconds in enumerate((60, 4000)):
        opens(client, letter, pages[number], seconds)
        judged(seconds + 300)
    assert Delivery.objects.get().clicked_at == after(60)
    assert judged(9000) == {"person": 2}


@pytest.mark.parametrize("moments", [(60, 65, 70), (60, 63, 70), (60, 62, 64)], ids=str)
@pytest.mark.parametrize("links", [3, 8])
def test_three_tabs_that_a_person_opens_within_ten_seconds_survive(client, ada, newsletter, pages, moments, links):
    letter = sent_to(ada, newsletter, pages[:links])
    for page, seconds in zip(pages, moments, strict=False):
        opens(client, letter, page, seconds)
    assert judged() == {"person": 3}
    assert set(grains()) == {page.pk for page in pages[:3]}


@pytest.mark.parametrize("pace", [0, 0.2, 1])
def test_all_links_at_once_are_a_program(client, letter, pages, pace):
    for number, page in enumerate(pages):
        opens(client, letter, page, 60 + number * pace)
    assert judged() == {"all": 8}
    assert not grains()
    assert Delivery.objects.get().clicked_at is None


def test_half_of_the_links_at_once_are_enough(client, letter, pages):
    for page in pages[:4]:
        opens(client, letter, page, 60)
    assert judged() == {"all": 4}


def test_a_few_links_of_many_and_one_link_many_times_are_not_all(client, letter, pages):
    for page in (*pages[:3], pages[0], pages[0]):
        opens(client, letter, page, 60)
    assert judged() == {"person": 5}
    assert len(grains()) == 3


def test_in_a_digest_only_what_came_to_this_reader_counts_as_its_links(client, letter, pages):
    Edition.objects.update(digest="weekly", period_start="2026-05-25")
    Delivery.objects.update(picks=[{"readable": page.pk, "kind": "editor"} for page in pages[:4]])
    for page in pages[:3]:
        opens(client, letter, page, 60)
    assert judged() == {"all": 3}


def test_a_click_too_soon_is_a_scanners(client, letter, pages):
    opens(client, letter, pages[0], 3)
    opens(client, letter, pages[0], 90)
    assert judged() == {"soon": 1, "person": 1}
    assert grains() == {pages[0].pk: after(90)}


def test_known_programs_are_counted_as_such(client, letter, pages):
    opens(client, letter, pages[0], 60, "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")
    opens(client, letter, pages[1], 60, method="head")
    assert judged() == {"agent": 2}
    assert not grains()


@pytest.mark.parametrize("trap", [58, 62, 75])
def test_whoever_opens_the_link_nobody_sees_has_opened_the_others_as_well(client, letter, pages, trap):
    moments = sorted([(trap, None), (60, pages[0]), (64, pages[1])], key=lambda moment: moment[0])
    for seconds, page in moments:
        opens(client, letter, page, seconds)
    assert judged() == {"trap": 3}
    assert not grains()


def test_a_person_who_clicks_after_the_scanner_survives(client, letter, pages):
    opens(client, letter, None, 20)
    opens(client, letter, pages[0], 21)
    opens(client, letter, pages[0], 60)
    assert judged() == {"trap": 2, "person": 1}
    assert grains() == {pages[0].pk: after(60)}


def test_one_letters_scanner_says_nothing_about_another_letter(client, ada, letter, newsletter, pages):
    cleo = SubscriberFactory(email="cleo@example.org", consents=["brief", "pollen"])
    opens(client, letter, None, 60)
    client.cookies.clear()
    opens(client, sent_to(cleo, newsletter, pages), pages[0], 61)
    judged()
    assert [grain.subscriber for grain in Grain.objects.all()] == [cleo]


def test_a_burst_that_straddles_the_cut_is_judged_as_one(client, letter, pages):
    """The first click is old enough by then, the trap at its end is not."""
    for number in range(5):
        opens(client, letter, pages[number], 60 + 25 * number)
    opens(client, letter, None, 185)
    assert judged(190) == {}
    assert judged(310) == {"trap": 6}
    assert not grains()


def test_a_burst_without_an_end_is_judged_after_ten_minutes(client, letter, pages):
    for seconds in range(60, 680, 20):
        opens(client, letter, pages[0], seconds)
    assert judged(670) == {"person": 31}


@pytest.mark.parametrize("failure", [RuntimeError, DatabaseError])
def test_a_crash_in_between_changes_nothing(client, letter, pages, monkeypatch, failure):
    opens(client, letter, pages[0], 60)

    def broken(*arguments):
        raise failure

    with monkeypatch.context() as patched, suppress(DatabaseError):
        patched.setattr(clicks, "_count", broken)
        clicks.judge(after(3600))
    assert not grains()
    assert Delivery.objects.get().clicked_at is None
    assert judged() == {"person": 1}
    assert Grain.objects.count() == 1


def test_a_letter_that_cannot_be_judged_keeps_no_other_waiting(
    client, ada, letter, newsletter, pages, monkeypatch
):
    second = sent_to(ada, newsletter, pages)
    opens(client, letter, pages[0], 60)
    opens(client, second, pages[1], 70)
    judge_letter = clicks._judge_letter

    def half_broken(delivery_id, now):
        if delivery_id == letter.pk:
            raise RuntimeError("out of order")
        return judge_letter(delivery_id, now)

    monkeypatch.setattr(clicks, "_judge_letter", half_broken)
    assert judged() == {"person": 1}
    assert HeldClick.objects.get().delivery == letter


def test_each_edition_has_numbers_of_its_own(client, ada, letter, newsletter, pages):
    second = sent_to(ada, newsletter, pages)
    opens(client, letter, pages[0], 60)
    for page in pages[:2]:
        opens(client, second, page, 200)
    judged()
    person = ClickCount.Verdict.PERSON
    assert [clicks.counts(row.edition_id)[person] for row in (letter, second)] == [1, 2]


def test_a_click_held_before_a_restriction_waits_for_its_end(client, ada, letter, pages):
    opens(client, letter, pages[0], 60)
    ada.restricted_at = after(90)
    ada.save()
    assert judged() == {}
    assert HeldClick.objects.exists()
    ada.restricted_at = None
    ada.save()
    assert judged() == {"person": 1}


def test_while_pollen_pauses_nothing_is_held_and_what_was_held_goes(client, ada, letter, pages):
    opens(client, letter, pages[0], 60)
    ada.pollen_paused_at = after(70)
    ada.save()
    opens(client, letter, pages[1], 80)
    assert HeldClick.objects.count() == 1
    assert judged() == {}
    assert not HeldClick.objects.exists()
    assert not grains()


def test_clicks_without_end_are_not_all_held(client, letter, pages, monkeypatch):
    monkeypatch.setattr(clicks, "MOST_HELD", 20)
    for n in range(25):
        opens(client, letter, pages[0], 3600 + n * 0.01)
    assert HeldClick.objects.count() == 20


def test_a_long_burst_is_not_compared_click_by_click():
    class Click:
        seen = 0

        def __init__(self, seconds):
            self.at = after(seconds)

        @property
        def readable_id(self):
            Click.seen += 1
            return 1

    burst = [Click(n) for n in range(1000)]
    assert clicks._all_at_once(burst, 6) is False
    assert Click.seen <= 1000 * 8


@pytest.fixture
def tried_out(ada, newsletter, home):
    """A letter in which one text was tried out."""
    page = StoryPageFactory(title="Versuch")
    Exploration.objects.create(readable=page, shown=1)
    picks = [{"readable": page.pk, "kind": "explored", "propensity": 0.1}]
    return sent_to(ada, newsletter, [], picks=picks), page


@pytest.mark.parametrize("days", [0, 1])
def test_a_second_click_on_what_was_tried_out_counts_no_more(client, tried_out, days):
    letter, page = tried_out
    opens(client, letter, page, 3600)
    opens(client, letter, page, 7200 + days * 86_400)
    judged(3 * 86_400)
    assert Exploration.objects.get().clicked == 1


def test_a_click_on_what_was_unpublished_before_it_was_judged_counts_nothing(client, tried_out):
    letter, page = tried_out
    opens(client, letter, page, 3600)
    opens(client, letter, page, 7200)
    page.live = False
    page.save()
    judged(9000)
    assert Exploration.objects.get().clicked == 0
