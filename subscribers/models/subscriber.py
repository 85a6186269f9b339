import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .consent import ConsentState
from .purpose import Purpose


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def with_address(self, email: str) -> Self:
        """The reader with this mail address in any spelling; Lower() is what the unique index is made of."""
        return self.alias(address=Lower("email")).filter(address=email.strip().lower())

    def consenting(self, purpose: Purpose | str) -> Self:
        """Readers whose consent to this purpose (or purpose key) stands and may be acted upon.

        While a reader's processing is restricted (GDPR Art. 18), letters go on and everything else rests. Pollen
        rests as well while its reader has it pause.
        """
        states = ConsentState.objects.standing().filter(subject=OuterRef("subject"))
        states = (
            states.filter(purpose__key=purpose) if isinstance(purpose, str) else states.filter(purpose=purpose)
        )
        letters = states.filter(purpose__kind=Purpose.Kind.NEWSLETTER)
        found = self.filter(Exists(states))
        if purpose == Purpose.POLLEN or (isinstance(purpose, Purpose) and purpose.key == Purpose.POLLEN):
            return found.filter(restricted_at=None, pollen_paused_at=None)
        if isinstance(purpose, Purpose):
            return found if purpose.kind == Purpose.Kind.NEWSLETTER else found.filter(restricted_at=None)
        return found.filter(Q(restricted_at=None) | Exists(letters))

    def granting(self, purpose: Purpose | str) -> Self:
        """Readers whose consent stands, whether it may be acted upon or rests: what it permits is kept."""
        states = ConsentState.objects.standing().filter(subject=OuterRef("subject"))
        if isinstance(purpose, str):
            return self.filter(Exists(states.filter(purpose__key=purpose)))
        return self.filter(Exists(states.filter(purpose=purpose)))

    def restricted(self) -> Self:
        return self.filter(restricted_at__isnull=False)

    def unreachable(self) -> Self:
        return self.filter(unreachable_at__isnull=False)

    def paused(self, today: date | None = None) -> Self:
        return self.filter(paused_until__gt=today or timezone.localdate())

    def receiving(self) -> Self:
        """Readers to whom a letter may go today, whichever."""
        return self.filter(Exists(_standing(letters=True))).present().filter(unreachable_at=None)

    def with_other_consents_only(self) -> Self:
        """Readers who agreed to something, but to no letters."""
        return self.filter(Exists(_standing(letters=False)) & ~Exists(_standing(letters=True)))

    def without_consent(self) -> Self:
        return self.filter(~Exists(_standing()))

    def present(self, today: date | None = None) -> Self:
        """Readers who are not making a pause."""
        today = today or timezone.localdate()
        return self.filter(Q(paused_until=None) | Q(paused_until__lte=today))

    def mailable(self, purpose: Purpose) -> Self:
        """Readers who may get a letter of this newsletter today, and whose address takes mail."""
        return self.consenting(purpose).present().filter(unreachable_at=None)


def _standing(letters: bool | None = None) -> models.QuerySet[ConsentState]:
    """The standing consents of the reader of the outer query: to letters, to other purposes, or to any."""
    states = ConsentState.objects.standing().filter(subject=OuterRef("subject"))
    if letters is None:
        return states
    # As numbers, not as a join: the database then sees how frequent each of the few purposes is.
    purposes = Purpose.objects.newsletters() if letters else Purpose.objects.exclude(kind=Purpose.Kind.NEWSLETTER)
    return states.filter(purpose__in=list(purposes.values_list("pk", flat=True)))


class Subscriber(models.Model):
    """Somebody who confirmed at least one declaration. What they agreed to stands in the ledger alone.

    Not in the search index, which would keep a second copy of who they are.
    """

    class Address(models.TextChoices):
        SIE = "sie", _("Sie (formal)")
        DU = "du", _("du (informal)")

    class Frequency(models.TextChoices):
        EACH = "each", _("each edition")
        WEEKLY = "weekly", _("once a week, as a digest")
        MONTHLY = "monthly", _("once a month, as a digest")

    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    subject = models.UUIDField(_("pseudonym"), default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    form_of_address = models.CharField(
        _("form of address"), max_length=3, choices=Address.choices, default=Address.SIE
    )
    frequency = models.CharField(_("frequency"), max_length=8, choices=Frequency.choices, default=Frequency.EACH)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    paused_until = models.DateField(_("pause until"), null=True, blank=True)
    restricted_at = models.DateTimeField(
        _("processing restricted since"), null=True, blank=True, help_text=_("GDPR Art. 18.")
    )
    pollen_paused_at = models.DateTimeField(
        _("profile paused since"),
        null=True,
        blank=True,
        help_text=_("Nothing is noted, and nothing is chosen from it."),
    )
    unreachable_at = models.DateTimeField(
        _("address takes no mail since"), null=True, blank=True, help_text=_("Mail came back for good.")
    )
    # The last thing this person did with us that we may know of: a confirmation, a saved preference, an answer.
    last_sign_at = models.DateTimeField(_("last sign of life"), default=timezone.now, db_index=True)
    asked_to_stay_at = models.DateTimeField(_("asked whether to stay"), null=True, blank=True)
    # A worker that begins to mail the question notes so, and keeps others off.
    stay_claimed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_subscriber_an_address")]
        # For the list of readers; services/finding.py has one more, which is PostgreSQL's alone.
        indexes = [
            models.Index(fields=["-confirmed_at", "-id"], name="readers_newest_first"),
            models.Index(
                fields=["-confirmed_at", "-id"],
                condition=Q(restricted_at__isnull=False),
                name="readers_restricted",
            ),
            models.Index(
                fields=["-confirmed_at", "-id"],
                condition=Q(unreachable_at__isnull=False),
                name="readers_unreachable",
            ),
            models.Index(fields=["paused_until"], condition=Q(paused_until__isnull=False), name="readers_paused"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
