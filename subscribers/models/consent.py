"""The ledger of consent: events that are only ever added, chained by hashes, and the state they add up to."""

import hashlib
import json
from datetime import UTC
from typing import Any, NoReturn, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .purpose import Purpose, Wording


class LedgerIsAppendOnly(TypeError):
    """Raised by whatever would change or delete an entry of the ledger."""


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never changed; add an event instead.")

    def delete(self) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never deleted.")


class ConsentEvent(models.Model):
    """One declaration of one person about one purpose, with its proof (GDPR Art. 7(1)).

    `subject` is the person's pseudonym and no foreign key: erasing a reader cuts the link and leaves the entry.
    The events of one subject are numbered from 1 (`position`), and each carries the hash of the one before it, so
    that nothing in the middle can be changed, taken out or put in without its being seen (`verify_consents`).
    The database itself refuses UPDATE and DELETE (triggers in migrations 0002, 0005 and 0009).
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("granted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")
        OBJECTED = "objected", _("objected")
        IMPORTED = "imported", _("imported")

    GRANTING = (Kind.GRANTED, Kind.IMPORTED)

    subject = models.UUIDField(_("pseudonym"))
    position = models.PositiveIntegerField(_("position"), editable=False)
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
    previous = models.CharField(_("hash of the event before"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("hash"), max_length=64, editable=False)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ["pk"]
        indexes = [
            # For the list in the admin: by day, and by a kind that is rare.
            models.Index(fields=["-at", "-id"], name="events_newest_first"),
            models.Index(fields=["kind", "-at", "-id"], name="events_of_a_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "position"], name="one_event_a_place_in_the_chain"),
            models.CheckConstraint(
                condition=~models.Q(kind="granted") | models.Q(wording__isnull=False),
                name="a_grant_names_its_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        if self.pk:
            raise LedgerIsAppendOnly("Entries of the consent ledger are never changed; add an event instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LedgerIsAppendOnly("Entries of the consent ledger are never deleted.")

    def sealed(self) -> str:
        """The hash that this event must carry: SHA-256 over the one before it and over all it says, as hex."""
        return seal(
            self.previous,
            [
                self.subject.hex,
                self.position,
                self.purpose_id,
                self.kind,
                [self.wording_id, self.wording.fingerprint] if self.wording else None,
                self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                self.evidence,
            ],
        )


def seal(previous: str, said: list[Any]) -> str:
    """The link of a chain, in hex: SHA-256 over the link before it and over one line of JSON in a canonical form
    (sorted keys, no spaces, UTF-8; after RFC 8785)."""
    line = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()


class ConsentStateQuerySet(models.QuerySet["ConsentState"]):
    def standing(self) -> Self:
        """The consents that nobody has withdrawn since."""
        return self.filter(kind__in=ConsentEvent.GRANTING)


class ConsentState(models.Model):
    """What the events of one subject about one purpose add up to: a copy of the last of them.

    Written with each event, in its transaction; `rebuild_consents` makes all of it anew from the ledger.
    """

    subject = models.UUIDField(_("pseudonym"))
    # Other indexes begin with the purpose; nobody asks by the event.
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="states", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ConsentEvent.Kind.choices)
    wording = models.ForeignKey(
        Wording, verbose_name=_("wording"), null=True, blank=True, on_delete=models.PROTECT, related_name="states"
    )
    at = models.DateTimeField(_("at"))
    event = models.ForeignKey(
        ConsentEvent,
        verbose_name=_("event"),
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    position = models.PositiveIntegerField(_("position"))

    objects = ConsentStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of a consent")
        verbose_name_plural = _("states of consents")
        constraints = [models.UniqueConstraint(fields=["subject", "purpose"], name="one_state_a_purpose")]
        indexes = [models.Index(fields=["purpose", "kind", "subject"], name="consents_by_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def stands(self) -> bool:
        return self.kind in ConsentEvent.GRANTING
