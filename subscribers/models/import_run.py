from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .purpose import Wording


class ImportRun(models.Model):
    """One file of readers from elsewhere, on its way in. Nothing is subscribed silently (see importing/).

    The file lies below settings.IMPORTS_DIR, outside of the media, and is deleted when the run is over. `row` is
    the number of rows that are done with: they and this number were written in one transaction, so that a run
    that broke off goes on where it stopped.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being tried out")
        CHECKED = "checked", _("tried out")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("stopped")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    filename = models.CharField(_("file"), max_length=200)
    path = models.CharField(_("stored as"), max_length=100, blank=True, editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    source = models.CharField(_("origin"), max_length=20, blank=True, help_text=_("The program the list is from."))
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    wordings = models.ManyToManyField(Wording, verbose_name=_("wordings"), blank=True, related_name="+")
    options = models.JSONField(_("options"), default=dict, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    row = models.PositiveIntegerField(_("rows done"), default=0)
    # Outcome -> number of rows, as {"imported": 17, "asked": 3, "rejected": 1}.
    counts = models.JSONField(_("outcomes"), default=dict, blank=True)
    message = models.TextField(_("what went wrong"), blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of readers")
        verbose_name_plural = _("imports of readers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.filename} {self.started_at:%Y-%m-%d}"
