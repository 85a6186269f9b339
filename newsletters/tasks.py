from celery import shared_task

from newsletters.services import sending
from newsletters.services.dispatch import TransportDown


@shared_task(ignore_result=True)
def dispatch_due_editions() -> None:
    for edition_id in sending.start_due():
        prepare_edition.delay(edition_id)


@shared_task(acks_late=True, ignore_result=True)
def prepare_edition(edition_id: int) -> None:
    for _batch in range(sending.prepare(edition_id)):
        deliver_batch.delay(edition_id)


@shared_task(acks_late=True, ignore_result=True, autoretry_for=[TransportDown], retry_backoff=10, max_retries=8)
def deliver_batch(edition_id: int) -> None:
    sending.deliver_batch(edition_id)


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    for edition_id in sending.sweep():
        prepare_edition.delay(edition_id)
        for _batch in range(sending.batches_left(edition_id)):
            deliver_batch.delay(edition_id)
