"""The mails of the life cycle. Each function does nothing if its row is gone by the time it runs.

A form does the same for every address; who gets which mail, and whether any, is found out here, by the worker.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation

from subscribers import mail
from subscribers.models import LinkRequest, SignUp, Subscriber, SuppressedAddress

from . import rate_limit, suppression, tokens
from .attempts import CLAIM, Fate, attempt, wait_after
from .signup import receiving_subscriber

log = logging.getLogger(__name__)

# An address on the suppression list is asked to confirm something once in this time.
SUPPRESSED_REST = timedelta(days=30)


def send_confirmation(signup_id: int) -> None:
    """The answer to a sign-up, in one attempt whose outcome the row notes: the plain, ad-free mail of the double
    opt-in; a link to the preferences for whoever gets letters already; or nothing.

    A worker claims the row before it sends, so that two never send the same mail. One that dies between the
    server's answer and the note of it leaves a claim behind that ends after ten minutes; the mail is then sent a
    second time. That rare twin does no harm, whereas a mail that never came would lose a reader.
    """
    claim = timezone.now() + CLAIM
    if not SignUp.objects.due().filter(pk=signup_id).update(due_at=claim):
        return
    signup = SignUp.objects.get(pk=signup_id)
    reader = receiving_subscriber(signup.email)
    if not _may_be_answered(signup):
        signup.delete()
        return
    asked = False

    def send() -> None:
        nonlocal asked
        if reader:
            _mail_preferences_link(reader)
        else:
            asked = _ask_to_confirm(signup)

    mine = SignUp.objects.filter(pk=signup_id, due_at=claim)
    # Without an imprint nobody can sign up: that it is gone by now is to be seen, not only waited for.
    fate = attempt(send, mine, signup.attempts, f"of sign-up {signup_id}", passing=(mail.MailDeferred,))
    if fate == Fate.REFUSED:
        mine.update(refused_at=timezone.now())
    elif fate == Fate.LEFT and asked:
        SignUp.objects.filter(pk=signup_id).update(mailed_at=timezone.now(), attempts=F("attempts") + 1)
    elif fate == Fate.LEFT:
        signup.delete()


def _may_be_answered(signup: SignUp) -> bool:
    """Whether this sign-up leads to a mail at all.

    Of an import neither readers hear, whatever they have declared meanwhile, nor who is on the suppression list.
    Too many forms for one address end here; what was counted at the first attempt is not counted again later.
    """
    if signup.imported:
        known = Subscriber.objects.with_address(signup.email).exists()
        return not known and suppression.find(signup.email) is None
    return bool(signup.attempts) or rate_limit.address_allows(signup.email)


def _ask_to_confirm(signup: SignUp) -> bool:
    template = "confirm_import" if signup.imported else "confirm_signup"
    return ask_after_a_rest(signup.email, partial(_mail_confirmation, signup, template))


def ask_after_a_rest(address: str, ask: Callable[[], None]) -> bool:
    """Has `ask` mail a question to somebody who has not shown yet that the address is theirs.

    False, and no mail, if the address is on the suppression list and was asked not long ago.
    """
    entry = suppression.find(address)
    if entry is None:
        ask()
        return True
    now = timezone.now()
    rested = Q(asked_at=None) | Q(asked_at__lt=now - SUPPRESSED_REST)
    if not SuppressedAddress.objects.filter(rested, pk=entry.pk).update(asked_at=now):
        return False
    try:
        ask()
    except Exception:
        SuppressedAddress.objects.filter(pk=entry.pk, asked_at=now).update(asked_at=entry.asked_at)
        raise
    return True


def send_reminder(signup_id: int) -> None:
    """The one reminder of a sign-up, noted before it is sent: rather none than two.

    Several sign-ups of one address are reminded of together, by the mail about the newest.
    """
    now = timezone.now()
    signup = _claim_reminder(signup_id, now)
    if signup is None or receiving_subscriber(signup.email) or suppression.find(signup.email):
        return
    try:
        _mail_confirmation(signup, "remind_signup")
    except mail.MailRefused as error:
        log.warning("The reminder of sign-up %s was refused for good: %s", signup.pk, error)
    except Exception as error:
        same = SignUp.objects.filter(email=signup.email, reminded_at=now)
        same.update(reminded_at=None, due_at=now + wait_after(signup.attempts), attempts=F("attempts") + 1)
        if not isinstance(error, mail.MailDeferred):
            raise
        log.info("The reminder of sign-up %s waits: %s", signup.pk, error)


@transaction.atomic
def _claim_reminder(signup_id: int, now: datetime) -> SignUp | None:
    """The newest sign-up of the address, if nobody was reminded for it yet; all of them count as reminded."""
    email = SignUp.objects.to_remind().filter(pk=signup_id).values_list("email", flat=True).first()
    same = SignUp.objects.filter(email=email).order_by("pk") if email else SignUp.objects.none()
    rows = list(same.select_for_update())
    if not rows or any(row.reminded_at for row in rows):
        return None
    same.update(reminded_at=now)
    return rows[-1]


def signups_to_remind() -> list[int]:
    return list(SignUp.objects.to_remind().values_list("pk", flat=True))


def _mail_confirmation(signup: SignUp, template: str) -> None:
    with translation.override(signup.language):
        context = {
            "greeting": mail.greeting(signup.name, signup.form_of_address),
            "du": signup.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:confirm", args=[tokens.for_signup(signup)])),
            "purposes": [wording.purpose.label for wording in signup.wordings.select_related("purpose")],
            "days": settings.SIGNUP_EXPIRES_DAYS,
            "may_remind": bool(settings.SIGNUP_REMINDER_DAYS),
            "requested_at": signup.requested_at,
            "expires_at": signup.expires_at,
            "elsewhere": _other_site(signup.form),
            "source": signup.evidence.get("source", ""),
        }
    mail.send_mail(template, signup.email, context, signup.language)


def _other_site(form: str) -> str:
    """The host of the site that carried the form; nothing if it was ours."""
    return form.partition("://")[2]


def answer_link_request(request_id: int) -> None:
    """Mails the link if the address is a reader's; the row goes with the answer. Raises MailDeferred."""
    claim = timezone.now() + CLAIM
    if not LinkRequest.objects.due().filter(pk=request_id).update(due_at=claim, attempts=F("attempts") + 1):
        return
    asked = LinkRequest.objects.get(pk=request_id)
    reader = Subscriber.objects.with_address(asked.email).first()
    # Counted for everybody, and at the first attempt alone.
    if (asked.attempts > 1 or rate_limit.address_allows(asked.email)) and reader:
        try:
            _mail_preferences_link(reader)
        except mail.MailRefused as error:
            log.warning("The link to the preferences of reader %s was refused for good: %s", reader.pk, error)
        except Exception:
            LinkRequest.objects.filter(pk=request_id, due_at=claim).update(due_at=timezone.now())
            raise
    asked.delete()


def _mail_preferences_link(subscriber: Subscriber) -> None:
    with translation.override(subscriber.language):
        context: dict[str, Any] = {
            "greeting": mail.greeting(subscriber.name, subscriber.form_of_address),
            "du": subscriber.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:preferences", args=[tokens.for_preferences(subscriber)])),
            "minutes": settings.PREFERENCES_LINK_MINUTES,
        }
    mail.send_mail("preferences_link", subscriber, context, subscriber.language)


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
