"""The three mails to a sender. Each does nothing if it was sent before or its row is gone."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contributions.models import Contribution, Notice
from subscribers import mail
from subscribers.models import Subscriber
from subscribers.services.attempts import Fate, attempt
from subscribers.services.mailing import absolute

from . import tokens

MOST_ATTEMPTS = 12


def send(notice_id: int) -> None:
    """One attempt. Whoever claims the row sends the mail.

    A claim is given back only if the mail server did not take the mail.
    """
    if not Notice.objects.due().filter(pk=notice_id).update(claimed_at=timezone.now()):
        return
    notice = Notice.objects.select_related("contribution__page", "contribution__wording").get(pk=notice_id)
    mine = Notice.objects.filter(pk=notice_id)
    if not notice.contribution.email:
        mine.update(claimed_at=None, refused_at=timezone.now())
        return
    name = f"{notice.kind} of contribution {notice.contribution_id}"
    fate = attempt(partial(_mail, notice), mine, notice.attempts, name, claimed_at=None)
    if fate == Fate.LEFT:
        mine.update(sent_at=timezone.now(), attempts=F("attempts") + 1)
    elif fate == Fate.REFUSED or notice.attempts + 1 >= MOST_ATTEMPTS:
        mine.update(claimed_at=None, refused_at=timezone.now())


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
