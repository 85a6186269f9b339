from celery import shared_task

from .importing import running
from .mail import MailDeferred
from .mailbox import rounds
from .services import address_change, inactive, links, mailing, permission, receipts, retaining, signup


@shared_task(ignore_result=True)
def send_confirmation(signup_id: int) -> None:
    """Tries once. The row says when to try again, and `resume_signups` does."""
    mailing.send_confirmation(signup_id)


# A reader sits before the screen and waits for this one, and the link in it lives for an hour: five more chances,
# soon.
@shared_task(autoretry_for=(MailDeferred,), retry_backoff=10, max_retries=5, ignore_result=True)
def answer_link_request(request_id: int) -> None:
    mailing.answer_link_request(request_id)


@shared_task(ignore_result=True)
def resume_link_requests() -> None:
    links.expire_requests()
    for request_id in links.forgotten_requests():
        answer_link_request.delay(request_id)


@shared_task(ignore_result=True)
def send_reminder(signup_id: int) -> None:
    mailing.send_reminder(signup_id)


@shared_task(ignore_result=True)
def remind_signups() -> None:
    for signup_id in mailing.signups_to_remind():
        send_reminder.delay(signup_id)


@shared_task(ignore_result=True)
def resume_signups() -> None:
    for signup_id in signup.forgotten_signups():
        send_confirmation.delay(signup_id)


@shared_task(ignore_result=True)
def expire_signups() -> None:
    signup.expire_signups()


@shared_task(ignore_result=True)
def send_permission_asks() -> None:
    permission.send_due()


@shared_task(ignore_result=True)
def send_receipt(receipt_id: int) -> None:
    receipts.send_receipt(receipt_id)


@shared_task(ignore_result=True)
def send_due_receipts() -> None:
    receipts.send_due_receipts()


@shared_task(ignore_result=True)
def send_address_change(change_id: int) -> None:
    """Tries once. The row says when to try again, and `resume_address_changes` does."""
    address_change.send(change_id)


@shared_task(ignore_result=True)
def resume_address_changes() -> None:
    for change_id in address_change.forgotten():
        send_address_change.delay(change_id)


@shared_task(ignore_result=True)
def expire_address_changes() -> None:
    address_change.expire()


@shared_task(ignore_result=True)
def carry_out_import(run_id: int) -> None:
    running.work(run_id)


@shared_task(ignore_result=True)
def resume_imports() -> None:
    for run_id in running.abandoned():
        carry_out_import.delay(run_id)


@shared_task(ignore_result=True)
def run_retention() -> None:
    retaining.run()


@shared_task(ignore_result=True)
def ask_to_stay(subscriber_id: int) -> None:
    inactive.ask(subscriber_id)


@shared_task(ignore_result=True)
def read_mailbox() -> None:
    rounds.read_mailbox()
