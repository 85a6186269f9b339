"""For how long the desk keeps what, and its entry in the record of processing activities."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.retention import Activity, Rule

from .models import Case
from .services import forgetting


def register() -> None:
    retention.register(
        Rule(
            key="cases",
            what=_("Closed cases with their letters and their log"),
            why=_(
                "To show that requests were answered (GDPR Art. 5(2)), until claims about them are barred "
                "(three years, BGB § 195)."
            ),
            days=lambda: settings.CASE_DAYS,
            due=lambda: Case.objects.kept_long_enough().count(),
            apply=forgetting.let_go,
            order=80,
        ),
        Rule(
            key="unconfirmed-cases",
            what=_("Requests from the form that nobody confirmed by mail"),
            why=_("Whoever wanted an answer would have confirmed; perhaps somebody typed another’s address."),
            days=lambda: settings.DESK_IDENTITY_DAYS,
            due=lambda: Case.objects.abandoned().count(),
            apply=forgetting.let_abandoned_go,
            order=81,
        ),
        Activity(
            key="desk",
            name=_("Answering requests, questions and complaints"),
            purpose=_("To fulfil the rights of persons concerned, and to answer whoever writes to the house."),
            people=_("Readers, and others who write to the house"),
            data=_("Name, mail address, language, what was asked, letters, log of the work, identity check"),
            basis=_(
                "GDPR Art. 6(1)(c) with Art. 12 and 15-21; questions and complaints: Art. 6(1)(f), the interest "
                "in answering"
            ),
            recipients=_("Editors in chief; the host and the mail server, as processors"),
            rules=("cases", "unconfirmed-cases"),
            order=80,
        ),
    )
