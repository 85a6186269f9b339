from os.path import splitext
from secrets import token_urlsafe

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .issue import IssuePage


def _path(file: "IssueFile", name: str) -> str:
    """A path that nobody guesses: the file of a protected issue is asked for through a view, never by its path."""
    stem, ending = splitext(name)
    return f"issues/{file.issue_id}/{stem}-{token_urlsafe(16)}{ending}"


class IssueFile(models.Model):
    """An issue as a file to take along: made after each publication, offered once it is ready."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        EPUB = "epub", "EPUB"

    class State(models.TextChoices):
        WANTED = "wanted", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    issue = models.ForeignKey(IssuePage, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.WANTED)
    file = models.FileField(_("file"), upload_to=_path, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    # What the editor should know: sentences, in the site's first language, e.g. which pictures are missing.
    complaints = models.JSONField(_("complaints"), default=list, blank=True)
    # Since when a worker has been at it. Whoever wants the file anew takes the claim away.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("issue as a file")
        verbose_name_plural = _("issues as files")
        constraints = [models.UniqueConstraint(fields=["issue", "kind"], name="one_file_a_kind_and_issue")]

    def __str__(self) -> str:
        return f"{self.issue} ({self.get_kind_display()})"

    @property
    def url(self) -> str:
        """Where a reader who may see the issue gets the file."""
        return reverse("issue_file", args=[self.issue_id, self.issue.slug, self.kind])
