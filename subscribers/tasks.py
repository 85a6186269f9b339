from celery import shared_task

from .mail import MailDeferred
from .services import mailing, signup


@shared_task(ignore_result=True)
def send_confirmation(signup_id: int) -> None:
    """Tries once. The row says when to try again, and `resume_signups` does."""
    mailing.send_confirmation(signup_id)


# A reader sits before the screen and waits for this one, and the link in it lives for an hour: five more chances,
# soon.
@shared_task(autoretry_for=(MailDeferred,), retry_backoff=10, max_retries=5, ignore_result=True)
def send_preferences_link(subscriber_id: int) -> None:
    mailing.send_preferences_link(subscriber_id)


@shared_task(ignore_result=True)
def resume_signups() -> None:
    for signup_id in signup.forgotten_signups():
        send_confirmation.delay(signup_id)


@shared_task(ignore_result=True)
def expire_signups() -> None:
    signup.expire_signups()
