from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What becomes of a row."""

    IMPORTED = "imported", _("imported with proof")
    ASKED = "asked", _("asked by mail")
    HERE = "here", _("already here")
    ASKED_BEFORE = "before", _("asked before")
    SUPPRESSED = "suppressed", _("on the suppression list")
    NOT_WANTED = "unwanted", _("not subscribed there")
    REJECTED = "rejected", _("rejected")


EXPLAINED = {
    Outcome.IMPORTED: _("Source, day and wording of the consent are known: they go into the ledger as its proof."),
    Outcome.ASKED: _("The proof is incomplete: one mail asks whether they want the letters; silence means no."),
    Outcome.HERE: _("A reader with this address exists. What they declared here stays as it is."),
    Outcome.ASKED_BEFORE: _("An import has asked this address before, and nobody is asked twice."),
    Outcome.SUPPRESSED: _("Erased, complained or bounced here: these addresses get no mail."),
    Outcome.NOT_WANTED: _("Unsubscribed, never confirmed or bounced there: nothing is sent to them."),
    Outcome.REJECTED: _("These rows cannot be used. The reason stands beside each."),
}
