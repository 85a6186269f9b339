"""Who wants a fresh link to the preferences. The form does the same for every address (see signup.py)."""

from datetime import timedelta

from django.utils import timezone

from subscribers.models import LinkRequest

from . import rate_limit
from .addresses import normalise_address

# By then whoever waited for the link has asked once more.
KEPT = timedelta(hours=1)
A_PASS = 500


def request_link(email: str, language: str, client: str = "") -> LinkRequest | None:
    """Notes that somebody wants a link; None if this network asked too often."""
    email = normalise_address(email)
    if not rate_limit.network_allows(client):
        return None
    return LinkRequest.objects.create(email=email, language=language)


def forgotten_requests() -> list[int]:
    """The ids of requests whose task was lost or whose mail is to be tried again."""
    waiting = LinkRequest.objects.due().filter(requested_at__lt=timezone.now() - timedelta(minutes=1))
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:A_PASS])


def expire_requests() -> int:
    """Deletes what could not be answered in time; how many there were."""
    return LinkRequest.objects.filter(requested_at__lt=timezone.now() - KEPT).delete()[0]
