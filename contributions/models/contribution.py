import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .picture import Picture


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def confirmed(self) -> Self:
        """What editors get to see: its sender has confirmed it."""
        return self.exclude(state=Contribution.State.UNCONFIRMED)

    def expired(self) -> Self:
        """What nobody confirmed in time."""
        oldest = timezone.now() - timedelta(days=settings.CONTRIBUTION_CONFIRM_DAYS)
        return self.filter(state=Contribution.State.UNCONFIRMED, created_at__lt=oldest)

    def with_an_old_address(self) -> Self:
        oldest = timezone.now() - timedelta(days=settings.CONTRIBUTION_ADDRESS_DAYS)
        return self.filter(decided_at__lt=oldest).exclude(email="", name="")

    def over(self) -> Self:
        """Declined or withdrawn: nothing of it shall stay."""
        return self.filter(state__in=[Contribution.State.DECLINED, Contribution.State.WITHDRAWN])

    def with_something_to_do(self) -> Self:
        """A mail that is due, a page not yet laid before the editors, or a page or picture to put away."""
        mail = Q(notices__claimed_at=None, notices__refused_at=None, notices__due_at__lte=timezone.now())
        unlaid = Q(state=Contribution.State.RECEIVED, moderated_at=None, page__isnull=False)
        away = Q(state__in=[Contribution.State.DECLINED, Contribution.State.WITHDRAWN], page__isnull=False)
        pictures = Q(page=None, image__isnull=False)
        return self.filter(mail | unlaid | away | pictures).distinct()


class Contribution(models.Model):
    """Something a reader sent in: a postcard, or a story of outrageous customers.

    What was typed stands here until the sender confirms it, and from then on only in the page made of it.
    The consent to publication stands in the ledger, under `subject`: a pseudonym of this contribution alone.
    A reader with the same mail address is somebody else as far as we know.
    """

    class Kind(models.TextChoices):
        POSTCARD = "postcard", _("Postcard")
        STORY = "story", _("Story")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        RECEIVED = "received", _("waits for a decision")
        PUBLISHED = "published", _("published")
        OFFLINE = "offline", _("taken offline")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn by the sender")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    subject = models.UUIDField(_("pseudonym"), default=uuid.uuid4, unique=True, editable=False)
    # Deleted, with the name, CONTRIBUTION_ADDRESS_DAYS after the decision.
    email = models.EmailField(_("mail address"), blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")

    title = models.CharField(_("headline"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    picture_alt = models.CharField(_("what can be seen"), max_length=255, blank=True)
    wording = models.ForeignKey(
        "subscribers.Wording", verbose_name=_("wording"), on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(_("form"), max_length=200, blank=True, help_text=_("The page the form stood on."))

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("the editors’ words to the sender"), blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    moderated_at = models.DateTimeField(_("laid before the editors"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def headline(self) -> str:
        """What editors find it by: the title of the page, as long as there is one."""
        return str(self.page.get_admin_display_title()) if self.page else str(self)

    headline.short_description = _("contribution")  # type: ignore[attr-defined]
