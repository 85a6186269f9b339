"""Reminds staff of deadlines by mail: a week before, the day before, and when one is over; once each."""

from django.conf import settings
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from desk.models import Case, Letter, Reminder
from subscribers import mail

RIGHT = "desk.change_case"


def note_what_is_due() -> int:
    """Writes a row for each mail that is to be sent; how many are new. May be run at any time, by any number."""
    to_tell = recipients()
    rows = [
        Reminder(case=case, kind=kind, of_day=case.due_on, email=email, language=language)
        for case in Case.objects.open()
        for kind in [stage(case)]
        if kind
        for email, language in to_tell
    ]
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.count() - before


def stage(case: Case) -> Reminder.Kind | None:
    """The most pressing reminder that this day calls for; what a pause of the program skipped is left out."""
    days = case.days_left
    pressing = (Reminder.Kind.OVER, Reminder.Kind.LAST_CALL, Reminder.Kind.SOON)
    return next((kind for kind in pressing if days <= Reminder.DAYS[kind]), None)


def recipients() -> list[tuple[str, str]]:
    """(address, language) of all who may work on cases; of the publisher if none of them has an address."""
    backend = "django.contrib.auth.backends.ModelBackend"
    users = get_user_model().objects.with_perm(RIGHT, backend=backend).exclude(email="")
    profiles = dict(UserProfile.objects.filter(user__in=users).values_list("user_id", "preferred_language"))
    found = {user.email.lower(): profiles.get(user.pk) or settings.LANGUAGE_CODE for user in users}
    if not found and (publisher := mail.publisher().email):
        found = {publisher: settings.LANGUAGE_CODE}
    return sorted(found.items())


def due_letters() -> list[int]:
    """The ids of letters whose task was lost, or that are to be tried again."""
    return list(Letter.objects.due().values_list("pk", flat=True))


def due_reminders() -> list[int]:
    return list(Reminder.objects.due().values_list("pk", flat=True))
