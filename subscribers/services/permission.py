"""After a new wording: asking those who agreed to an older one, each of them once.

A consent goes on standing for what was agreed to. Only a yes to the new text covers the new text.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from subscribers import mail
from subscribers.models import ConsentEvent, ConsentState, PermissionAsk, PermissionCampaign, Subscriber, Wording

from . import consent, suppression, tokens
from .attempts import CLAIM, Fate, attempt
from .mailing import absolute

log = logging.getLogger(__name__)

# How many mails one pass sends, so that letters and answers do not stand behind a campaign.
A_PASS = 200
BATCH = 2000


class NothingToAsk(Exception):
    """There is nobody to be asked about this wording; the message says why."""


def in_force(wording: Wording) -> bool:
    """Whether this is the newest published text of its purpose in its language."""
    newer = Wording.objects.filter(
        purpose=wording.purpose_id,
        language=wording.language,
        version__gt=wording.version,
        published_at__isnull=False,
    )
    return wording.published_at is not None and not newer.exists()


def older_consents(wording: Wording) -> QuerySet[ConsentState]:
    """The consents that stand under an older text of the same purpose in the same language."""
    return ConsentState.objects.standing().filter(
        purpose=wording.purpose_id, wording__language=wording.language, wording__version__lt=wording.version
    )


def to_be_asked(wording: Wording) -> QuerySet[Subscriber]:
    """Readers who agreed to an older text, were not asked about this one, and can be written to."""
    asked = PermissionAsk.objects.filter(campaign__wording=wording, subscriber=OuterRef("pk"))
    older = older_consents(wording).filter(subject=OuterRef("subject"))
    readers = Subscriber.objects.filter(Exists(older), restricted_at=None, unreachable_at=None)
    return readers.exclude(Exists(asked))


@transaction.atomic
def ask(wording: Wording) -> tuple[PermissionCampaign, int]:
    """Begins, or goes on with, the campaign of this wording; how many readers came to be asked by this call.

    Raises NothingToAsk with a sentence for the editor.
    """
    if not in_force(wording):
        raise NothingToAsk(_("This text is not in force, so nobody is asked about it."))
    readers = list(to_be_asked(wording).values_list("pk", flat=True))
    if not readers:
        raise NothingToAsk(_("Nobody is left to be asked: each reader was asked or agreed already."))
    campaign, _made = PermissionCampaign.objects.get_or_create(wording=wording)
    PermissionAsk.objects.bulk_create(
        (PermissionAsk(campaign=campaign, subscriber_id=reader) for reader in readers),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return campaign, len(readers)


def send_due() -> int:
    """Sends the next mails of all campaigns; how many were tried. One that fails does not stop the others."""
    waiting = PermissionAsk.objects.filter(mailed_at=None, refused_at=None, due_at__lte=timezone.now())
    due = list(waiting.order_by("due_at").values_list("pk", flat=True)[:A_PASS])
    for pk in due:
        try:
            send(pk)
        except Exception:
            log.exception("Permission mail %s could not be sent.", pk)
    return len(due)


def send(ask_id: int) -> None:
    """One attempt at one mail. Who withdrew, agreed, left, restricted the use of their data or takes no mail any
    more is not written to."""
    now = timezone.now()
    claim = now + CLAIM
    due = PermissionAsk.objects.filter(pk=ask_id, mailed_at=None, refused_at=None, due_at__lte=now)
    if not due.update(due_at=claim):
        return
    asked = PermissionAsk.objects.select_related("subscriber", "campaign__wording__purpose").get(pk=ask_id)
    reader, wording = asked.subscriber, asked.campaign.wording
    before = older_consents(wording).filter(subject=reader.subject).select_related("wording__purpose").first()
    resting = reader.restricted_at or reader.unreachable_at
    if before is None or resting or not in_force(wording) or suppression.find(reader.email):
        asked.delete()
        return
    if reader.paused_until and reader.paused_until > timezone.localdate(now):
        PermissionAsk.objects.filter(pk=ask_id).update(due_at=now + timedelta(days=1))
        return
    mine = PermissionAsk.objects.filter(pk=ask_id, due_at=claim)
    fate = attempt(partial(_mail, asked, before.wording), mine, asked.attempts, f"of permission {ask_id}")
    if fate == Fate.REFUSED:
        mine.update(refused_at=now)
    elif fate == Fate.LEFT:
        PermissionAsk.objects.filter(pk=ask_id).update(mailed_at=timezone.now())


def _mail(asked: PermissionAsk, before: Wording | None) -> None:
    reader = asked.subscriber
    with translation.override(reader.language):
        context = {
            "greeting": mail.greeting(reader.name, reader.form_of_address),
            "du": reader.form_of_address == Subscriber.Address.DU,
            "wording": asked.campaign.wording,
            "before": before,
            "link": absolute(reverse("subscribers:permission", args=[tokens.for_permission(asked)])),
        }
    mail.send_mail("permission", reader, context, reader.language)


@transaction.atomic
def agree(asked: PermissionAsk) -> ConsentEvent | None:
    """Enters the yes to the new wording; None if it is not in force any more or there is nothing to renew."""
    reader, wording = asked.subscriber, asked.campaign.wording
    consent.lock(reader.subject)
    if asked.agreed_at or not in_force(wording):
        return None
    if not older_consents(wording).filter(subject=reader.subject).exists():
        return None
    now = timezone.now()
    sent = asked.mailed_at.isoformat() if asked.mailed_at else ""
    event = consent.grant(
        reader.subject, wording, form="permission", requested_at=sent, confirmed_at=now.isoformat()
    )
    PermissionAsk.objects.filter(pk=asked.pk).update(agreed_at=now)
    Subscriber.objects.filter(pk=reader.pk).update(last_sign_at=now, asked_to_stay_at=None)
    return event
