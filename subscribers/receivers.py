"""What happens elsewhere and is to be followed by a worker."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from editorial.commits import after_commit

from . import tasks
from .models import Receipt


@receiver(post_save, sender=Receipt, dispatch_uid="subscribers.receipt_written")
def _mail_receipt(instance: Receipt, created: bool, **_kwargs: Any) -> None:
    """A broker that is away must not undo an erasure: beat finds what is still to be mailed."""
    if created:
        after_commit(tasks.send_receipt.delay, instance.pk)
