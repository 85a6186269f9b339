from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from editorial.freshness import remembered

from .topic import in_language


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
    supervisory_authority = models.TextField(
        _("supervisory authority"),
        blank=True,
        help_text=_("The data protection authority that is in charge of you: readers are told where to complain."),
    )
    claim = models.CharField(_("claim"), max_length=200, blank=True, help_text=_("One line under the name."))

    claim_en = models.CharField(_("claim (English)"), max_length=200, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("claim"),
                FieldPanel("claim_en"),
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
                FieldPanel("supervisory_authority"),
            ],
            heading=_("How to reach the publisher"),
        ),
    ]

    class Meta:
        verbose_name = _("publisher and imprint")

    @property
    def shown_claim(self) -> str:
        return in_language(self.claim, self.claim_en)

    @classmethod
    def for_site(cls, site: Site) -> "PublisherSettings":
        """As Wagtail does; but every page asks for it."""
        found: PublisherSettings = remembered(
            ("publisher", site and site.pk), lambda: super(PublisherSettings, cls).for_site(site)
        )
        return found

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
