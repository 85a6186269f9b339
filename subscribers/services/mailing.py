"""The two mails of the life cycle. Each function does nothing if its row is gone by the time it runs."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from subscribers import mail
from subscribers.models import SignUp, Subscriber

from . import tokens


def send_confirmation(signup_id: int) -> None:
    """The plain, ad-free mail of the double opt-in."""
    signup = SignUp.objects.filter(pk=signup_id, mailed_at=None).first()
    if signup is None:
        return
    with translation.override(signup.language):
        context = {
            "greeting": mail.greeting(signup.name, signup.form_of_address),
            "du": signup.form_of_address == Subscriber.Address.DU,
            "link": absolute(reverse("subscribers:confirm", args=[tokens.for_signup(signup)])),
            "purposes": [wording.purpose.label for wording in signup.wordings.select_related("purpose")],
            "days": settings.SIGNUP_EXPIRES_DAYS,
        }
    mail.send_mail("confirm_signup", signup.email, context, signup.language)
    SignUp.objects.filter(pk=signup_id).update(mailed_at=timezone.now())


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
    mail.send_mail("preferences_link", subscriber, context, subscriber.language)


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
