"""The suppression list in the sending of letters, and the addresses that get onto it there."""

from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest

from newsletters.services import refusals, sending
from subscribers.models import ConsentEvent, Subscriber, SuppressedAddress
from subscribers.services import consent, reachability, suppression
from tests.factories import EditionFactory, PurposeFactory, SubscriberFactory
from tests.newsletters.stage import send, states
from tests.newsletters.test_troubled_sending import TroubledBackend

Reason = SuppressedAddress.Reason


@pytest.fixture
def refused(settings):
    """`refused(b"5.1.1 unknown")` is what the server says to Ada's address."""
    settings.EMAIL_BACKEND = f"{TroubledBackend.__module__}.TroubledBackend"
    TroubledBackend.answers, TroubledBackend.away, TroubledBackend.meanwhile = {}, False, None

    def answer(text, code=550):
        TroubledBackend.answers = {"ada@example.org": SMTPRecipientsRefused({"ada@example.org": (code, text)})}

    return answer


def suppressed(address):
    entry = suppression.find(address)
    return entry and entry.reason


def test_a_suppressed_address_is_skipped_and_the_row_says_why(ada, bruno, edition, outbox):
    suppression.suppress("ADA@example.org", Reason.COMPLAINED)
    send(edition)
    assert states(edition) == {"ada@example.org": "skipped", "bruno@example.org": "sent"}
    assert "suppression list" in edition.deliveries.get(subscriber=ada).reply
    assert [letter.to for letter in outbox] == [["bruno@example.org"]]


def test_who_gets_onto_the_list_after_preparing_gets_nothing_either(ada, edition, outbox):
    sending.prepare(edition.pk)
    suppression.suppress(ada.email, Reason.ERASED)
    sending.deliver_batch(edition.pk)
    assert not outbox


def test_an_entry_of_an_older_key_counts(ada, edition, outbox, settings):
    settings.SUPPRESSION_KEYS = ["old"]
    suppression.suppress(ada.email, Reason.BOUNCED)
    settings.SUPPRESSION_KEYS = ["new", "old"]
    send(edition)
    assert not outbox


def test_a_batch_asks_the_list_once(newsletter, edition, outbox, django_assert_max_num_queries):
    for _n in range(10):
        SubscriberFactory(consents=["brief"])
    sending.prepare(edition.pk)
    with django_assert_max_num_queries(200) as counted:
        sending.deliver_batch(edition.pk)
    table = SuppressedAddress._meta.db_table
    assert len([query for query in counted if table in query["sql"]]) == 1


def test_an_address_where_nobody_is_gets_no_mail_any_more(ada, edition, newsletter, refused, outbox):
    refused(b"5.1.1 <ada@example.org>: Recipient address rejected: User unknown")
    send(edition)
    assert states(edition) == {"ada@example.org": "failed"}
    assert suppressed(ada.email) == Reason.BOUNCED
    ada.refresh_from_db()
    assert ada.unreachable_at
    following = EditionFactory(newsletter=newsletter, state="preparing")
    send(following)
    assert not states(following)


def test_a_bounce_is_no_declaration_the_consents_stand(ada, edition, refused):
    refused(b"5.1.1 unknown")
    send(edition)
    assert consent.stands(ada.subject, "brief")
    assert consent.stands(ada.subject, "pollen")


def test_a_refusal_of_the_whole_mail_says_nothing_of_the_address(ada, edition, refused):
    TroubledBackend.answers = {"ada@example.org": SMTPDataError(550, b"5.1.1 looks like spam to us")}
    send(edition)
    assert states(edition) == {"ada@example.org": "failed"}
    assert not suppressed(ada.email)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (550, b"5.1.1 The email account that you tried to reach does not exist"),
        (550, b"5.1.2 Host unknown"),
        (556, b"5.1.10 Recipient address has null MX"),
        (551, b"5.1.6 moved"),
        (550, b"No such user here"),
        (550, b"Recipient not found"),
        (553, b"unknown mailbox"),
        (550, b"<ada@example.org>: User unknown in virtual mailbox table"),
        (550, b"Unrouteable address"),
    ],
)
def test_nobody_is_there(code, text):
    assert refusals.read(SMTPRecipientsRefused({"ada@example.org": (code, text)})).nobody_there


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (550, b"5.7.1 Message rejected due to policy; no such user"),
        (550, b"5.7.1 blocked using a list, your address 5.1.1.3 is on it"),
        (550, b"5.7.26 unauthenticated mail"),
        (550, b"blocked by our policy"),
        (550, b"your address 5.1.1.3 is blocked"),
        (552, b"5.2.2 mailbox full"),
        (550, b"5.1.8 sender's domain does not exist"),
        (550, b"5.1.7 bad address of the sender"),
        (550, b"sender address unknown"),
        (550, b"5.4.1 Recipient address rejected: Access denied"),
        (554, b"no such user"),
        (450, b"4.1.1 unknown for the moment: no such user"),
    ],
)
def test_somebody_may_be_there(code, text):
    assert not refusals.read(SMTPRecipientsRefused({"ada@example.org": (code, text)})).nobody_there


def test_a_complaint_ends_all_newsletters_and_keeps_the_address_off(ada, edition):
    monthly = PurposeFactory(key="monatsbrief")
    consent.grant(ada.subject, monthly.wording("de"))
    reachability.complained("Ada@Example.org")
    assert not consent.stands(ada.subject, "brief")
    assert not consent.stands(ada.subject, "monatsbrief")
    assert consent.stands(ada.subject, "pollen")
    objections = ConsentEvent.objects.filter(kind="objected")
    assert [event.evidence for event in objections] == [{"form": "complaint"}] * 2
    assert suppressed(ada.email) == Reason.COMPLAINED


def test_a_complaint_twice_or_of_a_stranger_declares_nothing_more(ada):
    reachability.complained(ada.email)
    before = ConsentEvent.objects.count()
    reachability.complained(ada.email)
    reachability.complained("nobody@example.org")
    assert ConsentEvent.objects.count() == before
    assert suppressed("nobody@example.org") == Reason.COMPLAINED


def test_the_first_bounce_is_the_moment_that_is_kept(ada):
    reachability.bounced_for_good(ada.email)
    first = Subscriber.objects.get(pk=ada.pk).unreachable_at
    reachability.bounced_for_good(ada.email)
    assert Subscriber.objects.get(pk=ada.pk).unreachable_at == first
