from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage


class Exploration(models.Model):
    """How a readable did in the places that try something out: counts alone, of nobody in particular.

    The evidence of a Beta distribution (pollen/engine/exploring.py).
    """

    readable = models.OneToOneField(
        ReadablePage, primary_key=True, on_delete=models.CASCADE, related_name="exploration"
    )
    shown = models.PositiveIntegerField(_("shown"), default=0)
    clicked = models.PositiveIntegerField(_("clicked"), default=0)

    class Meta:
        verbose_name = _("exploration")
        verbose_name_plural = _("explorations")

    def __str__(self) -> str:
        return f"{self.readable_id}: {self.clicked} / {self.shown}"
