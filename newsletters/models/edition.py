from datetime import timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin

from editorial.models import ReadablePage, ReadableQuerySet
from magazine.models import IssuePage, Section

from .newsletter import Newsletter

LETTER_FEATURES = ["bold", "italic", "link"]


class EditionQuerySet(models.QuerySet["Edition"]):
    def due(self) -> Self:
        """Released, and its hour has come."""
        return self.filter(state=Edition.State.SCHEDULED, scheduled_for__lte=timezone.now())

    def ordinary(self) -> Self:
        """What editors made, without the digests that gather it."""
        return self.filter(digest="")


class Edition(PreviewableMixin, ClusterableModel):
    """One mailing of a newsletter: what the editor pinned, and how many places matching may fill.

    A digest is an edition that the program makes (services/digests.py) for readers who want few letters.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        PREPARING = "preparing", _("Preparing")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    class Digest(models.TextChoices):
        """The values are those of Subscriber.Frequency."""

        WEEKLY = "weekly", _("Weekly digest")
        MONTHLY = "monthly", _("Monthly digest")

    newsletter = models.ForeignKey(
        Newsletter, verbose_name=_("newsletter"), on_delete=models.PROTECT, related_name="editions"
    )
    subject = models.CharField(_("subject"), max_length=120)
    preheader = models.CharField(
        _("preheader"),
        max_length=160,
        blank=True,
        help_text=_("The line that inboxes show behind the subject."),
    )
    intro = RichTextField(_("introduction"), blank=True, features=LETTER_FEATURES)
    outro = RichTextField(_("closing words"), blank=True, features=LETTER_FEATURES)
    free_places = models.PositiveSmallIntegerField(
        _("free places"),
        default=3,
        validators=[MaxValueValidator(12)],
        help_text=_(
            "Filled for each reader by what fits; for readers without an interest profile by what is new, "
            "much read and recommended."
        ),
    )
    window_days = models.PositiveSmallIntegerField(
        _("candidate window (days)"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
        help_text=_("Free places choose among what was published in this many days."),
    )
    with_issue = models.BooleanField(
        _("an issue that fits"),
        default=False,
        help_text=_("Adds the magazine issue that fits each reader, with the articles in it to begin with."),
    )
    scheduled_for = models.DateTimeField(_("send at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    # A digest gathers editions (their ids are in `gathers`) that were sent before the end of the week or month
    # that begins on `period_start`.
    digest = models.CharField(
        _("digest"), max_length=8, choices=Digest.choices, blank=True, default="", editable=False
    )
    period_start = models.DateField(_("gathers from"), null=True, blank=True, editable=False)
    gathers = models.JSONField(_("gathered editions"), default=list, editable=False)
    candidate_ids = models.JSONField(_("frozen candidates"), default=list, editable=False)
    issue_ids = models.JSONField(_("frozen issues"), default=list, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    MOVED = ("state", "scheduled_for", "candidate_ids", "issue_ids", "gathers", "finished_at", "created_at")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "digest", "period_start"],
                condition=~models.Q(digest=""),
                name="one_digest_a_period",
            ),
            models.CheckConstraint(
                condition=models.Q(digest="", period_start=None)
                | (~models.Q(digest="") & models.Q(period_start__isnull=False)),
                name="a_digest_has_a_period",
            ),
        ]
        permissions = [("send_edition", _("Can send editions"))]

    def __str__(self) -> str:
        return self.subject

    @property
    def editable(self) -> bool:
        """A released edition is taken back before it is changed."""
        return self.state == self.State.DRAFT

    @property
    def frozen(self) -> bool:
        """Whether sending has begun: what may come with the letters is fixed, even if that is nothing."""
        return self.state in (self.State.SENDING, self.State.SENT)

    def save(self, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Writes what editors compose. Where an edition stands is only moved by conditional updates, so that a
        form that was opened before cannot bring an old state back."""
        if self.pk and kwargs.get("update_fields") is None:
            own = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            own = [name for name in own if name not in self.MOVED]
            kwargs["update_fields"] = [*own, "pins", "exclusions", "quotas"]
        super().save(**kwargs)

    @property
    def pinned(self) -> list[ReadablePage]:
        """The editor's items in their order, as the specific pages; unpublished ones are left out."""
        ids = [pin.readable_id for pin in self.pins.all()]
        pages = {page.pk: page for page in ReadablePage.objects.open_to_all().filter(pk__in=ids).specific()}
        return [pages[pk] for pk in ids if pk in pages]

    def candidates(self) -> ReadableQuerySet:
        """What a free place may show: frozen when sending began, until then what is live in the window."""
        if self.frozen or self.candidate_ids:
            return ReadablePage.objects.open_to_all().filter(pk__in=self.candidate_ids).newest_first()
        since = timezone.localdate() - timedelta(days=self.window_days)
        return (
            ReadablePage.objects.open_to_all()
            .originals()
            .filter(published_on__gte=since, published_on__lte=timezone.localdate())
            .not_type(IssuePage)
            .exclude(pk__in=[row.readable_id for rows in (self.pins, self.exclusions) for row in rows.all()])
            .exclude(editors_weight=ReadablePage.Weight.NOWHERE)
            .newest_first()
        )

    def get_preview_template(self, request, mode_name):  # type: ignore[no-untyped-def]
        """The panel beside the form shows the letter as a reader without an interest profile gets it."""
        return "newsletters/preview_panel.html"


class Pin(Orderable):
    """An item that every reader of the edition gets."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="pins")
    readable = models.ForeignKey(ReadablePage, verbose_name=_("item"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("pinned item")
        verbose_name_plural = _("pinned items")


class Exclusion(Orderable):
    """An item that no reader gets in a free place of the edition."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="exclusions")
    readable = models.ForeignKey(ReadablePage, verbose_name=_("item"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("excluded item")
        verbose_name_plural = _("excluded items")


class Quota(Orderable):
    """How many of a kind, or of a section of the magazine, the free places of a letter hold."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Articles")
        STORY = "story", _("Stories")
        EPISODE = "episode", _("Episodes")
        POSTCARD = "postcard", _("Postcards")

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="quotas")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, blank=True)
    section = models.ForeignKey(
        Section, verbose_name=_("or section"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    at_least = models.PositiveSmallIntegerField(_("at least"), default=0)
    at_most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")

    def clean(self) -> None:
        if bool(self.kind) == bool(self.section_id):
            raise ValidationError(_("Choose a kind or a section, one of both."))
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValidationError({"at_most": _("This is less than “at least”.")})
        if not self.at_least and self.at_most is None:
            raise ValidationError(_("Say how many at least, or how many at most."))
