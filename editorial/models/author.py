from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from .topic import german_slug, in_language


class Author(index.Indexed, models.Model):
    """Somebody who writes for the publisher."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    role = models.CharField(_("role"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)
    bio = models.TextField(_("about"), blank=True)
    bio_en = models.TextField(_("about (English)"), blank=True)
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signature = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("signature"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands below an editorial. Dark strokes on white or on nothing."),
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.slug = self.slug or german_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    @property
    def shown_role(self) -> str:
        return in_language(self.role, self.role_en)

    @property
    def shown_bio(self) -> str:
        return in_language(self.bio, self.bio_en)
