"""How long the log of exports is kept, and its entry in the record of processing activities."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.holdings import deleted
from subscribers.retention import Activity, Rule

from .models import Export


def _old_exports() -> QuerySet[Export]:
    return Export.objects.filter(at__lt=timezone.now() - timedelta(days=settings.EXPORT_LOG_DAYS))


retention.register(
    Rule(
        key="exports",
        what=_("Log of lists that left the house, with the pseudonyms in them"),
        why=_("To answer who got a reader’s data, and from whom (GDPR Art. 15(1)(c)). The lists are not kept."),
        days=lambda: settings.EXPORT_LOG_DAYS,
        due=lambda: _old_exports().count(),
        apply=lambda: deleted(_old_exports()),
        order=50,
    ),
    Activity(
        key="segments",
        name=_("Segments and lists for marketing"),
        purpose=_("To see how many readers care for a topic, and to write to those who agreed to it."),
        people=_("Readers who agreed to an interest profile and to the purpose of the list"),
        data=_("Mail address, name, form of address, language; in the log the pseudonym"),
        basis=_("Consent: GDPR Art. 6(1)(a)"),
        recipients=_("The member of the staff who takes the list, as the log shows"),
        rules=("exports",),
        order=50,
    ),
)
