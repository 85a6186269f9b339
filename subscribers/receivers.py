"""What happens elsewhere and is to be followed by a worker."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from . import tasks
from .models import Receipt


@receiver(post_save, sender=Receipt, dispatch_uid="subscribers.receipt_written")
def _mail_receipt(instance: Receipt, created: bool, **_kwargs: Any) -> None:
    """A broker that is away must not undo an erasure: beat finds what is still to be mailed."""
    if created:
        transaction.on_commit(partial(tasks.send_receipt.delay, instance.pk), robust=True)
