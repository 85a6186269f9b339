"""What becomes of letters when servers refuse, connections break and workers die."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.db import OperationalError
from django.utils import timezone

from newsletters.models import Delivery, Edition
from newsletters.services import dispatch, releasing, sending
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import SubscriberFactory
from tests.newsletters.stage import send, states


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


def test_a_letter_whose_end_could_not_be_recorded_is_not_sent_again(ada, edition, outbox, monkeypatch):
    def lost(*_args, **_kwargs):
        raise OperationalError("the database went away")

    sending.prepare(edition.pk)
    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "_settle", lost)
        with pytest.raises(OperationalError):
            sending.deliver_batch(edition.pk)
    assert len(outbox) == 1
    assert states(edition) == {"ada@example.org": "sending"}
    edition.deliveries.update(claimed_at=timezone.now() - sending.CLAIM_EXPIRES - timedelta(seconds=1))
    sending.sweep()
    sending.deliver_batch(edition.pk)
    assert len(outbox) == 1
    assert states(edition) == {"ada@example.org": "uncertain"}


def test_a_locked_database_while_writing_puts_the_letters_back(ada, bruno, edition, outbox, monkeypatch):
    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    sending.prepare(edition.pk)
    monkeypatch.setattr(dispatch, "build", locked)
    with pytest.raises(OperationalError):
        sending.deliver_batch(edition.pk)
    assert set(states(edition).values()) == {"queued"}
    assert not outbox
