from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk import deadlines
from subscribers.models import Subscriber


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.exclude(state__in=Case.OVER)

    def over(self) -> Self:
        return self.filter(state__in=Case.OVER)

    def by_deadline(self) -> Self:
        """Open cases first, the most pressing at the top; then closed ones, the latest at the top."""
        closed = Choice(When(state__in=Case.OVER, then=Value(1)), default=Value(0))
        return self.annotate(is_closed=closed).order_by("is_closed", F("closed_at").desc(), "due_on", "pk")

    def of(self, subscriber: Subscriber) -> Self:
        """This reader's, also those with the address alone; `subscriber` may be an address that is no reader's."""
        same = Q(address=subscriber.email.strip().lower()) & ~Q(email="")
        linked = Q(subscriber__isnull=False, subscriber_id=subscriber.pk)
        return self.alias(address=Lower("email")).filter(linked | same)

    def abandoned(self) -> Self:
        """Sent by the form, and nobody has stood by it since: most likely somebody typed another's address."""
        oldest = timezone.now() - timedelta(days=settings.DESK_IDENTITY_DAYS)
        return self.filter(
            channel=Case.Channel.FORM,
            state=Case.State.IDENTITY,
            identity_confirmed_at=None,
            received_at__lt=oldest,
        )

    def kept_long_enough(self) -> Self:
        return self.over().filter(closed_at__lt=timezone.now() - timedelta(days=settings.CASE_DAYS))


class Case(models.Model):
    """Something a person asks of the house, from its receipt to the answer, with a deadline.

    Requests under the GDPR have the legal deadline (Art. 12(3)), questions and complaints the house's own.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access (GDPR Art. 15)")
        RECTIFICATION = "rectification", _("Rectification (GDPR Art. 16)")
        ERASURE = "erasure", _("Erasure (GDPR Art. 17)")
        RESTRICTION = "restriction", _("Restriction (GDPR Art. 18)")
        PORTABILITY = "portability", _("Data to take along (GDPR Art. 20)")
        OBJECTION = "objection", _("Objection to profiling (GDPR Art. 21)")
        QUESTION = "question", _("Question")
        COMPLAINT = "complaint", _("Complaint")

    # Without a legal deadline.
    OF_THE_HOUSE = (Kind.QUESTION, Kind.COMPLAINT)

    class Channel(models.TextChoices):
        PREFERENCES = "preferences", _("the reader’s own page")
        FORM = "form", _("form on the website")
        MAIL = "mail", _("mail")
        LETTER = "letter", _("letter on paper")
        PHONE = "phone", _("telephone")
        TALK = "talk", _("in person")

    TYPED_IN = (Channel.MAIL, Channel.LETTER, Channel.PHONE, Channel.TALK)

    class State(models.TextChoices):
        NEW = "new", _("new")
        IDENTITY = "identity", _("identity asked")
        OPEN = "open", _("open")
        WAITING = "waiting", _("waits for the person")
        EXTENDED = "extended", _("extended")
        DONE = "done", _("done")
        REFUSED = "refused", _("turned down")

    OVER = (State.DONE, State.REFUSED)

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("fulfilled")
        PARTLY = "partly", _("fulfilled in part")
        NOTHING = "nothing", _("nothing held about this person")
        ANSWERED = "answered", _("answered")
        ERASED = "erased", _("erased with everything else")
        WITHDRAWN = "withdrawn", _("taken back by the person")
        REFUSED = "refused", _("turned down")

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    channel = models.CharField(_("came by"), max_length=12, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    # The person. Everything here goes when the person is erased (services/forgetting.py).
    subscriber = models.ForeignKey(
        Subscriber,
        verbose_name=_("reader"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cases",
    )
    email = models.EmailField(_("mail address"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    form_of_address = models.CharField(
        _("form of address"), max_length=3, choices=Subscriber.Address.choices, default=Subscriber.Address.SIE
    )
    text = models.TextField(_("what the person wrote"), blank=True)

    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    due_on = models.DateField(_("answer due on"), db_index=True)
    further_months = models.PositiveSmallIntegerField(_("months of extension"), default=0)
    identity_confirmed_at = models.DateTimeField(_("identity shown"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def has_legal_deadline(self) -> bool:
        return self.kind not in self.OF_THE_HOUSE

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.received_at)

    @property
    def first_due_on(self) -> date:
        """The deadline as it was without an extension: until then one must be told (GDPR Art. 12(3))."""
        if self.has_legal_deadline:
            return deadlines.legal(self.received_on)
        return deadlines.own(self.received_on, settings.DESK_ANSWER_DAYS)

    def due_with(self, further_months: int) -> date:
        return deadlines.legal(self.received_on, further_months)

    @property
    def days_left(self) -> int:
        """Negative when the deadline is over."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_over(self) -> int:
        return -self.days_left

    @property
    def light(self) -> str:
        """How pressing it is, as a word: "closed", "over", "soon" or "fine"."""
        if self.is_over:
            return "closed"
        if self.days_left < 0:
            return "over"
        return "soon" if self.days_left <= deadlines.SOON else "fine"

    @property
    def address(self) -> str:
        """Where letters go: a reader's own is the newer one."""
        return self.subscriber.email if self.subscriber else self.email

    @property
    def person(self) -> str:
        """Whom it is about, as far as that is known (any more)."""
        return self.name or self.email
