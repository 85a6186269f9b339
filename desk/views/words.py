"""Why something cannot be done with a case now, and what to do instead."""

from django.utils.translation import gettext_lazy as _

WHY_NOT = {
    "by_program": _("This step is done by the program or by a letter, on this page."),
    "identity": _("First make sure who is asking: by mail, or by what you have seen yourself."),
    "over": _("This is done already, or the case is closed."),
    "steps": _("Some steps are still open. Do them, or note that they are not needed."),
    "no_address": _("There is no mail address to write to."),
    "not_noted": _(
        "The erasure could not be noted outside the database, so nothing was erased. Please tell whoever runs the "
        "program."
    ),
    "no_words": _("Please write something first."),
    "no_extension": _("This deadline cannot be extended (any further)."),
    "too_late": _(
        "The first month is over, and an extension must be told within it (GDPR Art. 12(3)). Please answer now."
    ),
}
