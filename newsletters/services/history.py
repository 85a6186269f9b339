"""The letters in a person's history (subscribers/services/history.py)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from newsletters.models import Delivery
from subscribers.models import Subscriber
from subscribers.personal_data import Moment
from subscribers.services.history import SHOWN


def of_deliveries(subscriber: Subscriber) -> Iterator[Moment]:
    """What was sent, and what could not be; what still waits has no moment yet."""
    deliveries = Delivery.objects.filter(subscriber=subscriber).select_related("edition__newsletter")
    for delivery in deliveries.order_by("-pk")[: SHOWN + 1]:
        at = delivery.sent_at or delivery.claimed_at
        if at is None:
            continue
        text = f"{delivery.edition.newsletter.name}: {delivery.edition.subject} ({delivery.get_state_display()})"
        details = [_("with a personal selection")] if delivery.personalised else []
        details += [delivery.reply] if delivery.reply and delivery.state != Delivery.State.SENT else []
        yield Moment(at, "letter", text, details=tuple(details))
