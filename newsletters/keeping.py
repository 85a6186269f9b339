"""How long the details of deliveries are kept, and their entry in the record of processing activities."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.models import Purpose, Subscriber
from subscribers.retention import Activity, Rule

from .models import Delivery, DeliveryQuerySet, EditionQuerySet, HeldClick
from .services import clicks, counting


def _old_editions() -> EditionQuerySet:
    return counting.sent_before(timezone.now() - timedelta(days=settings.DELIVERY_DETAILS_DAYS))


def _with_old_details() -> DeliveryQuerySet:
    """What waits for a digest is still to come; whose processing is restricted keeps everything (GDPR Art. 18)."""
    details = ~Q(picks=[]) | ~Q(reply="") | ~Q(eligible="") | ~Q(arm="")
    detailed = Delivery.objects.filter(details, subscriber__restricted_at=None)
    over = detailed.exclude(state=Delivery.State.SENDING)
    over = over.exclude(state=Delivery.State.GATHERED, came_with=None)
    return over.filter(edition__in=_old_editions())


def _forget_details() -> int:
    """Edition by edition, so that a large list does not lock all its rows at once."""
    count = 0
    for edition in _old_editions().order_by("pk"):
        with transaction.atomic():
            ids = list(_with_old_details().filter(edition=edition).values_list("pk", flat=True))
            for start in range(0, len(ids), 5_000):
                some = Delivery.objects.filter(pk__in=ids[start : start + 5_000])
                count += some.update(picks=[], reply="", eligible="", arm="")
    return count


def _forgotten_clicks() -> QuerySet[HeldClick]:
    """A judgement lets them go within minutes. This is the net below it, for when no worker was running."""
    before = timezone.now() - clicks.KEPT_FOR
    return HeldClick.objects.filter(at__lt=before, delivery__subscriber__restricted_at=None)


def _known_until() -> datetime:
    return timezone.now() - timedelta(days=settings.GRAIN_EXPIRES_DAYS)


def _old_clicks() -> DeliveryQuerySet:
    """First clicks that are older than a grain may become."""
    return Delivery.objects.filter(clicked_at__lt=_known_until(), subscriber__restricted_at=None)


def _old_arms() -> DeliveryQuerySet:
    """Parts in the comparison whose edition is counted no more (counting.recounted_since)."""
    taking_part = Delivery.objects.filter(~Q(arm="") | ~Q(eligible=""), subscriber__restricted_at=None)
    return taking_part.filter(edition__in=counting.sent_before(_known_until()))


def _without_consent() -> DeliveryQuerySet:
    """What is noted of readers who no longer agree, as a restored backup may bring it back."""
    told = Q(clicked_at__isnull=False) | ~Q(arm="") | ~Q(eligible="") | Q(personalised=True)
    granting = Subscriber.objects.granting(Purpose.POLLEN).values("pk")
    return Delivery.objects.filter(told, subscriber__restricted_at=None).exclude(subscriber__in=granting)


def _over() -> DeliveryQuerySet:
    return _old_clicks() | _old_arms() | _without_consent()


def _forget_measured() -> int:
    count = _over().count()
    personal = list(_without_consent().values_list("pk", flat=True))
    for start in range(0, len(personal), 5_000):
        some = Delivery.objects.filter(pk__in=personal[start : start + 5_000])
        some.update(clicked_at=None, arm="", eligible="")
        clicks.forget_reasons(some.filter(personalised=True))
    _old_clicks().update(clicked_at=None)
    _old_arms().update(arm="", eligible="")
    return count


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
        what=_("When a reader with pollen first opened something from a letter, and their part in the comparison"),
        why=_("Both follow from the grains and go with them, and at once with the consent."),
        days=lambda: settings.GRAIN_EXPIRES_DAYS,
        due=lambda: _over().count(),
        apply=_forget_measured,
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
