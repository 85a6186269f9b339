"""Who gets which letter, and that nobody gets it twice."""

import re
from datetime import timedelta

from django.utils import timezone

from newsletters import tasks
from newsletters.models import Delivery, Edition
from newsletters.services import dispatch, sending
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory
from tests.newsletters.stage import send, states


def test_everybody_who_consented_gets_exactly_one_letter(ada, bruno, clara, edition, outbox):
    send(edition)
    assert sorted(letter.to[0] for letter in outbox) == ["ada@example.org", "bruno@example.org"]
    assert edition.state == Edition.State.SENT


def test_repeating_any_step_sends_nothing_twice(ada, bruno, edition, outbox):
    send(edition)
    Edition.objects.update(state=Edition.State.PREPARING)
    for _again in range(2):
        sending.prepare(edition.pk)
        sending.deliver_batch(edition.pk)
        sending.sweep()
    assert len(outbox) == 2
    assert edition.deliveries.count() == 2


def test_an_edition_that_was_not_released_is_not_sent(ada, newsletter, stories, outbox):
    draft = EditionFactory(newsletter=newsletter)
    assert sending.prepare(draft.pk) == 0
    sending.deliver_batch(draft.pk)
    assert not outbox


def test_who_leaves_between_preparing_and_sending_gets_nothing(ada, bruno, edition, outbox):
    sending.prepare(edition.pk)
    consent.withdraw(bruno.subject, edition.newsletter.purpose)
    sending.deliver_batch(edition.pk)
    assert [letter.to for letter in outbox] == [["ada@example.org"]]
    assert states(edition)["bruno@example.org"] == "skipped"


def test_who_makes_a_pause_is_not_in_the_audience(ada, bruno, edition, outbox):
    bruno.paused_until = timezone.localdate() + timedelta(days=7)
    bruno.save()
    send(edition)
    assert set(states(edition)) == {"ada@example.org"}


def test_letters_differ_with_what_was_read_and_say_so(ada, bruno, edition, stories, outbox):
    gathering.record(ada, stories[1], Grain.Kind.READ)
    folding.fold()
    send(edition)
    first = {letter.to[0]: letter.body for letter in outbox}
    assert "Preise 2" in first["ada@example.org"]
    assert "Preise 1" in first["ada@example.org"].split("Preise 2")[1]  # named in the reason
    deliveries = {row.subscriber.email: row for row in edition.deliveries.all()}
    assert deliveries["ada@example.org"].personalised
    assert not deliveries["bruno@example.org"].personalised
    assert deliveries["ada@example.org"].picks[0]["readable"] == stories[3].pk


def test_a_reader_who_withdrew_pollen_gets_the_editors_choice(ada, edition, stories, outbox):
    gathering.record(ada, stories[0], Grain.Kind.READ)
    folding.fold()
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    send(edition)
    assert not edition.deliveries.get().personalised
    assert "/l/" not in outbox[0].body


def test_only_readers_with_pollen_get_links_that_recognise_them(ada, bruno, edition, outbox):
    send(edition)
    letters = {letter.to[0]: letter.body for letter in outbox}
    assert "http://testserver/l/" in letters["ada@example.org"]
    assert "http://testserver/l/" not in letters["bruno@example.org"]


def test_the_headers_let_people_leave_with_one_click(client, ada, edition, outbox):
    send(edition)
    [letter] = outbox
    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://testserver(.+)>", headers["List-Unsubscribe"])[1]
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not consent.stands(ada.subject, "brief")
    assert consent.stands(ada.subject, "pollen")


def test_each_letter_has_both_parts_and_a_message_id_of_its_delivery(ada, edition, outbox):
    send(edition)
    [letter] = outbox
    assert [kind for _content, kind in letter.alternatives] == ["text/html"]
    delivery = edition.deliveries.get()
    assert letter.message()["Message-ID"] == delivery.message_id("pollenpost.example")


def test_what_was_sent_in_one_edition_does_not_come_again_in_the_next(
    ada, bruno, edition, stories, newsletter, outbox
):
    send(edition)
    following = EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING)
    send(following)
    for reader in (ada, bruno):
        first, second = ({pick["readable"] for pick in row.picks} for row in reader.deliveries.order_by("pk"))
        assert len(first) == len(second) == 2
        assert not first & second


def test_candidates_are_frozen_when_sending_begins(ada, bruno, edition, stories):
    sending.prepare(edition.pk)
    late = StoryPageFactory(title="Zu spät", topics=["Recht"])
    sending.deliver_batch(edition.pk)
    picked = {pick["readable"] for row in edition.deliveries.all() for pick in row.picks}
    assert picked
    assert late.pk not in picked


def test_a_batch_takes_a_fixed_number_of_queries(
    newsletter, edition, stories, django_assert_max_num_queries, outbox
):
    def queries_for(readers):
        for _n in range(readers):
            SubscriberFactory(consents=["brief", "pollen"])
        Edition.objects.update(state=Edition.State.PREPARING)
        sending.prepare(edition.pk)
        with django_assert_max_num_queries(1_000) as counted:
            sending.deliver_batch(edition.pk)
        return len(counted)

    # Three queries a letter: the last question before it leaves, the pollen consent, and what came of it.
    few, many = queries_for(3), queries_for(30)
    assert many - few <= 27 * 3


def test_the_tasks_are_registered_where_beat_looks_for_them(settings):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.dispatch_due_editions.name, tasks.sweep_deliveries.name} <= names
    from pollenpost.celery import app

    app.loader.import_default_modules()
    assert names <= set(app.tasks)


def test_deliveries_are_one_a_reader_and_edition_in_the_database(ada, edition):
    Delivery.objects.create(edition=edition, subscriber=ada)
    sending.prepare(edition.pk)
    assert edition.deliveries.count() == 1


def test_who_moves_while_a_batch_is_under_way_gets_the_letter_at_the_new_address(
    ada, bruno, edition, outbox, monkeypatch
):
    choose = dispatch._Batch.choose

    def with_a_move(batch):
        choose(batch)
        Subscriber.objects.filter(pk=ada.pk).update(email="ada.lindgren@example.org")

    monkeypatch.setattr(dispatch._Batch, "choose", with_a_move)
    sending.prepare(edition.pk)
    sending.deliver_batch(edition.pk)
    monkeypatch.setattr(dispatch._Batch, "choose", choose)
    Delivery.objects.update(not_before=None)
    sending.deliver_batch(edition.pk)
    assert sorted(letter.to[0] for letter in outbox) == ["ada.lindgren@example.org", "bruno@example.org"]
