"""How long pollen is kept, its entry in the record of processing activities, and what counts as a sign of life."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.models import Purpose, Subscriber
from subscribers.retention import Activity, Rule
from subscribers.services import inactive

from .models import Grain
from .services import gathering


def _read_since(moment: datetime) -> Exists:
    """Whoever agreed to pollen and read something is there. Nothing is noted of anybody else."""
    agreeing = Subscriber.objects.filter(pk=OuterRef("subscriber")).consenting(Purpose.POLLEN)
    return Exists(Grain.objects.filter(Exists(agreeing), subscriber=OuterRef("pk"), at__gte=moment))


def _without_consent() -> int:
    return sum(rows.count() for rows in gathering.without_consent())


inactive.register_sign(_read_since)
retention.register(
    Rule(
        key="grains",
        what=_("Grains: which texts a reader opened and read, and what was suggested to them below these"),
        why=_("The wording that readers agree to promises it. What follows from a grain fades by itself."),
        days=lambda: settings.GRAIN_EXPIRES_DAYS,
        due=lambda: gathering.over().count() + gathering.old_suggestions().count(),
        apply=gathering.expire,
        order=30,
    ),
    Rule(
        key="profiles-without-consent",
        what=_("Grains, interests and suggestions of readers who no longer agree"),
        why=_("They go with the withdrawal; this finds what a restored backup has brought back."),
        days=lambda: 0,
        due=_without_consent,
        apply=gathering.forget_without_consent,
        order=31,
    ),
    Activity(
        key="pollen",
        name=_("Interest profiles (pollen)"),
        purpose=_("To choose what stands in a reader’s letter and is suggested to them on pages."),
        people=_("Readers who agreed to it"),
        data=_(
            "Texts opened, read, heard, saved, recommended and refused, with the time; interests in topics worked "
            "out from them; what was suggested; what readers of the same texts have in common, worked out from "
            "all of them together"
        ),
        basis=_("Consent: GDPR Art. 6(1)(a), TDDDG § 25(1)"),
        recipients=_("The host, as a processor; nobody else"),
        rules=("grains", "profiles-without-consent"),
        order=30,
    ),
)
