from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LearnedCompany(models.Model):
    """What readers of the same texts have in common, as the house last learned it (pollen/engine/company.py).

    Numbers of texts and of topics, learned from many readers together; nothing in it is anybody's.
    """

    learned_at = models.DateTimeField(_("learned"), default=timezone.now)
    readers = models.PositiveIntegerField(_("readers"))
    # The ids that the rows of the two arrays belong to, and how many of their numbers are looked at.
    texts = models.JSONField(_("texts"))
    topics = models.JSONField(_("topics"))
    steps = models.JSONField(_("steps"))
    # NumPy's archive format (.npz) with `texts`, `topics` and `usual`.
    arrays = models.BinaryField(_("numbers"))

    class Meta:
        verbose_name = _("learned company")
        verbose_name_plural = _("learned company")

    def __str__(self) -> str:
        return f"{self.learned_at:%Y-%m-%d}: {self.readers}"
