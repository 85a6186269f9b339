from django.db import models
from django.utils.translation import gettext_lazy as _


class GivenRight(models.Model):
    """What a role was given once. What an operator took away since stays away, and nothing is given twice."""

    role = models.CharField(_("role"), max_length=150)
    right = models.CharField(_("right"), max_length=200)

    class Meta:
        verbose_name = _("right that was given")
        verbose_name_plural = _("rights that were given")
        constraints = [models.UniqueConstraint(fields=["role", "right"], name="given_once_a_role")]

    def __str__(self) -> str:
        return f"{self.role}: {self.right}"
