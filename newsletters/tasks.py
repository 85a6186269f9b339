from celery import shared_task

from newsletters.services import clicks, counting, digests, sending


@shared_task(ignore_result=True)
def dispatch_due_editions() -> None:
    for edition_id in sending.start_due():
        prepare_edition.delay(edition_id)


@shared_task(ignore_result=True)
def make_due_digests() -> None:
    """The digests go out as any other edition does, when their hour has come."""
    digests.make_due()


@shared_task(acks_late=True, ignore_result=True)
def prepare_edition(edition_id: int) -> None:
    for _batch in range(sending.prepare(edition_id)):
        deliver_batch.delay(edition_id)


@shared_task(acks_late=True, ignore_result=True)
def deliver_batch(edition_id: int) -> None:
    if sending.deliver_batch(edition_id):
        deliver_batch.delay(edition_id)


@shared_task(ignore_result=True)
def judge_clicks() -> None:
    clicks.judge()


@shared_task(ignore_result=True)
def count_arms() -> None:
    counting.count()


@shared_task(ignore_result=True)
def sweep_deliveries() -> None:
    for edition_id in sending.waiting_for_preparation():
        prepare_edition.delay(edition_id)
    for edition_id, batches in sending.sweep().items():
        for _batch in range(batches):
            deliver_batch.delay(edition_id)
