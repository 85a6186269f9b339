from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .purpose import Wording
from .subscriber import Subscriber


class PermissionCampaign(models.Model):
    """Asks readers whose consent stands under an older wording whether they agree to the one in force."""

    wording = models.OneToOneField(
        Wording, verbose_name=_("wording"), on_delete=models.PROTECT, related_name="campaign"
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)

    class Meta:
        verbose_name = _("permission campaign")
        verbose_name_plural = _("permission campaigns")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return str(self.wording)


class PermissionAsk(models.Model):
    """One mail of a campaign to one reader: asked at most once, however often the campaign is run."""

    campaign = models.ForeignKey(PermissionCampaign, on_delete=models.CASCADE, related_name="asks")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="permission_asks")
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    class Meta:
        verbose_name = _("permission mail")
        verbose_name_plural = _("permission mails")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subscriber"], name="each_reader_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.pk}"


class AskedAddress(models.Model):
    """The keyed hash of an address that an import asked for permission, so that no import asks it again.

    Outlives the pending sign-up, which is deleted when nobody answers (GDPR Art. 5(1)(c)).
    """

    digest = models.CharField(_("keyed hash"), max_length=64, unique=True)
    key = models.CharField(_("key"), max_length=8)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("asked address")
        verbose_name_plural = _("asked addresses")

    def __str__(self) -> str:
        return f"{self.digest[:12]}…"
