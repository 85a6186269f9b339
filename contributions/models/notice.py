from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .contribution import Contribution


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> Self:
        return self.filter(claimed_at=None, refused_at=None, due_at__lte=timezone.now())

    def waiting(self) -> Self:
        """Those that may still be sent, now or later."""
        return self.filter(claimed_at=None, refused_at=None)


class Notice(models.Model):
    """One mail to the sender of a contribution. Each kind is sent once at most.

    Whoever sends it claims it first. A worker that dies while it sends leaves a claim behind, and the mail is not
    tried again: we cannot know whether it left.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("please confirm")
        PUBLISHED = "published", _("it is published")
        DECLINED = "declined", _("it is declined")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail to a sender")
        verbose_name_plural = _("mails to senders")
        constraints = [models.UniqueConstraint(fields=["contribution", "kind"], name="one_mail_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.contribution_id}"
