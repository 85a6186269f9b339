from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SuppressedAddressQuerySet(models.QuerySet["SuppressedAddress"]):
    def erased(self) -> Self:
        return self.filter(reason=SuppressedAddress.Reason.ERASED)


class SuppressedAddress(models.Model):
    """An entry of the suppression list: the keyed hash of an address, which tells nobody whose it is.

    `digest` is HMAC-SHA-256 of the normalised address as hex, `key` the fingerprint of the key it was made with
    (services/suppression.py). A person leaves the list by a new double opt-in of their own.
    """

    class Reason(models.TextChoices):
        ERASED = "erased", _("erased at the reader’s wish")
        LET_GO = "let_go", _("let go after a long silence")
        COMPLAINED = "complained", _("complained of our mail")
        BOUNCED = "bounced", _("mail came back for good")

    digest = models.CharField(_("keyed hash"), max_length=64, unique=True)
    key = models.CharField(_("key"), max_length=8)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    # When somebody last signed up with it and was asked to confirm; not again for a while (services/mailing.py).
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)

    objects = SuppressedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppression list")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.digest[:12]}… {self.get_reason_display()}"
