from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .case import Case
from .letter import Letter
from .step import Step


class CaseEntry(models.Model):
    """One line of a case's log. Lines are only ever added; `text` alone goes when the person is erased."""

    class What(models.TextChoices):
        RECEIVED = "received", _("Received")
        IDENTITY_ASKED = "identity_asked", _("Identity asked by mail")
        IDENTITY_SHOWN = "identity_shown", _("Identity shown")
        STEP = "step", _("Step done")
        LETTER = "letter", _("Letter written")
        LETTER_SENT = "letter_sent", _("Letter sent")
        LETTER_FAILED = "letter_failed", _("Letter could not be sent")
        FETCHED = "fetched", _("The person fetched the data")
        CORRECTED = "corrected", _("Corrected")
        EXTENDED = "extended", _("Deadline extended")
        PERSON = "person", _("The person wrote or called")
        NOTE = "note", _("Note")
        REMINDED = "reminded", _("Staff reminded of the deadline")
        LIFTED = "lifted", _("Restriction lifted")
        CLOSED = "closed", _("Closed")
        CUT = "cut", _("Person and texts erased")

    class How(models.TextChoices):
        """How an identity was shown."""

        LINK = "link", _("by the mailed link")
        FRESH_LINK = "fresh_link", _("by a fresh link to the reader’s own page")
        SEEN = "seen", _("seen by staff")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(_("at"), default=timezone.now)
    what = models.CharField(_("what"), max_length=15, choices=What.choices)
    # Which step or kind of letter, or which day or outcome: a word of the program, never of a person.
    about = models.CharField(_("concerning"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    # Empty when the program or the person did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("entry of a case")
        verbose_name_plural = _("entries of cases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"

    @property
    def about_label(self) -> str:
        """What it is about in words."""
        if self.what in (self.What.EXTENDED, self.What.REMINDED):
            return date_format(date.fromisoformat(self.about), "SHORT_DATE_FORMAT") if self.about else ""
        labels = {
            self.What.STEP: Step.Key,
            self.What.LETTER: Letter.Kind,
            self.What.LETTER_SENT: Letter.Kind,
            self.What.LETTER_FAILED: Letter.Kind,
            self.What.CLOSED: Case.Outcome,
            self.What.RECEIVED: Case.Channel,
            self.What.IDENTITY_SHOWN: self.How,
        }.get(self.What(self.what))
        known = dict(labels.choices) if labels else {}
        return str(known.get(self.about, self.about))
