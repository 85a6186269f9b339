"""How long the details of deliveries are kept, and their entry in the record of processing activities."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.retention import Activity, Rule

from .models import Delivery, Edition


def _old_editions() -> QuerySet[Edition]:
    return Edition.objects.filter(finished_at__lt=timezone.now() - timedelta(days=settings.DELIVERY_DETAILS_DAYS))


def _with_old_details() -> QuerySet[Delivery]:
    """What waits for a digest is still to come; whose processing is restricted keeps everything (GDPR Art. 18)."""
    detailed = Delivery.objects.filter(~Q(picks=[]) | ~Q(reply=""), subscriber__restricted_at=None)
    waiting = [Delivery.State.QUEUED, Delivery.State.SENDING]
    over = detailed.exclude(state__in=waiting).exclude(state=Delivery.State.GATHERED, came_with=None)
    return over.filter(edition__in=_old_editions())


def _forget_details() -> int:
    """Edition by edition, so that a large list does not lock all its rows at once."""
    count = 0
    for edition in _old_editions().order_by("pk"):
        with transaction.atomic():
            ids = list(_with_old_details().filter(edition=edition).values_list("pk", flat=True))
            for start in range(0, len(ids), 5_000):
                count += Delivery.objects.filter(pk__in=ids[start : start + 5_000]).update(picks=[], reply="")
    return count


retention.register(
    Rule(
        key="delivery-details",
        what=_("What was chosen for a letter, and what the mail server answered"),
        why=_(
            "To explain a choice and to find faults in sending. That and when a letter was sent stays, as proof, "
            "until the reader goes."
        ),
        days=lambda: settings.DELIVERY_DETAILS_DAYS,
        due=lambda: _with_old_details().count(),
        apply=_forget_details,
        order=40,
    ),
    Activity(
        key="deliveries",
        name=_("Log of letters sent"),
        purpose=_("To send each letter once, to explain what stood in it, and to prove what was sent."),
        people=_("Readers of newsletters"),
        data=_("Which edition, when, with what result; for some months what was chosen for the free places"),
        basis=_("GDPR Art. 6(1)(a) and 6(1)(f), the interest in proof and in mail that arrives"),
        recipients=_("The host and the mail server, as processors; nobody else"),
        rules=("delivery-details",),
        order=40,
    ),
)
