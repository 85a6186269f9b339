from email.utils import formataddr

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from subscribers.models import Purpose


class Newsletter(models.Model):
    """A recurring publication. Receiving it is a purpose of its own, with its own consent."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    purpose = models.OneToOneField(
        Purpose,
        verbose_name=_("purpose"),
        on_delete=models.PROTECT,
        related_name="newsletter",
        limit_choices_to={"kind": Purpose.Kind.NEWSLETTER},
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    sender_name = models.CharField(_("sender"), max_length=120)
    sender_address = models.EmailField(_("sender address"))
    reply_to = models.EmailField(_("answers go to"), blank=True)

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The purpose decides who gets the letters, so it has to be a newsletter's and stays what it was."""
        if self.purpose_id and self.purpose.kind != Purpose.Kind.NEWSLETTER:
            raise ValidationError({"purpose": _("Choose the purpose of a newsletter.")})
        before = Newsletter.objects.filter(pk=self.pk).first() if self.pk else None
        if before and before.purpose_id != self.purpose_id and before.editions.exists():
            raise ValidationError({"purpose": _("Editions were made for this purpose; it cannot be changed.")})

    @property
    def sender(self) -> str:
        """The From header (RFC 5322 § 3.6.2)."""
        return formataddr((self.sender_name, self.sender_address))
