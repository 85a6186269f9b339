from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class PublisherSettings(BaseSiteSetting):
    """Who publishes: what the imprint and the foot of every mail must name (DDG § 5)."""

    name = models.CharField(_("publisher"), max_length=160, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True, help_text=_("Stands below every mail."))
    represented_by = models.CharField(_("represented by"), max_length=160, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    register_entry = models.CharField(_("register entry"), max_length=200, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=40, blank=True)
    claim = models.CharField(_("claim"), max_length=200, blank=True, help_text=_("One line under the name."))

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("claim"),
                FieldPanel("postal_address"),
                FieldPanel("represented_by"),
            ],
            heading=_("Imprint"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("email"),
                FieldPanel("phone"),
                FieldPanel("register_entry"),
                FieldPanel("vat_number"),
            ],
            heading=_("How to reach the publisher"),
        ),
    ]

    class Meta:
        verbose_name = _("publisher and imprint")

    @property
    def one_line_address(self) -> str:
        """Name and postal address in one line, as it stands below a letter."""
        lines = [self.name, *self.postal_address.splitlines()]
        return ", ".join(line.strip() for line in lines if line.strip())

    @property
    def complete(self) -> bool:
        """Whether the imprint names what the law asks for; nothing is mailed to readers before that."""
        return bool(self.name and self.postal_address and self.email)

    @property
    def public_url(self) -> str:
        return settings.PUBLIC_URL
