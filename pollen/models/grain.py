from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage
from subscribers.models import Subscriber


class GrainQuerySet(models.QuerySet["Grain"]):
    def unfolded(self) -> Self:
        return self.filter(folded=False)

    def expired(self) -> Self:
        return self.filter(at__lt=timezone.now() - timedelta(days=settings.GRAIN_EXPIRES_DAYS))

    def readings(self) -> Self:
        """The grains that mean «has read it», not merely «has seen it»."""
        return self.filter(kind__in=Grain.READINGS)


class Grain(models.Model):
    """One event of a consenting reader with one readable. Expires; its share of the profile fades by itself."""

    class Kind(models.TextChoices):
        CLICK = "click", _("clicked in a letter")
        VISIT = "visit", _("opened")
        READ = "read", _("read")
        FINISHED = "finished", _("heard to the end")
        SAVED = "saved", _("saved for later")
        SHARED = "shared", _("shared")
        REFUSED = "refused", _("not my topic")

    READINGS = (Kind.READ, Kind.FINISHED)

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="grains")
    readable = models.ForeignKey(ReadablePage, on_delete=models.CASCADE, related_name="grains")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    weight = models.FloatField(_("weight"))
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    day = models.DateField(_("day"))
    folded = models.BooleanField(_("folded into the interests"), default=False)

    objects = GrainQuerySet.as_manager()

    class Meta:
        verbose_name = _("grain")
        verbose_name_plural = _("grains")
        constraints = [
            # A page that is reloaded ten times says no more than one that is opened once.
            models.UniqueConstraint(
                fields=["subscriber", "readable", "kind", "day"], name="one_grain_a_day_and_kind"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(folded=False), name="grains_to_fold"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.readable_id}"
