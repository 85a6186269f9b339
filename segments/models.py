from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic
from subscribers.models import Purpose


class Export(models.Model):
    """The log of what left the house: who took which readers, on which topic, for what."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="+")
    subjects = models.JSONField(_("rows"), default=list, help_text=_("The pseudonyms of the exported readers."))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at"]
        permissions = [
            ("view_segments", _("Can see segments")),
            ("export_segments", _("Can export segments")),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.at:%Y-%m-%d}"
