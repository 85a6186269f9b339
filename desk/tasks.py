from celery import shared_task

from .services import mailing, reminding


@shared_task(ignore_result=True)
def send_letter(letter_id: int) -> None:
    """Tries once. The row says when to try again, and `send_due_mail` does."""
    mailing.send_letter(letter_id)


@shared_task(ignore_result=True)
def send_reminder(reminder_id: int) -> None:
    mailing.send_reminder(reminder_id)


@shared_task(ignore_result=True)
def send_due_mail() -> None:
    for letter_id in reminding.due_letters():
        send_letter.delay(letter_id)
    for reminder_id in reminding.due_reminders():
        send_reminder.delay(reminder_id)


@shared_task(ignore_result=True)
def remind_staff() -> None:
    reminding.note_what_is_due()
    send_due_mail()
