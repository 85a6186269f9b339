from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage
from subscribers.models import Subscriber


class Suggestion(models.Model):
    """What a recognised reader was offered below a page, and how likely each choice was: for replay.

    Of letters the delivery says the same (newsletters.models.Delivery). It goes with the grains of its day.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="suggestions")
    below = models.ForeignKey(
        ReadablePage, verbose_name=_("below"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    # The ids of the readables that could have been chosen.
    candidates = models.JSONField(_("candidates"), default=list)
    # As in a delivery: [{"readable": id, "kind": "read", "topic": id, "propensity": 1.0}, ...], in their order.
    picks = models.JSONField(_("selection"), default=list)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")

    def __str__(self) -> str:
        return f"{self.below_id} {self.at:%Y-%m-%d %H:%M}"
