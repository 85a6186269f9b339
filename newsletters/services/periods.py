"""The weeks and months that digests gather, in the site's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from newsletters.models import Edition

Digest = Edition.Digest

# A program that was off when a digest was due makes it up within this time. After that, what was gathered waits
# for the next one: a letter about last week is odd on a Friday.
MADE_UP_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class Period:
    """From the morning of `first` until the midnight before `after`."""

    digest: str
    first: date
    after: date

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.after, time.min))

    @property
    def due(self) -> datetime:
        """When the digest leaves; between its making and this hour, editors may look at it and change it."""
        return timezone.make_aware(datetime.combine(self.after, time(settings.DIGEST_HOUR)))

    def may_be_made(self, now: datetime) -> bool:
        return self.end <= now < self.due + MADE_UP_WITHIN

    def name(self, language: str) -> str:
        """As "9 to 15 November 2026" or "November 2026"."""
        with translation.override(language):
            if self.digest == Digest.MONTHLY:
                return date_format(self.first, "YEAR_MONTH_FORMAT")
            same_month = self.first.month == self.last.month
            first = date_format(self.first, _day_format() if same_month else _day_and_month_format())
            return gettext("%(first)s to %(last)s") % {
                "first": first,
                "last": date_format(self.last, f"{_day_and_month_format()} Y"),
            }


def _day_format() -> str:
    return "j." if translation.get_language() == "de" else "j"


def _day_and_month_format() -> str:
    return f"{_day_format()} F"


def beginning(digest: str, first: date) -> Period:
    """The week or month that begins on this day."""
    if digest == Digest.WEEKLY:
        return Period(digest, first, first + timedelta(days=7))
    return Period(digest, first, (first + timedelta(days=31)).replace(day=1))


def last_complete(digest: str, now: datetime) -> Period:
    """The last week (Monday to Sunday) or calendar month that is over."""
    today = timezone.localdate(now)
    if digest == Digest.WEEKLY:
        return beginning(digest, today - timedelta(days=today.weekday() + 7))
    return beginning(digest, (today.replace(day=1) - timedelta(days=1)).replace(day=1))
