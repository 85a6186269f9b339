"""The ledger of consent: events that are only ever added, and the state that follows from them."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .purpose import Purpose, Wording


class LedgerIsAppendOnly(TypeError):
    """Raised by whatever would change or delete an entry of the ledger."""


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    def latest_per_purpose(self) -> Self:
        """Of each subject and purpose the last event: the one that decides."""
        later = ConsentEvent.objects.filter(
            subject=OuterRef("subject"), purpose=OuterRef("purpose"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def standing(self) -> Self:
        """The grants that nobody has withdrawn since."""
        return self.latest_per_purpose().filter(kind__in=ConsentEvent.GRANTING)

    def update(self, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never changed; add an event instead.")

    def delete(self) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never deleted.")


class ConsentEvent(models.Model):
    """One declaration of one person about one purpose, with its proof (GDPR Art. 7(1)).

    `subject` is the person's pseudonym and no foreign key: erasing a reader cuts the link and leaves the entry.
    The database itself refuses UPDATE and DELETE (triggers in migration 0002).
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("granted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")
        OBJECTED = "objected", _("objected")
        IMPORTED = "imported", _("imported")

    GRANTING = (Kind.GRANTED, Kind.IMPORTED)

    subject = models.UUIDField(_("pseudonym"))
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    wording = models.ForeignKey(
        Wording,
        verbose_name=_("wording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    evidence = models.JSONField(
        _("evidence"),
        default=dict,
        blank=True,
        help_text=_("Where it was declared, and both steps of the double opt-in."),
    )

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "purpose", "id"], name="ledger_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="granted") | models.Q(wording__isnull=False),
                name="a_grant_names_its_wording",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        if self.pk:
            raise LedgerIsAppendOnly("Entries of the consent ledger are never changed; add an event instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never deleted.")
