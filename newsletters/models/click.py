"""Clicks in letters: held until it is plain that a person made them, and what was filtered, as numbers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage

from .delivery import Delivery
from .edition import Edition


class HeldClick(models.Model):
    """One opened link of a letter, for the minutes until it is judged (services/clicks.py); then it is deleted."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="held_clicks")
    # None: the link that no person sees.
    readable = models.ForeignKey(ReadablePage, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    # The browser calls itself a program, or was not asked for the page by a person.
    known_agent = models.BooleanField(_("known agent"), default=False)

    class Meta:
        verbose_name = _("held click")
        verbose_name_plural = _("held clicks")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.readable_id or 'trap'}"


class ClickCount(models.Model):
    """How many clicks of an edition were judged to be what; of nobody in particular."""

    class Verdict(models.TextChoices):
        PERSON = "person", _("people")
        TOO_SOON = "soon", _("too soon after sending")
        ALL_AT_ONCE = "all", _("all links at once")
        AGENT = "agent", _("known programs")
        TRAP = "trap", _("followed the invisible link")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="click_counts")
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict.choices)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("count of clicks")
        verbose_name_plural = _("counts of clicks")
        constraints = [models.UniqueConstraint(fields=["edition", "verdict"], name="one_count_a_verdict")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.verdict}: {self.count}"
