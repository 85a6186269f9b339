"""What the house can show of itself (GDPR Art. 5(2)): who looked, and what the rules of retention did."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .subscriber import Subscriber


class PersonalView(models.Model):
    """One look of one member of staff at one person's data."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subscriber = models.ForeignKey(
        Subscriber, verbose_name=_("reader"), on_delete=models.CASCADE, related_name="views"
    )
    what = models.CharField(_("what"), max_length=20)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class RetentionRun(models.Model):
    """One pass of the rules of retention, with what each of them let go."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    # Key of the rule -> number of rows.
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        verbose_name = _("pass of retention")
        verbose_name_plural = _("passes of retention")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
