"""A withdrawal that is not committed yet when a worker sends its reader's letter."""

from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction

from newsletters.models import Edition
from newsletters.services import dispatch, sending
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import EditionFactory, StoryPageFactory


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key="pollen"))


@pytest.mark.parametrize("when", ["queued", "claimed", "chosen"])
def test_nothing_is_noted_of_a_reader_who_withdraws_at_that_moment(
    ada, newsletter, home, outbox, monkeypatch, when
):
    for n in range(4):
        StoryPageFactory(title=f"Recht {n}", topics=["Recht"])
    edition = EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING)
    sending.prepare(edition.pk)
    others = []

    def begin():
        """Another process withdraws, and takes its time before it commits."""

        def run():
            with transaction.atomic():
                withdraw(ada)
                sleep(0.7)
            connection.close()

        others.append(Thread(target=run))
        others[-1].start()
        sleep(0.3)

    if when == "queued":
        begin()
    elif when == "claimed":
        choose = dispatch._Batch.choose
        monkeypatch.setattr(dispatch._Batch, "choose", lambda batch: (begin(), choose(batch)))
    else:
        allows = dispatch._Batch.allows
        monkeypatch.setattr(dispatch._Batch, "allows", lambda batch, row: (begin(), allows(batch, row))[1])
    sending.deliver_batch(edition.pk)
    others[0].join()
    sending.deliver_batch(edition.pk)
    delivery = edition.deliveries.get()
    assert (delivery.state, delivery.arm, delivery.eligible, delivery.personalised) == ("sent", "", "", False)
    assert len(outbox) == 1
    assert "/l/" not in outbox[0].body
