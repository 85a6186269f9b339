import re
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.utils import timezone

from newsletters import tasks
from newsletters.models import Delivery, Edition
from newsletters.services import dispatch, releasing, sending
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory, pollen_purpose


class TroubledBackend(MemoryBackend):
    """A mail server with a mood: what it answers to each address, and whether it can be reached."""

    answers: dict[str, Exception] = {}
    away = False
    closed = 0
    meanwhile = None

    def close(self):
        type(self).closed += 1

    def open(self):
        if self.away:
            raise ConnectionRefusedError("nobody listens there")

    def send_messages(self, messages):
        answer = self.answers.get(messages[0].to[0])
        if answer:
            raise answer
        sent = super().send_messages(messages)
        meanwhile, type(self).meanwhile = type(self).meanwhile, None
        if meanwhile:
            meanwhile()
        return sent


@pytest.fixture
def troubled(settings):
    settings.EMAIL_BACKEND = f"{__name__}.TroubledBackend"
    TroubledBackend.answers, TroubledBackend.away, TroubledBackend.closed = {}, False, 0
    return TroubledBackend


@pytest.fixture
def stories(home):
    return [
        StoryPageFactory(title=f"{topic} {n}", topics=[topic]) for n in (1, 2) for topic in ("Recht", "Preise")
    ]


@pytest.fixture
def edition(newsletter, stories):
    return EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING)


def send(edition):
    for _batch in range(sending.prepare(edition.pk)):
        sending.deliver_batch(edition.pk)
    edition.refresh_from_db()


def states(edition):
    return dict(edition.deliveries.values_list("subscriber__email", "state"))


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


def later(minutes=300):
    """Everything that waits for a better hour may go."""
    Delivery.objects.update(not_before=timezone.now() - timedelta(minutes=minutes))


def test_a_server_that_is_away_loses_nothing_and_gets_everything_later(ada, bruno, edition, outbox, troubled):
    sending.prepare(edition.pk)
    troubled.away = True
    sending.deliver_batch(edition.pk)
    assert set(states(edition).values()) == {"queued"}
    troubled.away = False
    sending.deliver_batch(edition.pk)
    assert not outbox  # not yet: the server is left alone for a minute
    later()
    assert sending.sweep() == {edition.pk: 1}
    sending.deliver_batch(edition.pk)
    assert len(outbox) == 2


def test_a_refusal_for_good_is_a_failure_and_is_not_repeated(ada, bruno, edition, outbox, troubled):
    troubled.answers = {"ada@example.org": SMTPRecipientsRefused({"ada@example.org": (550, b"no such user")})}
    send(edition)
    assert states(edition) == {"ada@example.org": "failed", "bruno@example.org": "sent"}
    assert edition.deliveries.get(subscriber=ada).reply == "550 no such user"
    assert edition.state == Edition.State.SENT


def test_a_passing_refusal_is_waited_out_longer_each_time_and_fails_in_the_end(
    ada, bruno, edition, outbox, troubled
):
    troubled.answers = {"ada@example.org": SMTPDataError(450, b"greylisted")}
    sending.prepare(edition.pk)
    for waiting in dispatch.WAITING_TIMES:
        sending.deliver_batch(edition.pk)
        row = edition.deliveries.get(subscriber=ada)
        assert row.state == "queued"
        assert row.not_before - timezone.now() > waiting * 0.9
        sending.deliver_batch(edition.pk)
        assert edition.deliveries.get(subscriber=ada).attempts == row.attempts
        later()
    sending.deliver_batch(edition.pk)
    assert states(edition) == {"ada@example.org": "failed", "bruno@example.org": "sent"}


def test_a_server_that_closes_the_channel_gets_the_rest_over_a_new_connection(
    ada, bruno, edition, outbox, troubled
):
    troubled.answers = {"ada@example.org": SMTPSenderRefused(421, b"too many", "brief@pollenpost.example")}
    sending.prepare(edition.pk)
    sending.deliver_batch(edition.pk)
    assert states(edition) == {"ada@example.org": "queued", "bruno@example.org": "sent"}
    assert troubled.closed


def test_one_letter_that_cannot_be_written_fails_alone(ada, bruno, edition, outbox, monkeypatch):
    def broken_for_ada(edition, row, letter, unsubscribe):
        if row.subscriber == ada:
            raise ValueError("an unforeseen header")
        return build(edition, row, letter, unsubscribe)

    build = dispatch.build
    monkeypatch.setattr(dispatch, "build", broken_for_ada)
    send(edition)
    assert states(edition) == {"ada@example.org": "failed", "bruno@example.org": "sent"}


def test_what_a_batch_has_not_begun_goes_back_when_it_breaks_off(ada, bruno, edition, outbox, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the database went away")

    sending.prepare(edition.pk)
    monkeypatch.setattr(dispatch.choosing, "choose", broken)
    with pytest.raises(RuntimeError):
        sending.deliver_batch(edition.pk)
    assert set(states(edition).values()) == {"queued"}


def test_who_leaves_while_the_batch_is_under_way_gets_nothing(ada, bruno, edition, outbox, troubled, newsletter):
    def bruno_leaves():
        consent.withdraw(bruno.subject, newsletter.purpose)

    troubled.meanwhile = bruno_leaves
    send(edition)
    assert [letter.to for letter in outbox] == [["ada@example.org"]]
    assert states(edition)["bruno@example.org"] == "skipped"


def test_an_edition_that_is_stopped_while_the_batch_is_under_way_stops_there(
    ada, bruno, edition, outbox, troubled
):
    troubled.meanwhile = lambda: releasing.cancel(edition)
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    sending.deliver_batch(edition.pk)
    assert [letter.to for letter in outbox] == [["ada@example.org"]]
    assert states(edition)["bruno@example.org"] == "queued"


def test_a_worker_that_lost_its_claim_changes_nothing_any_more(ada, edition, outbox, troubled):
    def the_sweep_comes():
        edition.deliveries.update(state="uncertain", claim=None)

    troubled.meanwhile = the_sweep_comes
    sending.prepare(edition.pk)
    sending.deliver_batch(edition.pk)
    assert states(edition) == {"ada@example.org": "uncertain"}


def test_who_withdraws_pollen_while_the_batch_is_under_way_gets_the_editors_choice(ada, edition, outbox, troubled):
    first = SubscriberFactory(email="aaron@example.org", consents=["brief"])
    Delivery.objects.create(edition=edition, subscriber=first)
    troubled.meanwhile = lambda: consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    send(edition)
    assert not edition.deliveries.get(subscriber=ada).personalised
    assert "/l/" not in outbox[1].body


def test_a_connection_lost_while_handing_over_is_uncertain_and_never_repeated(ada, edition, outbox, troubled):
    troubled.answers = {"ada@example.org": SMTPServerDisconnected("gone")}
    send(edition)
    assert states(edition) == {"ada@example.org": "uncertain"}
    troubled.answers = {}
    sending.deliver_batch(edition.pk)
    assert not outbox


def test_what_a_dead_worker_was_sending_becomes_uncertain(ada, bruno, edition, outbox):
    sending.prepare(edition.pk)
    edition.deliveries.filter(subscriber=ada).update(
        state="sending", claimed_at=timezone.now() - sending.CLAIM_EXPIRES - timedelta(seconds=1)
    )
    assert sending.sweep() == {edition.pk: 1}
    sending.deliver_batch(edition.pk)
    edition.refresh_from_db()
    assert states(edition) == {"ada@example.org": "uncertain", "bruno@example.org": "sent"}
    assert edition.state == Edition.State.SENT


def test_an_edition_that_makes_progress_gets_no_second_set_of_tasks(ada, bruno, edition):
    sending.prepare(edition.pk)
    edition.deliveries.filter(subscriber=ada).update(state="sending", claimed_at=timezone.now())
    assert sending.sweep() == {}


def test_sweeping_again_and_again_asks_for_few_tasks(newsletter, edition):
    for _n in range(3):
        SubscriberFactory(consents=["brief"])
    sending.prepare(edition.pk)
    assert [sending.sweep() for _n in range(3)] == [{edition.pk: 1}] * 3
    assert sending.tasks_to_start(edition.pk) <= sending.MOST_TASKS


def test_nothing_is_prepared_while_the_imprint_is_incomplete(ada, publisher, edition, outbox):
    publisher.postal_address = ""
    publisher.save()
    assert sending.prepare(edition.pk) == 0
    assert not edition.deliveries.exists()
    assert sending.waiting_for_preparation() == [edition.pk]
    publisher.postal_address = "Am Alten Hafen 3"
    publisher.save()
    send(edition)
    assert len(outbox) == 1


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


def test_cancelling_stops_between_two_batches(ada, bruno, edition, outbox):
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    releasing.cancel(edition)
    sending.deliver_batch(edition.pk)
    assert not outbox
    assert set(states(edition).values()) == {"queued"}


def test_a_due_edition_is_taken_once(ada, newsletter, stories):
    due = EditionFactory(newsletter=newsletter)
    releasing.release(due)
    assert sending.start_due() == [due.pk]
    assert sending.start_due() == []


def test_an_edition_for_tomorrow_waits(ada, newsletter, stories):
    later = EditionFactory(newsletter=newsletter)
    releasing.release(later, timezone.now() + timedelta(days=1))
    assert sending.start_due() == []


def test_an_edition_is_not_released_before_the_imprint_is_complete(ada, publisher, newsletter, stories):
    publisher.postal_address = ""
    publisher.save()
    draft = EditionFactory(newsletter=newsletter)
    with pytest.raises(releasing.NotReady, match="Impressum"):
        releasing.release(draft)
    draft.refresh_from_db()
    assert draft.state == Edition.State.DRAFT


def test_an_empty_edition_or_one_without_readers_is_not_released(newsletter):
    with pytest.raises(releasing.NotReady) as refused:
        releasing.release(EditionFactory(newsletter=newsletter))
    assert len(refused.value.reasons) == 2


def test_a_form_that_was_opened_before_brings_no_old_state_back(ada, newsletter, stories):
    opened = EditionFactory(newsletter=newsletter)
    releasing.release(Edition.objects.get(pk=opened.pk), timezone.now() + timedelta(days=1))
    releasing.cancel(Edition.objects.get(pk=opened.pk))
    opened.subject = "Neu"
    opened.save()
    opened.refresh_from_db()
    assert (opened.subject, opened.state) == ("Neu", Edition.State.CANCELLED)


def test_a_newsletter_cannot_take_another_purpose(newsletter, edition):
    newsletter.purpose = pollen_purpose()
    with pytest.raises(ValidationError, match="purpose"):
        newsletter.full_clean()


def test_what_is_on_its_way_cannot_be_taken_back(ada, edition):
    sending.prepare(edition.pk)
    with pytest.raises(releasing.NotReady):
        releasing.take_back(edition)


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
