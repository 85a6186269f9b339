"""Digests: one letter a week or month that gathers, for each reader, the editions they did not get one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from newsletters.models import Edition, Newsletter, Pin

from . import audiences, periods
from .periods import Period

# The most items of the editors that one reader gets; mail programs cut letters off at about 100 KB.
MOST_PINS = 15
MOST_FREE_PLACES = 6


def make_due(now: datetime | None = None) -> list[int]:
    """Makes the digests whose week or month is over, each once, and returns their ids. May be repeated."""
    now = now or timezone.now()
    made = []
    for newsletter in Newsletter.objects.all():
        for digest in Edition.Digest.values:
            period = periods.last_complete(digest, now)
            if period.may_be_made(now) and (edition := make(newsletter, period, now)):
                made.append(edition.pk)
    return made


def make(newsletter: Newsletter, period: Period, now: datetime) -> Edition | None:
    """The digest of this period, on its way; None if there is one already or nothing that it could bring."""
    if Edition.objects.filter(newsletter=newsletter, digest=period.digest, period_start=period.first).exists():
        return None
    audiences.give_back(newsletter.pk)
    editions = list(audiences.kept_until(newsletter, period.digest, period.end))
    edition = Edition(
        newsletter=newsletter,
        gathers=[one.pk for one in editions],
        digest=period.digest,
        period_start=period.first,
        state=Edition.State.SCHEDULED,
        scheduled_for=max(period.due, now),
    )
    edition.subject = _automatic(edition, settings.LANGUAGE_CODE)
    pins = list(dict.fromkeys(pin for one in editions for pin in _pins(one)))
    edition.candidate_ids = list(
        dict.fromkeys(pk for one in reversed(editions) for pk in one.candidate_ids if pk not in pins)
    )
    edition.free_places = min(sum(one.free_places for one in editions), MOST_FREE_PLACES)
    if not (pins or edition.candidate_ids) or not audiences.of_letters(edition).exists():
        return None
    try:
        with transaction.atomic():
            edition.save()
            Pin.objects.bulk_create(
                Pin(edition_id=edition.pk, readable_id=pin, sort_order=place) for place, pin in enumerate(pins)
            )
    except IntegrityError:
        # Somebody else made it in this moment; the constraint lets one of two through.
        return None
    return edition


def subject(edition: Edition, language: str) -> str:
    """What the inbox shows. In the reader's language, unless an editor wrote one that holds for all."""
    if edition.period_start is None or edition.subject not in ("", _automatic(edition, settings.LANGUAGE_CODE)):
        return edition.subject
    return _automatic(edition, language)


def period_of(edition: Edition) -> Period | None:
    return periods.beginning(edition.digest, edition.period_start) if edition.period_start else None


def pins_for(
    digest: Edition, readers: Sequence[int], already_sent: Mapping[int, Set[int]]
) -> dict[int, list[int]]:
    """By subscriber id the pinned items of a digest that this reader is to get, in the digest's order.

    An item of an edition comes to those who are owed this edition, one that an editor added to the digest to all;
    what a reader got before does not come again.
    """
    pins = [page.pk for page in digest.pinned]
    places = _places(digest.gathers)
    owed = audiences.owed_editions(digest, readers)
    chosen = {}
    for reader in readers:
        mine = {
            pin: min((places[pin][edition] for edition in places[pin].keys() & owed[reader]), default=0)
            for pin in pins
            if pin not in already_sent.get(reader, ()) and (pin not in places or places[pin].keys() & owed[reader])
        }
        # Where there are too many, the first items of each edition go before the last of any.
        most = set(sorted(mine, key=mine.__getitem__)[:MOST_PINS])
        chosen[reader] = [pin for pin in mine if pin in most]
    return chosen


def _places(editions: Sequence[int]) -> dict[int, dict[int, int]]:
    """By readable and edition: the how manyeth of the edition's pinned items it is."""
    rows = Pin.objects.filter(edition__in=editions).order_by("sort_order", "pk")
    places: dict[int, dict[int, int]] = defaultdict(dict)
    so_far: Counter[int] = Counter()
    for readable, edition in rows.values_list("readable", "edition"):
        places[readable].setdefault(edition, so_far[edition])
        so_far[edition] += 1
    return places


def _pins(edition: Edition) -> Iterable[int]:
    return (page.pk for page in edition.pinned)


def _automatic(edition: Edition, language: str) -> str:
    period = period_of(edition)
    if period is None:
        return ""
    weekly = edition.digest == Edition.Digest.WEEKLY
    with translation.override(language):
        text = (
            gettext("%(newsletter)s: the week of %(period)s")
            if weekly
            else gettext("%(newsletter)s: %(period)s at a glance")
        )
        return (text % {"newsletter": edition.newsletter.name, "period": period.name(language)})[:120]
