"""What somebody asked for and a worker is to answer by mail. Rows go when they are answered or over."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .subscriber import Subscriber


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now())


class LinkRequest(models.Model):
    """Somebody typed an address and wants a fresh link to the preferences.

    Known and unknown addresses alike get a row, so that the form does the same work for both; the worker finds out
    whether there is anybody to write to.
    """

    email = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for links")

    def __str__(self) -> str:
        return f"{self.pk} {self.requested_at:%Y-%m-%d}"


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def due(self) -> Self:
        """Changes whose mail to the new address may be sent now."""
        return self.filter(mailed_at=None, refused_at=None, due_at__lte=timezone.now())

    def forgotten(self) -> Self:
        """Changes whose task was lost, whose worker died, or whose mail is to be tried again by now."""
        return self.due().filter(requested_at__lt=timezone.now() - timedelta(minutes=5))

    def expired(self) -> Self:
        return self.filter(requested_at__lt=timezone.now() - timedelta(days=settings.SIGNUP_EXPIRES_DAYS))


class AddressChange(models.Model):
    """A new mail address that waits for its confirmation at the new address; at most one a reader.

    The row looks the same whether or not the new address is another reader's: who asks must not learn it.
    """

    subscriber = models.OneToOneField(Subscriber, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField(_("new mail address"))
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    refused_at = models.DateTimeField(
        _("refused"), null=True, blank=True, help_text=_("The mail server refused the mail for good.")
    )

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.pk} {self.requested_at:%Y-%m-%d}"


class Receipt(models.Model):
    """A last mail to an address that is no longer anybody's here: about an erasure, or a change of address.

    It carries the address only until the mail has left.
    """

    class Kind(models.TextChoices):
        ERASED = "erased", _("erased")
        ADDRESS_CHANGED = "changed", _("address changed")
        LET_GO = "let_go", _("let go after a long silence")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    email = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    form_of_address = models.CharField(
        _("form of address"), max_length=3, choices=Subscriber.Address.choices, default=Subscriber.Address.SIE
    )
    said = models.JSONField(_("content"), default=dict)
    at = models.DateTimeField(_("at"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
