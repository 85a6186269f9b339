"""What mail servers tell us of an address: its owner complained of our mail, or nobody is there."""

from django.db import transaction
from django.utils import timezone

from subscribers.models import ConsentEvent, Purpose, Subscriber, SuppressedAddress

from . import consent, suppression


@transaction.atomic
def complained(address: str) -> None:
    """Somebody pressed «This is junk»: an objection to our letters (GDPR Art. 21(3)), whichever it was about."""
    suppression.suppress(address, SuppressedAddress.Reason.COMPLAINED)
    for reader in Subscriber.objects.with_address(address):
        for purpose in Purpose.objects.newsletters().filter(pk__in=consent.standing_purposes(reader.subject)):
            consent.withdraw(reader.subject, purpose, ConsentEvent.Kind.OBJECTED, form="complaint")


@transaction.atomic
def bounced_for_good(address: str) -> None:
    """Nothing is sent to this address any more. Consents stand: its owner has declared nothing."""
    suppression.suppress(address, SuppressedAddress.Reason.BOUNCED)
    readers = Subscriber.objects.with_address(address)
    readers.filter(unreachable_at=None).update(unreachable_at=timezone.now())
