from celery import shared_task

from .services import carrying_on, putting_away, receiving, uploads


@shared_task(ignore_result=True)
def carry_on(contribution_id: int) -> None:
    """Lays before the editors, mails and puts away, whatever is due; the rows say what that is."""
    carrying_on.carry_on(contribution_id)


@shared_task(ignore_result=True)
def carry_on_with_all() -> None:
    for contribution_id in carrying_on.waiting():
        carry_on.delay(contribution_id)


@shared_task(ignore_result=True)
def expire() -> None:
    receiving.expire()
    uploads.expire()
    putting_away.forget_addresses()
