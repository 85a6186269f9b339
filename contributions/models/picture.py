import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(hours=1)


def in_an_hour():  # type: ignore[no-untyped-def]
    return timezone.now() + KEPT


class PictureQuerySet(models.QuerySet["Picture"]):
    def forgotten(self) -> Self:
        """Uploaded for a form that was never sent, or sent and by now in the library."""
        return self.filter(kept_until__lt=timezone.now(), contributions=None)


class Picture(models.Model):
    """An uploaded picture, checked and drawn anew, until a contribution is confirmed.

    In the database rather than among the media: nobody but the sender, by a signed link, can reach it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.BinaryField(_("content"), help_text=_("A JPEG without any metadata."))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    kept_until = models.DateTimeField(_("kept until"), default=in_an_hour, db_index=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded picture")
        verbose_name_plural = _("uploaded pictures")

    def __str__(self) -> str:
        return f"{self.pk} {self.width} × {self.height}"
