from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.models.topic import german_slug, in_language


class Series(models.Model):
    """Stories that belong together and are read one after the other."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.slug = self.slug or german_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])

    @property
    def shown_description(self) -> str:
        return in_language(self.description, self.description_en)
