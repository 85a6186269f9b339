"""Sends letters and reminders. Each function does nothing if its mail was sent before or its row is gone."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from desk.models import CaseEntry, Letter, Mailing, Reminder
from subscribers import mail
from subscribers.services.attempts import Fate, attempt
from subscribers.services.mailing import absolute

from . import deciding, log, writing

MOST_ATTEMPTS = 12
What = CaseEntry.What
AMailing = TypeVar("AMailing", bound=Mailing)


def send_letter(letter_id: int) -> None:
    if not Letter.objects.due().filter(pk=letter_id).update(claimed_at=timezone.now()):
        return
    letter = Letter.objects.select_related("case__subscriber").get(pk=letter_id)
    if not _attempt(letter, _mail_letter, _letter_left) and letter.refused_at:
        log.enter(letter.case, What.LETTER_FAILED, letter.kind)


def _mail_letter(letter: Letter) -> None:
    case = letter.case
    with translation.override(case.language):
        context = writing.context_of(case, letter)
    mail.send_mail(f"desk_{letter.kind}", case.address, context, case.language)


def _letter_left(letter: Letter) -> None:
    log.enter(letter.case, What.LETTER_SENT, letter.kind)
    if letter.kind == Letter.Kind.LIFTING:
        deciding.lift(letter.case)


def send_reminder(reminder_id: int) -> None:
    """About a case that is still open, and whose deadline has not moved since."""
    if not Reminder.objects.due().filter(pk=reminder_id).update(claimed_at=timezone.now()):
        return
    reminder = Reminder.objects.select_related("case").get(pk=reminder_id)
    if reminder.case.is_over or reminder.case.due_on != reminder.of_day:
        reminder.delete()
        return
    _attempt(reminder, _mail_reminder, _reminder_left)


def _reminder_left(reminder: Reminder) -> None:
    log.enter(reminder.case, What.REMINDED, reminder.of_day.isoformat())


def _mail_reminder(reminder: Reminder) -> None:
    """Nothing about the person: staff look at the case itself."""
    case = reminder.case
    with translation.override(reminder.language):
        context = {
            "number": case.number,
            "kind_label": case.get_kind_display(),
            "is_right": case.has_legal_deadline,
            "due_on": case.due_on,
            "days_left": case.days_left,
            "days_over": -case.days_left,
            "link": absolute(reverse("cases:inspect", args=[case.pk])),
        }
    mail.send_mail("desk_reminder", reminder.email, context, reminder.language)


def _attempt(mailing: AMailing, send: Callable[[AMailing], None], left: Callable[[AMailing], None]) -> bool:
    """One attempt at a claimed row; whether the mail left.

    A claim is given back only if the mail server did not take the mail. That it left, and what follows from that
    (`left`), is written in one transaction.
    """
    mine = type(mailing).objects.filter(pk=mailing.pk)
    # For the log of the program: no name and no address.
    name = f"{type(mailing).__name__} {mailing.pk}"
    fate = attempt(partial(send, mailing), mine, mailing.attempts, name, claimed_at=None)
    if fate == Fate.LEFT:
        with transaction.atomic():
            mine.update(sent_at=timezone.now(), attempts=F("attempts") + 1)
            left(mailing)
        return True
    if fate == Fate.REFUSED or mailing.attempts + 1 >= MOST_ATTEMPTS:
        mailing.refused_at = timezone.now()
        mine.update(claimed_at=None, refused_at=mailing.refused_at)
    return False
