from django.db import models
from django.utils.translation import gettext_lazy as _

from .delivery import Delivery
from .edition import Edition


class ArmCount(models.Model):
    """How many letters of an edition went to an arm of the comparison, and how many of these were clicked.

    Of nobody in particular: it outlasts the clicks, which go with the grains (services/counting.py).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="arm_counts")
    arm = models.CharField(_("arm of the comparison"), max_length=8, choices=Delivery.Arm.choices)
    letters = models.PositiveIntegerField(_("letters"), default=0)
    readers_who_clicked = models.PositiveIntegerField(_("readers who clicked"), default=0)

    class Meta:
        verbose_name = _("count of an arm")
        verbose_name_plural = _("counts of the arms")
        constraints = [models.UniqueConstraint(fields=["edition", "arm"], name="one_count_an_arm")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.arm}: {self.readers_who_clicked} / {self.letters}"
