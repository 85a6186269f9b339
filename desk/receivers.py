"""Letters go to a worker as soon as the transaction that wrote them is through."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from editorial.commits import after_commit

from . import tasks
from .models import Letter


@receiver(post_save, sender=Letter, dispatch_uid="desk.letter_written")
def _written(instance: Letter, created: bool, **_kwargs: Any) -> None:
    """A broker that is away must not turn an answer into an error: beat finds what is still to be sent."""
    if created and not instance.by_post:
        after_commit(tasks.send_letter.delay, instance.pk)
