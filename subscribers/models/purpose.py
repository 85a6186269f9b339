import hashlib
import json
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _


class PurposeQuerySet(models.QuerySet["Purpose"]):
    def newsletters(self) -> Self:
        return self.filter(kind=Purpose.Kind.NEWSLETTER)

    def offered(self) -> Self:
        """What the sign-up form and the preferences ask for: active purposes that have a wording to show.

        A publication is asked for where somebody sends in what is to be published, and nowhere else.
        """
        asked = self.exclude(kind=Purpose.Kind.PUBLICATION)
        return asked.filter(active=True, wordings__published_at__isnull=False).distinct()


class Purpose(models.Model):
    """What something is done for. One purpose, one consent (GDPR Art. 6(1)(a))."""

    POLLEN = "pollen"
    PUBLICATION = "publication"
    MEASUREMENT = "measurement"

    class Kind(models.TextChoices):
        NEWSLETTER = "newsletter", _("Receiving a newsletter")
        MEASUREMENT = "measurement", _("Measuring opens and clicks")
        POLLEN = "pollen", _("Keeping an interest profile")
        PUBLICATION = "publication", _("Publishing what somebody sent in")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    label_de = models.CharField(_("label (German)"), max_length=120)
    label_en = models.CharField(_("label (English)"), max_length=120, blank=True)
    active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PurposeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return (self.label_en if (get_language() or "de").startswith("en") else "") or self.label_de

    def wording(self, language: str) -> "Wording":
        """The text in force: the newest published version in this language, else in German.

        Raises Wording.DoesNotExist if the purpose was never worded: then nothing may be asked.
        """
        published = self.wordings.filter(published_at__isnull=False).order_by("-version")
        wording = published.filter(language=language).first() or published.filter(language="de").first()
        if wording is None:
            raise Wording.DoesNotExist(f"The purpose {self.key} has no published wording.")
        return wording


class Wording(models.Model):
    """The exact text under which a consent is asked for. Once published it is superseded, never changed.

    The database itself refuses UPDATE and DELETE of a published row (triggers in migration 0005).
    """

    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="wordings"
    )
    language = models.CharField(_("language"), max_length=5, default="de")
    version = models.PositiveIntegerField(_("version"), default=1)
    text = models.TextField(_("text"), help_text=_("The sentence beside the box."))
    yes_means = models.TextField(_("what follows from yes"), blank=True)
    no_means = models.TextField(_("what follows from no"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, default=timezone.now)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "language", "version"], name="wording_version_once")
        ]

    def __str__(self) -> str:
        language = dict(settings.LANGUAGES).get(self.language, self.language)
        return gettext("%(purpose)s, version %(version)s (%(language)s)") % {
            "purpose": self.purpose.label,
            "version": self.version,
            "language": language,
        }

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        if self.pk and Wording.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise ValidationError(_("A published wording is not changed. Write the next version of it."))
        super().save(*args, **kwargs)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything it says, as hex: part of the seal of each event that names it."""
        said = [self.purpose.key, self.language, self.version, self.text, self.yes_means, self.no_means]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def clean(self) -> None:
        """A draft keeps its number when it moves to another language or purpose, so that must be free there."""
        same = Wording.objects.filter(purpose=self.purpose_id, language=self.language, version=self.version)
        if self.pk and same.exclude(pk=self.pk).exists():
            raise ValidationError(
                {
                    "language": _(
                        "Version %(version)s exists in this language already. Please write a new version instead."
                    )
                    % {"version": self.version}
                }
            )
