"""How long the details of deliveries are kept, and their entry in the record of processing activities."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.models import Purpose, Subscriber
from subscribers.retention import Activity, Rule

from .models import Delivery, Edition, HeldClick
from .services import clicks


def _old_editions() -> QuerySet[Edition]:
    return Edition.objects.filter(finished_at__lt=timezone.now() - timedelta(days=settings.DELIVERY_DETAILS_DAYS))


def _with_old_details() -> QuerySet[Delivery]:
    """What waits for a digest is still to come; whose processing is restricted keeps everything (GDPR Art. 18)."""
    details = ~Q(picks=[]) | ~Q(reply="") | ~Q(eligible="")
    detailed = Delivery.objects.filter(details, subscriber__restricted_at=None)
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
                some = Delivery.objects.filter(pk__in=ids[start : start + 5_000])
                count += some.update(picks=[], reply="", eligible="")
    return count


def _forgotten_clicks() -> QuerySet[HeldClick]:
    """A judgement lets them go within minutes. This is the net below it, for when no worker was running."""
    before = timezone.now() - clicks.KEPT_FOR
    return HeldClick.objects.filter(at__lt=before, delivery__subscriber__restricted_at=None)


def _first_clicks() -> QuerySet[Delivery]:
    """Older than a grain may become, or of a reader who no longer agrees (as a restored backup may bring back)."""
    clicked = Delivery.objects.filter(clicked_at__isnull=False, subscriber__restricted_at=None)
    granting = Subscriber.objects.granting(Purpose.POLLEN).values("pk")
    before = timezone.now() - timedelta(days=settings.GRAIN_EXPIRES_DAYS)
    return clicked.filter(Q(clicked_at__lt=before) | ~Q(subscriber__in=granting))


retention.register(
    Rule(
        key="held-clicks",
        what=_("Opened links of letters that were not judged"),
        why=_("Whether a person opened them is seen after some minutes; then they go. This finds what was left."),
        days=lambda: clicks.KEPT_FOR.days,
        due=lambda: _forgotten_clicks().count(),
        apply=lambda: _forgotten_clicks().delete()[0],
        order=32,
    ),
    Rule(
        key="first-clicks",
        what=_("When a reader with pollen first opened something from a letter"),
        why=_("It follows from the grains and goes with them, and at once with the consent."),
        days=lambda: settings.GRAIN_EXPIRES_DAYS,
        due=lambda: _first_clicks().count(),
        apply=lambda: _first_clicks().update(clicked_at=None),
        order=33,
    ),
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
        key="clicks",
        name=_("Clicks in letters"),
        purpose=_("To tell readers from programs that open links, and to see whether a selection fits."),
        people=_("Readers who agreed to pollen"),
        data=_(
            "Which link of which letter was opened when, for minutes; when a letter was first clicked, and which "
            "group of the comparison its reader was in. What stays is numbers: what programs opened, and for each "
            "edition and group how many letters there were and how many of them were clicked."
        ),
        basis=_("Consent: GDPR Art. 6(1)(a), TDDDG § 25(1)"),
        recipients=_("The host, as a processor; nobody else"),
        rules=("held-clicks", "first-clicks"),
        order=35,
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
