"""What stays of the comparison when the clicks themselves are gone: numbers for each edition and arm."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsletters.models import ArmCount, Delivery, DeliveryQuerySet, Edition, EditionQuerySet
from subscribers.models import Purpose, Subscriber

# So long after an edition was sent its numbers are made anew from its deliveries; then they stay as they are.
RECOUNTED_DAYS = 60


def sent_since(since: datetime) -> EditionQuerySet:
    """The editions that left since then; one that was stopped half-way, and so never finished, by its hour."""
    return _gone().filter(left_at__gte=since)


def sent_before(before: datetime) -> EditionQuerySet:
    """The editions that left before then, those that were stopped included, and will not go on."""
    going_on = [Edition.State.PREPARING, Edition.State.SENDING]
    return _gone().filter(left_at__lt=before).exclude(state__in=going_on)


def _gone() -> EditionQuerySet:
    left = Edition.objects.exclude(state__in=[Edition.State.DRAFT, Edition.State.SCHEDULED])
    return left.alias(left_at=Coalesce("finished_at", "scheduled_for", "created_at"))


def recounted_since(now: datetime | None = None) -> datetime:
    """Of editions that left before, some of the clicks may have gone with the grains already."""
    days = min(RECOUNTED_DAYS, settings.GRAIN_EXPIRES_DAYS - 1)
    return (now or timezone.now()) - timedelta(days=days)


def measured_letters() -> DeliveryQuerySet:
    """Letters that have an arm and certainly left, of readers whose pollen consent stands and does not rest."""
    readers = Subscriber.objects.consenting(Purpose.POLLEN).values("pk")
    sent = Delivery.objects.filter(state=Delivery.State.SENT, subscriber__in=readers)
    return sent.filter(arm__in=Delivery.Arm.values)


def measured(edition: Edition) -> int:
    """How many letters of this edition take part in the comparison, or did when that was last counted."""
    kept = ArmCount.objects.filter(edition=edition).aggregate(letters=Sum("letters"))["letters"] or 0
    return kept or measured_letters().filter(edition=edition).count()


def tellable(letters: int) -> bool:
    """Whether numbers of so many letters may be shown; clicks of a few readers might point at one of them."""
    return letters >= settings.EXPORT_MINIMUM_SIZE


@transaction.atomic
def count(now: datetime | None = None) -> int:
    """Counts the editions of the last weeks anew; may be repeated. Returns how many rows were written."""
    editions = list(sent_since(recounted_since(now)).values_list("pk", flat=True))
    grouped = measured_letters().filter(edition__in=editions).order_by().values_list("edition", "arm")
    found = dict.fromkeys(_kept(editions), (0, 0))
    counts = grouped.annotate(letters=Count("pk"), clicked=Count("clicked_at"))
    found |= {(edition, arm): (letters, clicked) for edition, arm, letters, clicked in counts}
    rows = [
        ArmCount(edition_id=edition, arm=arm, letters=letters, readers_who_clicked=clicked)
        # In one order, so that two workers never wait for each other.
        for (edition, arm), (letters, clicked) in sorted(found.items())
    ]
    ArmCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["edition", "arm"],
        update_fields=["letters", "readers_who_clicked"],
        batch_size=500,
    )
    return len(rows)


def _kept(editions: list[int]) -> list[tuple[int, str]]:
    """The rows that are there. Where all readers of an arm have withdrawn since, nothing is left to count."""
    return list(ArmCount.objects.filter(edition__in=editions).values_list("edition", "arm"))
