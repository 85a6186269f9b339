"""In which states readers are, in the words of whoever looks them up."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers.models import ConsentState, Purpose, Subscriber


class State(models.TextChoices):
    """By what the list of readers is filtered. The first three exclude each other; the others come on top."""

    RECEIVING = "receiving", gettext_lazy("receives letters")
    OTHER = "other", gettext_lazy("only other consents")
    NONE = "none", gettext_lazy("no consent")
    PAUSED = "paused", gettext_lazy("makes a pause")
    RESTRICTED = "restricted", gettext_lazy("restricted")
    UNREACHABLE = "unreachable", gettext_lazy("cannot be reached")


def standing_of(readers: Iterable[Subscriber]) -> dict[int, list[str]]:
    """The states of each of these readers, in one query."""
    readers = list(readers)
    states = ConsentState.objects.standing().filter(subject__in=[reader.subject for reader in readers])
    letters, any_consent = set(), set()
    for subject, kind in states.values_list("subject", "purpose__kind"):
        any_consent.add(subject)
        if kind == Purpose.Kind.NEWSLETTER:
            letters.add(subject)
    return {
        reader.pk: _states(reader, reader.subject in letters, reader.subject in any_consent) for reader in readers
    }


def _states(reader: Subscriber, letters: bool, any_consent: bool) -> list[str]:
    paused = bool(reader.paused_until and reader.paused_until > timezone.localdate())
    found: list[str] = []
    if not any_consent:
        found.append(str(State.NONE.label))
    elif not letters:
        found.append(str(State.OTHER.label))
    elif not paused and not reader.unreachable_at:
        found.append(str(State.RECEIVING.label))
    if paused and reader.paused_until:
        found.append(_("pause until %(day)s") % {"day": date_format(reader.paused_until, "SHORT_DATE_FORMAT")})
    if reader.restricted_at:
        found.append(str(State.RESTRICTED.label))
    if reader.unreachable_at:
        found.append(str(State.UNREACHABLE.label))
    return found
