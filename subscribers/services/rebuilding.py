"""The state of all consents, made anew from the ledger in one statement."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from subscribers.models import ConsentEvent, ConsentState


class LedgerIsShorter(Exception):
    """States know of events that the ledger does not have: its end was cut off, and they are the last trace of it.

    The argument is their number.
    """


@transaction.atomic
def rebuild(although_cut_off: bool = False) -> int:
    """Puts the last event of each subject and purpose in the place of the states; returns how many there are.

    Whoever declares something meanwhile waits. Raises LedgerIsShorter before it would wipe out a trace.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE subscribers_consentstate IN SHARE ROW EXCLUSIVE MODE")
        lost = _lost()
        if lost and not although_cut_off:
            raise LedgerIsShorter(lost)
        cursor.execute("DELETE FROM subscribers_consentstate")
        cursor.execute(
            """
            INSERT INTO subscribers_consentstate
                   (subject, purpose_id, kind, wording_id, at, event_id, position)
            SELECT event.subject, event.purpose_id, event.kind, event.wording_id, event.at, event.id,
                   event.position
              FROM subscribers_consentevent AS event
              JOIN (SELECT subject, purpose_id, MAX(position) AS position
                      FROM subscribers_consentevent
                     GROUP BY subject, purpose_id) AS last
                ON last.subject = event.subject AND last.position = event.position
            """
        )
    return ConsentState.objects.count()


def _lost() -> int:
    known = ConsentEvent.objects.filter(pk=OuterRef("event_id"))
    return ConsentState.objects.filter(~Exists(known)).count()
