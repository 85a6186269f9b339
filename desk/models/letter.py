from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk import deadlines

from .case import Case


class MailingQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        return self.filter(claimed_at=None, refused_at=None, due_at__lte=timezone.now())

    def waiting(self) -> Self:
        """Those that may still be sent, now or later."""
        return self.filter(claimed_at=None, refused_at=None)


class Mailing(models.Model):
    """A mail that is sent once at most.

    Whoever sends it claims it first. A worker that dies while it sends leaves a claim behind, and the mail is not
    tried again: we cannot know whether it left.
    """

    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = MailingQuerySet.as_manager()

    class Meta:
        abstract = True


class Letter(Mailing):
    """A letter to the person of a case; each kind is a folder templates/emails/desk_<kind>/."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("acknowledgement of receipt")
        IDENTITY = "identity", _("question of identity")
        DATA = "data", _("link to the data")
        PREFERENCES = "preferences", _("way to the preferences")
        QUESTION = "question", _("question to the person")
        EXTENSION = "extension", _("extension of the deadline")
        ANSWER = "answer", _("answer")
        REFUSAL = "refusal", _("refusal")
        LIFTING = "lifting", _("announcement that the restriction ends")

    # A person decides what stands in these; the others are written by the program.
    WRITTEN = (Kind.QUESTION, Kind.EXTENSION, Kind.ANSWER, Kind.REFUSAL)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    words = models.TextField(_("wording of the letter"), blank=True)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    by_post = models.BooleanField(_("sent on paper by staff"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("letter of a case")
        verbose_name_plural = _("letters of cases")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(kind="received"),
                name="a_case_is_acknowledged_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Reminder(Mailing):
    """One mail to one member of staff about one deadline of a case."""

    class Kind(models.TextChoices):
        SOON = "soon", _("a week before")
        LAST_CALL = "last_call", _("the day before")
        OVER = "over", _("over")

    DAYS = {Kind.SOON: deadlines.SOON, Kind.LAST_CALL: deadlines.LAST_CALL, Kind.OVER: -1}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    # Of this deadline: an extension sets a new one.
    of_day = models.DateField(_("deadline"))
    email = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=5, default="de")

    class Meta:
        verbose_name = _("reminder of a deadline")
        verbose_name_plural = _("reminders of deadlines")
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "of_day", "email"], name="each_is_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
