from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from subscribers.models import Subscriber

from .edition import Edition


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def queued(self) -> Self:
        return self.filter(state=Delivery.State.QUEUED)

    def ready(self) -> Self:
        """Queued, and not waiting for a better hour."""
        return self.queued().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))

    def kept(self) -> Self:
        """Editions that wait for their reader's next digest."""
        return self.filter(state=Delivery.State.GATHERED, came_with=None)

    def unsettled(self) -> Self:
        return self.filter(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])


class Delivery(models.Model):
    """One edition to one subscriber: at most one row, and its state tells what happened."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("skipped")
        UNCERTAIN = "uncertain", _("uncertain")
        # Of readers who get a digest instead of each edition. No letter of their own ever comes of this row.
        GATHERED = "gathered", _("kept for the digest")

    class Arm(models.TextChoices):
        """Readers with pollen take part in a permanent comparison; nobody else is measured."""

        MATCHED = "matched", _("chosen for the reader")
        HOLDOUT = "holdout", _("as the editors have it")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    # The digest that brought, to this reader, what stood in the edition.
    came_with = models.ForeignKey(
        Edition,
        verbose_name=_("came with the digest"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gathered",
        db_index=False,  # The partial index below knows the few rows that have one.
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    claim = models.UUIDField(_("claim token"), null=True, blank=True, db_index=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    personalised = models.BooleanField(_("personalised"), default=False)
    arm = models.CharField(_("arm of the comparison"), max_length=8, choices=Arm.choices, blank=True)
    # Which of the edition's candidates could have been chosen for this reader: a bit for each of `candidate_ids`,
    # the first one lowest, in hexadecimal. With the propensities among the picks it makes replay possible.
    eligible = models.TextField(_("could have been chosen"), blank=True)
    # When a person with pollen first opened something from this letter. Goes with their grains.
    clicked_at = models.DateTimeField(_("first click"), null=True, blank=True)
    # What filled the free places: [{"readable": id, "kind": "read"|"stated"|"editor", "topic": id, ...}, ...]
    # In a digest also which of the pinned items this reader got, since there not everybody gets all of them.
    picks = models.JSONField(_("selection"), default=list)
    reply = models.CharField(_("what the mail server said"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "subscriber"], name="one_delivery_an_edition_and_subscriber"
            )
        ]
        indexes = [
            models.Index(fields=["edition", "state", "id"], name="delivery_by_state"),
            models.Index(fields=["edition", "arm"], condition=~Q(arm=""), name="delivery_by_arm"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="delivery_under_way"),
            models.Index(
                fields=["subscriber"],
                condition=Q(state="gathered", came_with=None),
                name="delivery_kept_for_a_digest",
            ),
            models.Index(
                fields=["came_with", "subscriber"],
                condition=Q(came_with__isnull=False),
                name="delivery_by_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.pk} {self.state}"

    def message_id(self, domain: str) -> str:
        """The Message-ID (RFC 5322 § 3.6.4): always the same for this delivery, so that doubles can be told."""
        mark = salted_hmac("newsletters.message_id", str(self.pk)).hexdigest()[:16]
        return f"<{self.edition_id}.{self.pk}.{mark}@{domain}>"
