"""What stays of the comparison when the clicks themselves are gone: numbers for each edition and arm."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsletters.models import ArmCount, Delivery, DeliveryQuerySet, Edition, EditionQuerySet
from subscribers.models import Purpose, Subscriber

# So long after an edition was sent its numbers are made anew from its deliveries; then they stay as they are.
RECOUNTED_DAYS = 60


def sent_since(since: datetime) -> EditionQuerySet:
    """The editions that left since then; one that was stopped half-way, and so never finished, by its hour."""
    left = Edition.objects.exclude(state__in=[Edition.State.DRAFT, Edition.State.SCHEDULED])
    return left.alias(left_at=Coalesce("finished_at", "scheduled_for", "created_at")).filter(left_at__gte=since)


def recounted_since(now: datetime | None = None) -> datetime:
    """Of editions that left before, some of the clicks may have gone with the grains already."""
    days = min(RECOUNTED_DAYS, settings.GRAIN_EXPIRES_DAYS - 1)
    return (now or timezone.now()) - timedelta(days=days)


def measured_letters() -> DeliveryQuerySet:
    """Letters that have an arm and certainly left, of readers whose pollen consent stands and does not rest."""
    readers = Subscriber.objects.consenting(Purpose.POLLEN).values("pk")
    sent = Delivery.objects.filter(state=Delivery.State.SENT, subscriber__in=readers)
    return sent.filter(arm__in=Delivery.Arm.values)


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
