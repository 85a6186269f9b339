from smtplib import SMTPException

from celery import shared_task

from .services import mailing, signup

# A mail server that is away for a moment gets five more chances; the rows outlive the task.
RETRYING = {
    "autoretry_for": (OSError, SMTPException),
    "retry_backoff": 10,
    "max_retries": 5,
    "ignore_result": True,
}


@shared_task(**RETRYING)
def send_confirmation(signup_id: int) -> None:
    mailing.send_confirmation(signup_id)


@shared_task(**RETRYING)
def send_preferences_link(subscriber_id: int) -> None:
    mailing.send_preferences_link(subscriber_id)


@shared_task(ignore_result=True)
def resume_signups() -> None:
    for signup_id in signup.forgotten_signups():
        send_confirmation.delay(signup_id)


@shared_task(ignore_result=True)
def expire_signups() -> None:
    signup.expire_signups()
