"""Who gets an edition in a letter of its own, and for whom it waits for the next digest.

Who gets digests has a delivery row for each edition, too, in the state GATHERED. These rows, and not the calendar,
say what a reader is still owed: whoever changes the frequency loses no edition and gets none twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsletters.models import Delivery, DeliveryQuerySet, Edition, Newsletter
from subscribers.models import Subscriber, SubscriberQuerySet

Frequency = Subscriber.Frequency
State = Edition.State

# A reader who makes a long pause comes back to what is new, not to what once was kept for them.
KEPT_FOR = timedelta(days=62)

NOT_YET_TAKEN = (State.DRAFT, State.SCHEDULED, State.PREPARING)


def to_look_at(edition: Edition) -> SubscriberQuerySet:
    """The readers as whom an editor may look at this edition: a digest has something for some of them alone."""
    if not edition.digest:
        return Subscriber.objects.consenting(edition.newsletter.purpose)
    if edition.state in NOT_YET_TAKEN:
        return of_letters(edition)
    return Subscriber.objects.consenting(edition.newsletter.purpose).filter(deliveries__edition=edition)


def of_letters(edition: Edition) -> SubscriberQuerySet:
    """The readers to whom this edition goes as a letter."""
    mailable = Subscriber.objects.mailable(edition.newsletter.purpose)
    if edition.digest:
        return mailable.filter(Exists(owed(edition).filter(subscriber=OuterRef("pk"))))
    return mailable.filter(frequency=Frequency.EACH)


def of_digests(edition: Edition) -> SubscriberQuerySet:
    """The readers who will get what stands in this edition with their next digest."""
    mailable = Subscriber.objects.mailable(edition.newsletter.purpose)
    return mailable.none() if edition.digest else mailable.exclude(frequency=Frequency.EACH)


def kept_until(newsletter: Newsletter, digest: str, end: datetime) -> QuerySet[Edition]:
    """The editions that a digest with this end has to gather, in the order in which they were sent."""
    sent = Edition.objects.ordinary().filter(
        newsletter=newsletter, state=State.SENT, finished_at__gte=end - KEPT_FOR, finished_at__lt=end
    )
    kept = _of_readers_of(digest).filter(edition=OuterRef("pk"))
    return sent.filter(Exists(kept)).order_by("finished_at", "pk")


def owed(digest: Edition) -> DeliveryQuerySet:
    """The rows of what a digest that is not yet on its way would bring.

    Who wants each edition by now gets what was kept before with whichever digest comes next.
    """
    return _of_readers_of(digest.digest).filter(edition__in=digest.gathers)


def _of_readers_of(digest: str) -> DeliveryQuerySet:
    return Delivery.objects.kept().filter(subscriber__frequency__in=[digest, Frequency.EACH])


def owed_editions(digest: Edition, readers: Sequence[int]) -> dict[int, set[int]]:
    """By subscriber id the editions that this digest brings to them: what it took when it was prepared, before
    that what it would take."""
    rows = owed(digest) if digest.state in NOT_YET_TAKEN else Delivery.objects.filter(came_with=digest)
    found: dict[int, set[int]] = defaultdict(set)
    for reader, edition in rows.filter(subscriber__in=readers).values_list("subscriber", "edition"):
        found[reader].add(edition)
    return found


def take(digest: Edition) -> None:
    """Notes what came to the readers of this digest with it. In the transaction that froze its audience."""
    gets_it = Delivery.objects.filter(edition=digest, subscriber=OuterRef("subscriber"))
    owed(digest).filter(Exists(gets_it)).update(came_with=digest)


def give_back(newsletter_id: int) -> None:
    """What a digest would have brought that was stopped before its letter left is kept for the next one."""
    stopped = Q(came_with__newsletter=newsletter_id, came_with__state=State.CANCELLED)
    unsent = Delivery.objects.queued().filter(edition=OuterRef("came_with"), subscriber=OuterRef("subscriber"))
    Delivery.objects.filter(stopped, Exists(unsent)).update(came_with=None)
