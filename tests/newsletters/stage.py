"""What the tests of sending share: taking an edition through, and looking at what became of it."""

from newsletters.services import sending


def send(edition):
    for _batch in range(sending.prepare(edition.pk)):
        sending.deliver_batch(edition.pk)
    edition.refresh_from_db()


def states(edition):
    return dict(edition.deliveries.values_list("subscriber__email", "state"))
