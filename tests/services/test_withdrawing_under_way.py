"""A withdrawal and a reading at the same moment, on a database that really does two things at once."""

from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction

from subscribers.models import Subscriber
from subscribers.services import consent


@pytest.mark.parametrize("declare", ["grant", "withdraw"])
def test_whoever_declares_something_holds_the_row_of_the_reader(ada, newsletter, declare):
    """gathering.record takes the same lock, so it comes wholly before the declaration or wholly after it."""
    complaints = []

    def reach_for_the_row():
        try:
            with transaction.atomic():
                Subscriber.objects.select_for_update(nowait=True).get(subject=ada.subject)
        except OperationalError as error:
            complaints.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():
        if declare == "grant":
            consent.grant(ada.subject, newsletter.purpose.wording("de"))
        else:
            consent.withdraw(ada.subject, newsletter.purpose)
        thread = Thread(target=reach_for_the_row)
        thread.start()
        thread.join()
    assert len(complaints) == 1
