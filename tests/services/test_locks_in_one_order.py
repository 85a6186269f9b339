"""Whoever works on what hangs on a reader takes the reader's row first, as an erasure does: two that took them in
different orders would wait for each other until the database fails one of them."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from desk.models import Case
from desk.services import deciding, identity
from desk.services.opening import Request, typed_in
from subscribers.models import SignUp, Subscriber
from subscribers.services import signup

A_MOMENT = 0.5


@contextmanager
def waiting_for_the_reader(reader, work, *arguments):
    """While somebody else holds the reader's row, `work` has begun and waits."""
    begun = Event()

    def at_work():
        begun.set()
        try:
            work(*arguments)
        finally:
            connection.close()

    with transaction.atomic():
        Subscriber.objects.select_for_update().get(pk=reader.pk)
        thread = Thread(target=at_work)
        thread.start()
        begun.wait()
        thread.join(A_MOMENT)
        yield
    thread.join()


@pytest.fixture
def case(ada):
    case = typed_in(Request(kind="rectification", channel="letter", email=ada.email), by=None)
    identity.seen(case.pk, None, "at the counter")
    return case


def test_a_sign_up_that_waits_for_its_reader_keeps_nobody_from_the_sign_up(ada, newsletter):
    asked = SignUp.objects.create(email=ada.email)
    with waiting_for_the_reader(ada, signup.confirm, asked.pk):
        assert SignUp.objects.select_for_update(nowait=True).filter(email=ada.email).get()


@pytest.mark.parametrize("known", ["by the link", "by the address alone"])
def test_an_identity_that_waits_for_its_reader_keeps_nobody_from_the_case(ada, known):
    new = typed_in(Request(kind="access", channel="letter", email=ada.email), by=None)
    if known == "by the link":
        Case.objects.filter(pk=new.pk).update(subscriber=ada)
    with waiting_for_the_reader(ada, identity.confirm, new.pk):
        assert Case.objects.select_for_update(of=("self",), nowait=True).get(pk=new.pk)


def test_a_correction_that_waits_for_its_reader_keeps_nobody_from_the_case(ada, case):
    with waiting_for_the_reader(ada, deciding.correct, case.pk, None, "Ada Lind", "de", "sie"):
        assert Case.objects.select_for_update(of=("self",), nowait=True).get(pk=case.pk)


def test_a_sign_up_does_not_take_a_change_of_address_back(ada, newsletter):
    asked = SignUp.objects.create(email=ada.email, name="Ada L.")
    asked.wordings.add(newsletter.purpose.wording("de"))
    begun = Event()

    def confirm():
        begun.set()
        try:
            signup.confirm(asked.pk)
        finally:
            connection.close()

    with transaction.atomic():
        locked = Subscriber.objects.select_for_update().get(pk=ada.pk)
        thread = Thread(target=confirm)
        thread.start()
        begun.wait()
        thread.join(A_MOMENT)
        locked.email = "ada.lindgren@example.org"
        locked.save(update_fields=["email"])
    thread.join()
    assert Subscriber.objects.get(pk=ada.pk).email == "ada.lindgren@example.org"
    assert Subscriber.objects.filter(email="ada@example.org").exclude(pk=ada.pk).count() == 1
