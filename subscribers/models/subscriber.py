import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .consent import ConsentEvent
from .purpose import Purpose


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def with_address(self, email: str) -> Self:
        """The reader with this mail address in any spelling; Lower() is what the unique index is made of."""
        return self.alias(address=Lower("email")).filter(address=email.strip().lower())

    def consenting(self, purpose: Purpose | str) -> Self:
        """Readers whose consent to this purpose (or purpose key) stands in the ledger."""
        events = ConsentEvent.objects.standing().filter(subject=OuterRef("subject"))
        events = (
            events.filter(purpose__key=purpose) if isinstance(purpose, str) else events.filter(purpose=purpose)
        )
        return self.filter(Exists(events))

    def present(self, today: date | None = None) -> Self:
        """Readers who are not making a pause."""
        today = today or timezone.localdate()
        return self.filter(Q(paused_until=None) | Q(paused_until__lte=today))

    def mailable(self, purpose: Purpose) -> Self:
        """Readers who may get a letter of this newsletter today."""
        return self.consenting(purpose).present()


class Subscriber(models.Model):
    """Somebody who confirmed at least one declaration. What they agreed to stands in the ledger alone.

    Not in the search index, which would keep a second copy of who they are.
    """

    class Address(models.TextChoices):
        SIE = "sie", _("Sie (formal)")
        DU = "du", _("du (informal)")

    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    subject = models.UUIDField(_("pseudonym"), default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    form_of_address = models.CharField(
        _("form of address"), max_length=3, choices=Address.choices, default=Address.SIE
    )
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)
    paused_until = models.DateField(_("pause until"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_subscriber_an_address")]

    def __str__(self) -> str:
        return self.name or self.email
