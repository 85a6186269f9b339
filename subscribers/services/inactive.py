"""Readers of whom nothing was heard for long: asked once whether to stay, then let go (GDPR Art. 5(1)(e)).

Who opens letters is not known, and need not be: one click on the mailed link is enough.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from subscribers import mail
from subscribers.models import ConsentEvent, ConsentState, Purpose, Receipt, Subscriber, SubscriberQuerySet

from . import erasure, preferences, tokens
from .mailing import CLAIM, absolute

log = logging.getLogger(__name__)

VIA = "retention"

# Other rooms name what they may take for a sign of life: a condition on readers that is true for those who gave
# one since this moment.
Sign = Callable[[datetime], Exists]
_signs: list[Sign] = []


def register_sign(sign: Sign) -> None:
    if sign not in _signs:
        _signs.append(sign)


def to_ask() -> SubscriberQuerySet:
    """Silent readers who may be asked: they get letters, their address works, and they are not making a pause.

    Whose processing is restricted is left alone: what is restricted is kept (GDPR Art. 18).
    """
    # A question from before their last sign of life was answered by it.
    not_asked = Q(asked_to_stay_at=None) | Q(asked_to_stay_at__lt=F("last_sign_at"))
    silent = _silent(_ago(settings.INACTIVE_DAYS)).filter(not_asked)
    return silent.filter(Exists(_letters()), unreachable_at=None).present()


def to_let_go() -> SubscriberQuerySet:
    """Asked long enough ago and still silent; or silent for as long, and no mail reaches them to ask."""
    asked = Q(asked_to_stay_at__lt=_ago(settings.STAY_DAYS), asked_to_stay_at__gte=F("last_sign_at"))
    out_of_reach = Q(unreachable_at__lt=_ago(settings.STAY_DAYS)) & Q(
        last_sign_at__lt=_ago(settings.INACTIVE_DAYS + settings.STAY_DAYS)
    )
    silent = _silent(_ago(settings.INACTIVE_DAYS)).filter(asked | out_of_reach)
    return silent.filter(Exists(_letters())).present()


def to_forget() -> SubscriberQuerySet:
    """Readers who get no newsletter any more and have not come back. They are not written to again."""
    since = _ago(settings.LEFT_DAYS)
    lately = ConsentEvent.objects.filter(subject=OuterRef("subject"), at__gte=since)
    gone = Subscriber.objects.filter(last_sign_at__lt=since, confirmed_at__lt=since, restricted_at=None)
    return gone.filter(~Exists(_letters()) & ~Exists(lately))


def note_answers() -> None:
    """Whoever was asked and has read since has answered. Noted as no more than that the question is over: what
    they read is kept for a shorter time than the next silence lasts."""
    for sign in _signs:
        asked = Subscriber.objects.filter(asked_to_stay_at__isnull=False)
        asked.filter(sign(_ago(settings.INACTIVE_DAYS))).update(asked_to_stay_at=None)


def ask(subscriber_id: int) -> bool:
    """Mails the question, whoever claims it; whether it was mailed. A mail that cannot leave is tried tomorrow."""
    now = timezone.now()
    free = Q(stay_claimed_at=None) | Q(stay_claimed_at__lt=now - CLAIM)
    if not to_ask().filter(free, pk=subscriber_id).update(stay_claimed_at=now):
        return False
    reader = Subscriber.objects.get(pk=subscriber_id)
    try:
        mail.send_mail("ask_to_stay", reader, _context(reader), reader.language)
    except mail.MailRefused as error:
        # To be told by nobody is not to have been asked, but more cannot be done: the time runs.
        log.warning("The question whether to stay was refused for reader %s: %s", subscriber_id, error)
    except (mail.MailDeferred, mail.ImprintIncomplete) as error:
        log.info("The question whether to stay waits for reader %s: %s", subscriber_id, type(error).__name__)
        Subscriber.objects.filter(pk=subscriber_id).update(stay_claimed_at=None)
        return False
    Subscriber.objects.filter(pk=subscriber_id).update(asked_to_stay_at=timezone.now(), stay_claimed_at=None)
    return True


def _context(reader: Subscriber) -> dict[str, Any]:
    with translation.override(reader.language):
        return {
            "greeting": mail.greeting(reader.name, reader.form_of_address),
            "du": reader.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:stay", args=[tokens.for_staying(reader.subject)])),
            "until": timezone.localdate() + timedelta(days=settings.STAY_DAYS),
            "purposes": [purpose.label for purpose in _newsletters_of(reader)],
        }


def _newsletters_of(reader: Subscriber) -> QuerySet[Purpose]:
    standing = ConsentState.objects.filter(subject=reader.subject).standing()
    return Purpose.objects.newsletters().filter(pk__in=standing.values("purpose"))


@transaction.atomic
def stay(subject: UUID) -> bool:
    """The reader answers: I stay. False if they are gone."""
    preferences.gave_a_sign(subject)
    return Subscriber.objects.filter(subject=subject).exists()


def let_go() -> int:
    """Ends the consents of those who did not answer, and erases them; each in a transaction of its own."""
    return sum(_let_go(pk) for pk in _ids(to_let_go()))


@transaction.atomic
def _let_go(pk: int) -> bool:
    """Whoever answers at this moment is either before us, and stays, or after us, and finds nobody."""
    reader = to_let_go().select_for_update(of=("self",)).filter(pk=pk).first()
    if reader is None:
        return False
    erasure.erase(reader, via=VIA, receipt=reader.unreachable_at is None, kind=Receipt.Kind.LET_GO)
    return True


def forget() -> int:
    """Erases those who left, without a word: they asked for no more mail."""
    return sum(_forget(pk) for pk in _ids(to_forget()))


@transaction.atomic
def _forget(pk: int) -> bool:
    reader = to_forget().select_for_update(of=("self",)).filter(pk=pk).first()
    if reader is None:
        return False
    erasure.erase(reader, via=VIA, receipt=False, kind=Receipt.Kind.LET_GO)
    return True


def _ids(readers: SubscriberQuerySet) -> list[int]:
    return list(readers.order_by("pk").values_list("pk", flat=True))


def _silent(since: datetime) -> SubscriberQuerySet:
    silent = Subscriber.objects.filter(last_sign_at__lt=since, restricted_at=None)
    for sign in _signs:
        silent = silent.filter(~sign(since))
    return silent


def _letters() -> QuerySet[ConsentState]:
    standing = ConsentState.objects.standing().filter(subject=OuterRef("subject"))
    return standing.filter(purpose__kind=Purpose.Kind.NEWSLETTER)


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
