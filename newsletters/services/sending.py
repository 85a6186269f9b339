"""The way of an edition out of the house. Every step may be repeated; none sends a letter twice.

The truth is in the delivery rows: a row is claimed by one conditional update before anything is handed over, and a
row that was being sent when a worker died becomes uncertain and is never sent again by itself.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, CharField, Value, When
from django.utils import timezone

from newsletters.models import Delivery, Edition
from pollen.services import whole_issues
from subscribers import mail
from subscribers.models import Subscriber, SubscriberQuerySet

from . import audiences, dispatch, offering

log = logging.getLogger(__name__)

BATCH_SIZE = 50
# So many batch tasks of an edition are under way at most; each starts its successor.
MOST_TASKS = 8
# A claim is renewed with every letter; one that is older than this belongs to a worker that died.
CLAIM_EXPIRES = timedelta(minutes=10)

State = Delivery.State


def start_due() -> list[int]:
    """Takes the editions whose hour has come, each once, and returns their ids."""
    started = []
    for pk in Edition.objects.due().values_list("pk", flat=True):
        if Edition.objects.due().filter(pk=pk).update(state=Edition.State.PREPARING):
            started.append(pk)
    return started


def prepare(edition_id: int) -> int:
    """Freezes candidates and audience; returns how many batch tasks to start. May be repeated.

    While the imprint is incomplete nothing is prepared; the sweep comes back to it.
    """
    edition = Edition.objects.filter(pk=edition_id, state=Edition.State.PREPARING).first()
    if edition is None:
        return 0
    if not mail.publisher().complete:
        log.warning("Edition %s waits: the imprint is incomplete.", edition_id)
        return 0
    candidates = list(edition.candidates().values_list("pk", flat=True)[: offering.MOST_CANDIDATES])
    issues = list(whole_issues.shelf().issues) if edition.with_issue else []
    with transaction.atomic():
        # Once another worker has begun the sending, nothing is frozen any more.
        preparing = Edition.objects.filter(pk=edition.pk, state=Edition.State.PREPARING)
        preparing.filter(candidate_ids=[]).update(candidate_ids=candidates)
        preparing.filter(issue_ids=[]).update(issue_ids=issues)
        _freeze_audience(edition)
        preparing.update(state=Edition.State.SENDING)
    finish_if_done(edition.pk)
    return tasks_to_start(edition.pk)


def tasks_to_start(edition_id: int) -> int:
    ready = Delivery.objects.ready().filter(edition_id=edition_id).count()
    return min(-(-ready // BATCH_SIZE), MOST_TASKS)


def _freeze_audience(edition: Edition) -> None:
    """Everybody who gets the edition now is queued; for who gets digests it is kept until the next of these."""
    if edition.digest:
        _insert(edition, audiences.of_letters(edition), Value(State.QUEUED.value, output_field=CharField()))
        audiences.take(edition)
        return
    each = When(frequency=Subscriber.Frequency.EACH, then=Value(State.QUEUED.value))
    state = Case(each, default=Value(State.GATHERED.value), output_field=CharField())
    _insert(edition, Subscriber.objects.mailable(edition.newsletter.purpose), state)


def _insert(edition: Edition, audience: SubscriberQuerySet, state: Value | Case) -> None:
    """One INSERT … SELECT from the consent ledger, oldest readers first; who already has a row keeps it."""
    rows = (
        audience.order_by()
        .annotate(to_edition=Value(edition.pk, output_field=BigIntegerField()), to_state=state)
        .values_list("to_edition", "pk", "to_state")
    )
    select, params = rows.query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    columns = "edition_id, subscriber_id, state, attempts, reply, personalised, picks, arm, eligible"
    values = "a.*, 0, '', false, '[]', '', ''"
    with connection.cursor() as cursor:
        # The table and columns are ours; every value goes through the parameters.
        cursor.execute(
            f"INSERT INTO {table} ({columns}) "  # noqa: S608
            f"SELECT {values} FROM ({select}) AS a WHERE true ORDER BY 2 ON CONFLICT DO NOTHING",
            params,
        )


def deliver_batch(edition_id: int) -> bool:
    """Claims the next rows that are ready and sends them; whether another batch should follow."""
    edition = (
        Edition.objects.select_related("newsletter__purpose")
        .filter(pk=edition_id, state=Edition.State.SENDING)
        .first()
    )
    deliveries = _claim(edition) if edition else []
    if edition and deliveries:
        dispatch.send(edition, deliveries)
    finish_if_done(edition_id)
    return bool(deliveries) and Delivery.objects.ready().filter(edition_id=edition_id).exists()


def _claim(edition: Edition) -> Sequence[Delivery]:
    claim = uuid4()
    with transaction.atomic():
        ready = Delivery.objects.ready().filter(edition=edition).order_by("pk")
        ids = list(ready.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH_SIZE])
        queued = Delivery.objects.queued().filter(pk__in=ids)
        queued.update(state=State.SENDING, claim=claim, claimed_at=timezone.now(), not_before=None)
    claimed = Delivery.objects.filter(claim=claim, state=State.SENDING)
    return list(claimed.select_related("subscriber").order_by("pk"))


def finish_if_done(edition_id: int) -> None:
    """An edition is sent when no delivery of it is queued or under way."""
    if not Delivery.objects.unsettled().filter(edition_id=edition_id).exists():
        Edition.objects.filter(pk=edition_id, state=Edition.State.SENDING).update(
            state=Edition.State.SENT, finished_at=timezone.now()
        )


def sweep() -> dict[int, int]:
    """Settles what dead workers left behind; how many batch tasks each edition needs that has none."""
    expired = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - CLAIM_EXPIRES)
    uncertain = expired.update(state=State.UNCERTAIN, reply="The worker died while this was being handed over.")
    if uncertain:
        log.warning("%s deliveries became uncertain.", uncertain)
    needed = {}
    for edition_id in Edition.objects.filter(state=Edition.State.SENDING).values_list("pk", flat=True):
        finish_if_done(edition_id)
        under_way = Delivery.objects.filter(edition_id=edition_id, state=State.SENDING).exists()
        if not under_way and (tasks := tasks_to_start(edition_id)):
            needed[edition_id] = tasks
    return needed


def waiting_for_preparation() -> list[int]:
    """Editions whose preparation was begun and not finished: a lost task, or an imprint that was incomplete."""
    return list(Edition.objects.filter(state=Edition.State.PREPARING).values_list("pk", flat=True))
