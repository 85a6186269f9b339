from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .case import Case


class Step(models.Model):
    """One line of a case's checklist. Which a kind has, and who does them, stands in desk/checklists.py."""

    class Key(models.TextChoices):
        IDENTITY = "identity", _("Make sure who is asking")
        GATHER = "gather", _("Lay the data ready and mail the link to them")
        CORRECT = "correct", _("Correct what is wrong")
        ELSEWHERE = "elsewhere", _("Look where the program does not: paper, mailboxes, other systems")
        RECIPIENTS = "recipients", _("Tell those whom the data were passed on to (Art. 19)")
        ERASE = "erase", _("Erase the person everywhere in the program")
        RESTRICT = "restrict", _("Restrict the processing")
        OBJECT = "object", _("Enter the objection and forget the interest profile")
        LOOK_INTO = "look_into", _("Find out what happened")
        ANSWER = "answer", _("Answer the person")

    class Result(models.TextChoices):
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("not needed")
        NO_READER = "no_reader", _("no reader has this address")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(_("step"), max_length=12, choices=Key.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Empty when the program or the person did it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="each_step_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"
