"""The two mails of the life cycle. Each function does nothing if its row is gone by the time it runs."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from subscribers import mail
from subscribers.models import SignUp, Subscriber

from . import tokens

log = logging.getLogger(__name__)

# Longer than one mail can take (EMAIL_TIMEOUT holds for each of a dozen steps): after that its worker is dead.
CLAIM = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)


def send_confirmation(signup_id: int) -> None:
    """The plain, ad-free mail of the double opt-in: one attempt, whose outcome the row notes.

    A worker claims the row before it sends, so that two never send the same mail. One that dies between the
    server's answer and the note of it leaves a claim behind that ends after ten minutes; the mail is then sent a
    second time. That rare twin does no harm, whereas a mail that never came would lose a reader.
    """
    claim = timezone.now() + CLAIM
    if not SignUp.objects.due().filter(pk=signup_id).update(due_at=claim):
        return
    signup = SignUp.objects.get(pk=signup_id)
    try:
        _mail_confirmation(signup)
    except mail.MailRefused as error:
        log.warning("The confirmation mail of sign-up %s was refused for good: %s", signup_id, error)
        _give_back(signup, claim, refused_at=timezone.now())
    except mail.MailDeferred as error:
        log.info("The confirmation mail of sign-up %s waits: %s", signup_id, error)
        _give_back(signup, claim)
    except Exception:
        _give_back(signup, claim)
        raise
    else:
        SignUp.objects.filter(pk=signup_id).update(mailed_at=timezone.now(), attempts=F("attempts") + 1)


def _mail_confirmation(signup: SignUp) -> None:
    with translation.override(signup.language):
        context = {
            "greeting": mail.greeting(signup.name, signup.form_of_address),
            "du": signup.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:confirm", args=[tokens.for_signup(signup)])),
            "purposes": [wording.purpose.label for wording in signup.wordings.select_related("purpose")],
            "days": settings.SIGNUP_EXPIRES_DAYS,
        }
    mail.send_mail("confirm_signup", signup.email, context, signup.language)


def _give_back(signup: SignUp, claim: datetime, refused_at: datetime | None = None) -> None:
    """Notes a failure and when to try again; nothing if another worker has claimed the row meanwhile."""
    attempts = signup.attempts + 1
    # Twelve doublings are beyond the longest wait, and no power of two overflows.
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 12), LONGEST_WAIT)
    SignUp.objects.filter(pk=signup.pk, due_at=claim).update(
        attempts=attempts, due_at=timezone.now() + wait, refused_at=refused_at
    )


def send_preferences_link(subscriber_id: int) -> None:
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    if subscriber is None:
        return
    with translation.override(subscriber.language):
        context = {
            "greeting": mail.greeting(subscriber.name, subscriber.form_of_address),
            "du": subscriber.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:preferences", args=[tokens.for_preferences(subscriber)])),
            "minutes": settings.PREFERENCES_LINK_MINUTES,
        }
    try:
        mail.send_mail("preferences_link", subscriber, context, subscriber.language)
    except mail.MailRefused as error:
        log.warning("The link to the preferences of reader %s was refused for good: %s", subscriber_id, error)


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
