from celery import shared_task
from django.core.management import call_command

from editorial.search import indexing
from editorial.services import warming


@shared_task
def publish_scheduled_pages() -> None:
    call_command("publish_scheduled")


@shared_task(acks_late=True)
def index_pages(ids: list[int]) -> None:
    indexing.index_pages(ids)


@shared_task
def warm_page(page_id: int) -> None:
    warming.warm(page_id)
