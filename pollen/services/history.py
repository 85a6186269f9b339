"""What somebody read, in their history (subscribers/services/history.py)."""

from collections.abc import Iterator

from pollen.models import Grain
from subscribers.models import Purpose, Subscriber
from subscribers.personal_data import Moment
from subscribers.services import consent
from subscribers.services.history import SHOWN


def of_grains(subscriber: Subscriber) -> Iterator[Moment]:
    """Only while the consent to pollen stands and may be acted upon. Without it there is nothing to be seen, even
    in the moment before it is deleted."""
    if not consent.stands(subscriber.subject, Purpose.POLLEN):
        return
    grains = Grain.objects.filter(subscriber=subscriber).select_related("readable")
    for grain in grains.order_by("-at")[: SHOWN + 1]:
        yield Moment(grain.at, "grain", f"{grain.readable.title}: {grain.get_kind_display()}")
