"""How long what readers send in is kept, and its entry in the record of processing activities."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from subscribers import retention
from subscribers.holdings import deleted
from subscribers.retention import Activity, Rule

from .models import Contribution, Picture
from .services import putting_away, receiving

retention.register(
    Rule(
        key="unconfirmed-contributions",
        what=_("Postcards and stories that their sender did not confirm"),
        why=_("Whoever meant it would have confirmed; perhaps somebody typed another’s address."),
        days=lambda: settings.CONTRIBUTION_CONFIRM_DAYS,
        due=lambda: Contribution.objects.expired().count(),
        apply=receiving.expire,
        order=60,
    ),
    Rule(
        key="pictures",
        what=_("Pictures uploaded for a form that was not sent within an hour"),
        why=_("Without their form they are nobody’s."),
        days=lambda: 0,
        due=lambda: Picture.objects.forgotten().count(),
        apply=lambda: deleted(Picture.objects.forgotten()),
        order=61,
    ),
    Rule(
        key="senders",
        what=_("Address and name of whoever sent something in, after the decision"),
        why=_("The mail about the decision has left, and questions about it have been asked by then."),
        days=lambda: settings.CONTRIBUTION_ADDRESS_DAYS,
        due=lambda: Contribution.objects.with_an_old_address().count(),
        apply=putting_away.forget_addresses,
        order=62,
    ),
    Activity(
        key="contributions",
        name=_("Publishing what readers send in"),
        purpose=_("To publish postcards and stories of readers, with the name that they gave for it."),
        people=_("Whoever sends something in"),
        data=_("Mail address, name and place if given, text, picture, consent to the publication"),
        basis=_("Consent: GDPR Art. 6(1)(a)"),
        recipients=_("The public, as far as it is published; the host and the mail server, as processors"),
        rules=("unconfirmed-contributions", "pictures", "senders"),
        order=60,
    ),
)
