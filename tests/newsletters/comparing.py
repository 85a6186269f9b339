"""What the tests of the comparison share: editions with letters in both arms, of which so many were clicked."""

from datetime import timedelta

from django.utils import timezone

from newsletters.models import ArmCount, Delivery, Edition
from tests.factories import EditionFactory, SubscriberFactory


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def edition_of(newsletter, days=1, **fields):
    """An edition that left so many days ago."""
    return EditionFactory(newsletter=newsletter, state=Edition.State.SENT, finished_at=days_ago(days), **fields)


def counted(edition, matched, holdout):
    """Each arm as (clicked, letters), as if the deliveries had been counted long ago."""
    for arm, (clicked, letters) in (("matched", matched), ("holdout", holdout)):
        ArmCount.objects.create(edition=edition, arm=arm, letters=letters, readers_who_clicked=clicked)


def letter_to(reader, edition, arm="matched", clicked=False, state="sent", **fields):
    at = edition.finished_at
    return Delivery.objects.create(
        edition=edition,
        subscriber=reader,
        arm=arm,
        state=state,
        sent_at=at,
        clicked_at=at + timedelta(minutes=5) if clicked else None,
        **fields,
    )


def with_pollen(number):
    return [SubscriberFactory(consents=["brief", "pollen"]) for _n in range(number)]


def counts():
    rows = ArmCount.objects.order_by("edition", "-arm")
    return list(rows.values_list("edition", "arm", "letters", "readers_who_clicked"))
