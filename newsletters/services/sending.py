"""The way of an edition out of the house. Every step may be repeated; none sends a letter twice.

The truth is in the delivery rows: a row is claimed by one conditional update before anything is handed over, and a
row that was being sent when a worker died becomes uncertain and is never sent again by itself.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, Value
from django.utils import timezone

from newsletters.models import Delivery, Edition
from subscribers.models import Subscriber

from . import choosing, dispatch

log = logging.getLogger(__name__)

BATCH_SIZE = 50
# A claim that is older than this belongs to a worker that died.
CLAIM_EXPIRES = timedelta(minutes=10)
# An edition of which nothing was claimed for this long has lost its tasks.
STALLED_AFTER = timedelta(minutes=2)

State = Delivery.State


def start_due() -> list[int]:
    """Takes the editions whose hour has come, each once, and returns their ids."""
    started = []
    for pk in Edition.objects.due().values_list("pk", flat=True):
        if Edition.objects.due().filter(pk=pk).update(state=Edition.State.PREPARING):
            started.append(pk)
    return started


def prepare(edition_id: int) -> int:
    """Freezes candidates and audience; returns how many batches there are to send. May be repeated."""
    edition = Edition.objects.filter(pk=edition_id, state=Edition.State.PREPARING).first()
    if edition is None:
        return 0
    candidates = list(edition.candidates().values_list("pk", flat=True)[: choosing.MOST_CANDIDATES])
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk, candidate_ids=[]).update(candidate_ids=candidates)
        _freeze_audience(edition)
        Edition.objects.filter(pk=edition.pk, state=Edition.State.PREPARING).update(state=Edition.State.SENDING)
    finish_if_done(edition.pk)
    return batches_left(edition.pk)


def batches_left(edition_id: int) -> int:
    queued = Delivery.objects.queued().filter(edition_id=edition_id).count()
    return -(-queued // BATCH_SIZE)


def _freeze_audience(edition: Edition) -> None:
    """One INSERT … SELECT from the consent ledger; readers who already have a row keep it."""
    audience = (
        Subscriber.objects.mailable(edition.newsletter.purpose)
        .order_by()
        .annotate(
            to_edition=Value(edition.pk, output_field=BigIntegerField()),
            to_state=Value(State.QUEUED.value, output_field=CharField()),
        )
        .values_list("to_edition", "pk", "to_state")
    )
    select, params = audience.query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        # The table and columns are ours; every value goes through the parameters.
        cursor.execute(
            f"INSERT INTO {table} (edition_id, subscriber_id, state, attempts, reply, personalised, picks) "  # noqa: S608
            f"SELECT a.*, 0, '', false, '[]' FROM ({select}) AS a WHERE true ON CONFLICT DO NOTHING",
            params,
        )


def deliver_batch(edition_id: int) -> None:
    """Claims the next queued rows and sends them. Raises dispatch.TransportDown if some must wait."""
    edition = (
        Edition.objects.select_related("newsletter__purpose")
        .filter(pk=edition_id, state=Edition.State.SENDING)
        .first()
    )
    if edition is None:
        return
    willing = _ask_the_ledger(edition, _claim(edition))
    if willing:
        dispatch.send(edition, willing)
    finish_if_done(edition_id)


def _claim(edition: Edition) -> Sequence[Delivery]:
    claim = uuid4()
    with transaction.atomic():
        queued = Delivery.objects.queued().filter(edition=edition).order_by("pk")
        ids = list(queued.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH_SIZE])
        queued.filter(pk__in=ids).update(state=State.SENDING, claim=claim, claimed_at=timezone.now())
    return _claimed(claim)


def _claimed(claim: UUID) -> Sequence[Delivery]:
    return list(
        Delivery.objects.filter(claim=claim, state=State.SENDING).select_related("subscriber").order_by("pk")
    )


def _ask_the_ledger(edition: Edition, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Who left or paused since the audience was frozen is skipped (GDPR Art. 7(3): withdrawal works at once)."""
    still = Subscriber.objects.mailable(edition.newsletter.purpose)
    allowed = set(still.filter(pk__in=[row.subscriber_id for row in deliveries]).values_list("pk", flat=True))
    gone = [row.pk for row in deliveries if row.subscriber_id not in allowed]
    Delivery.objects.filter(pk__in=gone).update(state=State.SKIPPED)
    return [row for row in deliveries if row.subscriber_id in allowed]


def finish_if_done(edition_id: int) -> None:
    """An edition is sent when no delivery of it is queued or under way."""
    if not Delivery.objects.unsettled().filter(edition_id=edition_id).exists():
        Edition.objects.filter(pk=edition_id, state=Edition.State.SENDING).update(
            state=Edition.State.SENT, finished_at=timezone.now()
        )


def sweep() -> Iterable[int]:
    """Settles what dead workers left behind; returns the editions that need new batch tasks."""
    expired = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - CLAIM_EXPIRES)
    uncertain = expired.update(state=State.UNCERTAIN, reply="The worker died while this was being handed over.")
    if uncertain:
        log.warning("%s deliveries became uncertain.", uncertain)
    for edition_id in Edition.objects.filter(state=Edition.State.SENDING).values_list("pk", flat=True):
        finish_if_done(edition_id)
    busy = Delivery.objects.filter(claimed_at__gte=timezone.now() - STALLED_AFTER)
    stalled = Edition.objects.in_progress().exclude(pk__in=busy.values("edition_id"))
    return list(stalled.values_list("pk", flat=True))
