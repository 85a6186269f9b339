from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic
from subscribers.models import Subscriber


class Interest(models.Model):
    """What a reader's grains of one topic add up to, as of a moment; it decays from there when it is read.

    Both parts are sums of grain weights without unit, halved every half-life since `as_of`.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="interests")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="interests")
    acute = models.FloatField(_("acute"), default=0)
    lasting = models.FloatField(_("lasting"), default=0)
    as_of = models.DateTimeField(_("as of"))

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [models.UniqueConstraint(fields=["subscriber", "topic"], name="one_interest_a_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.acute:.2f} / {self.lasting:.2f}"
