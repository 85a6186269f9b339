"""A reader's new mail address: asked for behind a fresh link, confirmed at the new address, told at the old one.

What was agreed to goes with the reader: the ledger knows a pseudonym and no address.
"""

import logging
from datetime import datetime
from enum import Enum
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from subscribers import mail
from subscribers.models import AddressChange, Receipt, Subscriber

from . import rate_limit, suppression, tokens
from .addresses import normalise_address
from .attempts import CLAIM, Fate, attempt
from .mailing import absolute, ask_after_a_rest

log = logging.getLogger(__name__)

# Changes that one reader may ask for in an hour.
PER_READER = 5


class TooOften(Exception):
    """Too many mails were asked for within the hour: by this reader, from this network or to this address."""


class SameAddress(Exception):
    """The reader has this address already."""


class Outcome(Enum):
    CHANGED = "changed"
    TAKEN = "taken"
    OVER = "over"


@transaction.atomic
def ask(subscriber: Subscriber, email: str, client: str = "") -> AddressChange:
    """Notes the wish; a later one takes the place of an earlier one. `client` is an IP address, not stored.

    Raises SameAddress, TooOften or (for what is no address) ValidationError. Whether the address is another
    reader's is not looked at here: the worker finds out, and who asks sees and waits the same.
    """
    email = normalise_address(email)
    if email == subscriber.email.lower():
        raise SameAddress
    mine = rate_limit.within("address-change", subscriber.subject.hex, PER_READER)
    if not rate_limit.allows(email, client) or not mine:
        raise TooOften
    now = timezone.now()
    fresh = {
        "email": email,
        "requested_at": now,
        "due_at": now,
        "mailed_at": None,
        "refused_at": None,
        "attempts": 0,
    }
    return AddressChange.objects.update_or_create(subscriber=subscriber, defaults={"email": email, **fresh})[0]


def waiting(subscriber: Subscriber) -> AddressChange | None:
    """The change that this reader has asked for and not confirmed yet."""
    return (
        AddressChange.objects.filter(subscriber=subscriber).exclude(pk__in=AddressChange.objects.expired()).first()
    )


def call_off(subscriber: Subscriber) -> None:
    AddressChange.objects.filter(subscriber=subscriber).delete()


def send(change_id: int) -> None:
    """The mail to the new address: one attempt, whose outcome the row notes.

    A worker claims the row before it sends (see mailing.send_confirmation). If the reader asks for another address
    meanwhile, the row is due anew, and what this worker would note is left out.
    """
    claim = timezone.now() + CLAIM
    if not AddressChange.objects.due().filter(pk=change_id).update(due_at=claim):
        return
    change = AddressChange.objects.select_related("subscriber").get(pk=change_id)
    mine = AddressChange.objects.filter(pk=change_id, due_at=claim)
    fate = attempt(partial(_mail, change), mine, change.attempts, f"of address change {change_id}")
    if fate == Fate.REFUSED:
        mine.update(refused_at=timezone.now())
    elif fate == Fate.LEFT:
        mine.update(attempts=F("attempts") + 1, mailed_at=timezone.now())


def _mail(change: AddressChange) -> None:
    """Asks for the confirmation, or tells the reader who has this address that nothing was changed.

    Who takes no mail is told nothing, and an address on the suppression list is asked as seldom as by a sign-up;
    whoever wished for the change sees no difference.
    """
    owner = Subscriber.objects.with_address(change.email).first()
    if owner is None:
        ask_after_a_rest(change.email, partial(_mail_question, change))
    elif owner.unreachable_at is None:
        _mail_owner(owner)


def _mail_owner(owner: Subscriber) -> None:
    with translation.override(owner.language):
        context = _spoken_to(owner) | {"link": absolute(reverse("subscribers:preferences_request"))}
    mail.send_mail("address_taken", owner, context, owner.language)


def _mail_question(change: AddressChange) -> None:
    reader = change.subscriber
    with translation.override(reader.language):
        context = {
            # Nobody has shown yet that this address is the reader's: the mail tells it no name.
            "greeting": mail.greeting("", reader.form_of_address),
            "du": reader.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:confirm_address", args=[tokens.for_address_change(change)])),
            "days": settings.SIGNUP_EXPIRES_DAYS,
        }
    mail.send_mail("address_change", change.email, context, reader.language)


def _spoken_to(reader: Subscriber) -> dict[str, object]:
    return {
        "greeting": mail.greeting(reader.name, reader.form_of_address),
        "du": reader.form_of_address == Subscriber.Address.DU,
    }


def find(change_id: int, asked_at: datetime) -> AddressChange | None:
    """The change that a link belongs to; None if it was confirmed, called off or followed by another."""
    return AddressChange.objects.filter(pk=change_id, requested_at=asked_at).first()


@transaction.atomic
def confirm(change_id: int, asked_at: datetime) -> Outcome:
    """The new address is shown to be the reader's own, by the link that was mailed to it."""
    # The reader's row is locked before the wish is read for good: an erasure takes both in the same order.
    theirs = Subscriber.objects.filter(address_change=change_id)
    locked = Subscriber.objects.select_for_update().filter(pk__in=theirs.values("pk")).first()
    change = find(change_id, asked_at)
    if locked is None or change is None:
        return Outcome.OVER
    before = locked.email
    if not _moved(locked, change.email):
        return Outcome.TAKEN
    suppression.lift(change.email)
    change.delete()
    _tell(locked, before)
    return Outcome.CHANGED


def _moved(subscriber: Subscriber, email: str) -> bool:
    """Writes the address; False if it came to belong to another reader."""
    if Subscriber.objects.with_address(email).exclude(pk=subscriber.pk).exists():
        return False
    subscriber.email = email
    subscriber.unreachable_at = None
    subscriber.asked_to_stay_at = None
    subscriber.last_sign_at = timezone.now()
    try:
        with transaction.atomic():
            subscriber.save(update_fields=["email", "unreachable_at", "asked_to_stay_at", "last_sign_at"])
    except IntegrityError:
        return False
    return True


def _tell(subscriber: Subscriber, before: str) -> None:
    """The old address learns that it is not written to any more, and not which one is."""
    Receipt.objects.create(
        kind=Receipt.Kind.ADDRESS_CHANGED,
        email=before,
        language=subscriber.language,
        form_of_address=subscriber.form_of_address,
    )


def forgotten() -> list[int]:
    """The ids of changes that wait for their mail while no worker is at them."""
    return list(AddressChange.objects.forgotten().values_list("pk", flat=True))


def expire() -> int:
    """Deletes what nobody confirmed in time; how many there were."""
    return AddressChange.objects.expired().delete()[0]
