from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic

from .subscriber import Subscriber


class TopicChoice(models.Model):
    """What a reader told us about a topic: it holds whatever they read (GDPR Art. 16)."""

    class Stance(models.TextChoices):
        WANTED = "wanted", _("wanted")
        LESS = "less", _("less of it")
        # Not concluded from reading any more; texts that are about other things as well may come.
        REMOVED = "removed", _("removed from the profile")
        # No text about it comes at all.
        REFUSED = "refused", _("not my topic")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="topic_choices")
    # A topic that readers chose or refused is not deleted over their heads.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("chosen topic")
        verbose_name_plural = _("chosen topics")
        constraints = [models.UniqueConstraint(fields=["subscriber", "topic"], name="one_choice_a_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.stance}"
