import pytest
from django.db import DatabaseError, connection, transaction

from subscribers.models import ConsentEvent, Subscriber
from subscribers.models.consent import LedgerIsAppendOnly
from subscribers.services import consent
from subscribers.signals import consent_withdrawn
from tests.factories import PurposeFactory, pollen_purpose


def test_unknown_means_no(clara):
    assert not consent.stands(clara.subject, PurposeFactory())
    assert not consent.stands(clara.subject, "pollen")


def test_a_grant_stands_until_it_is_withdrawn_and_may_be_given_again(clara):
    brief = PurposeFactory()
    consent.grant(clara.subject, brief.wording("de"))
    assert consent.stands(clara.subject, brief)
    consent.withdraw(clara.subject, brief)
    assert not consent.stands(clara.subject, brief)
    consent.grant(clara.subject, brief.wording("de"))
    assert consent.stands(clara.subject, brief)
    assert [event.kind for event in ConsentEvent.objects.all()] == ["granted", "withdrawn", "granted"]


def test_each_purpose_stands_alone(bruno):
    assert consent.stands(bruno.subject, "brief")
    assert not consent.stands(bruno.subject, pollen_purpose())


def test_withdrawing_what_does_not_stand_writes_nothing(clara):
    assert consent.withdraw(clara.subject, PurposeFactory()) is None
    assert not ConsentEvent.objects.exists()


def test_the_audience_is_asked_from_the_ledger(ada, bruno, clara):
    consent.withdraw(bruno.subject, PurposeFactory())
    assert list(Subscriber.objects.consenting("brief")) == [ada]


def test_a_grant_keeps_the_wording_that_was_shown(ada):
    event = ConsentEvent.objects.filter(subject=ada.subject).first()
    assert (event.wording.text, event.wording.version, event.wording.language) == ("Ja zu Brief.", 1, "de")


def test_an_entry_cannot_be_changed_or_deleted_through_the_models(ada):
    event = ConsentEvent.objects.first()
    event.kind = "withdrawn"
    for attempt in (event.save, event.delete, ConsentEvent.objects.all().delete):
        with pytest.raises(LedgerIsAppendOnly):
            attempt()
    with pytest.raises(LedgerIsAppendOnly):
        ConsentEvent.objects.update(kind="withdrawn")


@pytest.mark.parametrize(
    "statement", ["UPDATE subscribers_consentevent SET kind = 'withdrawn'", "DELETE FROM subscribers_consentevent"]
)
def test_the_database_itself_refuses_to_change_the_ledger(ada, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert consent.stands(ada.subject, "brief")


def test_erasing_a_subscriber_leaves_the_ledger_without_a_link_to_the_person(ada):
    subject = ada.subject
    ada.delete()
    assert ConsentEvent.objects.filter(subject=subject).count() == 2
    assert not Subscriber.objects.filter(subject=subject).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE.")
def test_the_ledger_cannot_be_emptied_at_one_stroke(ada):
    # Checks that wait for the end of the transaction would refuse it, too; they are done first.
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE subscribers_consentevent")
    assert consent.stands(ada.subject, "brief")


def test_a_withdrawal_and_what_follows_from_it_happen_together_or_not_at_all(ada):
    brief = PurposeFactory()

    def fail(**_kwargs):
        raise RuntimeError("The profile could not be forgotten.")

    consent_withdrawn.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            consent.withdraw(ada.subject, brief)
    finally:
        consent_withdrawn.disconnect(fail)
    # Nothing was entered, so the same request can be repeated and then does the whole.
    assert consent.stands(ada.subject, brief)
    heard = []

    def listen(subject, **_kwargs):
        heard.append(subject)

    consent_withdrawn.connect(listen)
    try:
        assert consent.withdraw(ada.subject, brief)
    finally:
        consent_withdrawn.disconnect(listen)
    assert heard == [ada.subject]
    assert not consent.stands(ada.subject, brief)


def test_who_was_erased_can_still_withdraw(ada):
    subject = ada.subject
    ada.delete()
    assert consent.withdraw(subject, PurposeFactory())
    assert not consent.stands(subject, "brief")
