from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models.topic import german_slug


class Section(models.Model):
    """A standing part of the magazine: diary, law, engine room, captain's dinner."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, blank=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.slug = self.slug or german_slug(self.name)
        super().save(*args, **kwargs)
