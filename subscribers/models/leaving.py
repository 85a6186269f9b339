from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .purpose import Purpose


class LeavingReason(models.Model):
    """Why somebody left, if they said so. Of nobody: the row knows the newsletter and the day, no person."""

    class Reason(models.TextChoices):
        TOO_MANY = "many", _("Too many letters")
        NOT_MINE = "topics", _("Not my topics")
        NEVER_ASKED = "never", _("I never ordered it")
        OTHER = "other", _("Something else")

    purpose = models.ForeignKey(Purpose, verbose_name=_("purpose"), on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    on = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("reason for leaving")
        verbose_name_plural = _("reasons for leaving")

    def __str__(self) -> str:
        return f"{self.on} {self.get_reason_display()}"
