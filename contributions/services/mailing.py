"""The three mails to a sender. Each does nothing if it was sent before or its row is gone."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contributions.models import Contribution, Notice
from subscribers import mail
from subscribers.models import Subscriber
from subscribers.services.mailing import FIRST_WAIT, LONGEST_WAIT, absolute

from . import tokens

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 12


def send(notice_id: int) -> None:
    """One attempt. Whoever claims the row sends the mail.

    A claim is given back only if the mail server did not take the mail.
    """
    if not Notice.objects.due().filter(pk=notice_id).update(claimed_at=timezone.now()):
        return
    notice = Notice.objects.select_related("contribution__page", "contribution__wording").get(pk=notice_id)
    if not notice.contribution.email:
        _give_back(notice, refused=True)
        return
    try:
        _mail(notice)
    except mail.MailRefused as error:
        log.warning("The mail %s of contribution %s was refused: %s", notice.kind, notice.contribution_id, error)
        _give_back(notice, refused=True)
    except (mail.MailDeferred, mail.ImprintIncomplete) as error:
        log.info("The mail %s of contribution %s waits: %s", notice.kind, notice.contribution_id, error)
        _give_back(notice, refused=notice.attempts + 1 >= MOST_ATTEMPTS)
    except Exception:
        _give_back(notice)
        raise
    else:
        Notice.objects.filter(pk=notice_id).update(sent_at=timezone.now(), attempts=F("attempts") + 1)


def _give_back(notice: Notice, refused: bool = False) -> None:
    wait: timedelta = min(FIRST_WAIT * 2 ** min(notice.attempts, 12), LONGEST_WAIT)
    now = timezone.now()
    Notice.objects.filter(pk=notice.pk).update(
        claimed_at=None,
        attempts=F("attempts") + 1,
        due_at=now + wait,
        refused_at=now if refused else None,
    )


def _mail(notice: Notice) -> None:
    contribution = notice.contribution
    with translation.override(contribution.language):
        context = _context(notice.kind, contribution)
    mail.send_mail(f"contribution_{notice.kind}", contribution.email, context, contribution.language)


def _context(kind: str, contribution: Contribution) -> dict[str, Any]:
    """The first mail goes to an address that nobody confirmed, so it carries nothing that was typed."""
    withdraw = absolute(reverse("contributions:withdraw", args=[tokens.for_withdrawing(contribution)]))
    context = {"is_story": contribution.kind == Contribution.Kind.STORY, "withdraw_link": withdraw}
    if kind == Notice.Kind.CONFIRM:
        link = absolute(reverse("contributions:confirm", args=[tokens.for_confirming(contribution)]))
        return context | {"greeting": _("Hello,"), "link": link, "days": settings.CONTRIBUTION_CONFIRM_DAYS}
    context["greeting"] = mail.greeting(contribution.name, Subscriber.Address.SIE)
    context["address_days"] = settings.CONTRIBUTION_ADDRESS_DAYS
    if kind == Notice.Kind.PUBLISHED and contribution.page:
        context["title"] = contribution.page.title
        context["link"] = absolute(contribution.page.url or "/")
    if kind == Notice.Kind.DECLINED:
        context["reason"] = contribution.reason
    return context
