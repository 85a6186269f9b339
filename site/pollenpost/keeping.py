"""How long the logins of the staff are kept, and their entry in the record of processing activities."""

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.holdings import deleted
from subscribers.retention import Activity, Rule


def _over() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=timezone.now())


retention.register(
    Rule(
        key="sessions",
        what=_("Logins of the staff that are over"),
        why=_("Nobody can use them any more. Readers have none."),
        days=lambda: 0,
        due=lambda: _over().count(),
        apply=lambda: deleted(_over()),
        order=95,
    ),
    Activity(
        key="staff",
        name=_("Working in the admin"),
        purpose=_("To let the staff log in, and to show who changed what of pages and settings."),
        people=_("Staff"),
        data=_("Name, mail address, role, log-ins, changes with their time"),
        basis=_("GDPR Art. 6(1)(b) and 6(1)(f), the interest in security; BDSG § 26"),
        recipients=_("The host, as a processor"),
        rules=("sessions",),
        order=95,
    ),
)
