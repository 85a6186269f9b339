from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .subscriber import Subscriber


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def expired(self) -> Self:
        return self.filter(requested_at__lt=timezone.now() - timedelta(days=settings.SIGNUP_EXPIRES_DAYS))

    def current(self) -> Self:
        """Sign-ups that may still be confirmed."""
        return self.filter(requested_at__gte=timezone.now() - timedelta(days=settings.SIGNUP_EXPIRES_DAYS))

    def due(self) -> Self:
        """Sign-ups whose confirmation mail may be sent now."""
        return self.filter(mailed_at=None, refused_at=None, due_at__lte=timezone.now())

    def forgotten(self) -> Self:
        """Sign-ups whose task was lost, whose worker died, or whose mail is to be tried again by now."""
        return self.due().filter(requested_at__lt=timezone.now() - timedelta(minutes=5))

    def to_remind(self) -> Self:
        """Sign-ups that nobody confirmed for as long as settings.SIGNUP_REMINDER_DAYS says.

        None while that is 0. An import asks for permission at most once, so nobody is reminded of its mail.
        """
        if not settings.SIGNUP_REMINDER_DAYS:
            return self.none()
        now = timezone.now()
        return self.filter(
            mailed_at__lte=now - timedelta(days=settings.SIGNUP_REMINDER_DAYS),
            requested_at__gt=now - timedelta(days=settings.SIGNUP_EXPIRES_DAYS),
            reminded_at=None,
            refused_at=None,
            due_at__lte=now,
            evidence__import__isnull=True,
        )


class SignUp(models.Model):
    """What somebody asked for in a form and has not confirmed yet: the first step of the double opt-in.

    Nothing is sent on it but the confirmation mail; it is deleted when it is confirmed or expires.
    """

    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    form_of_address = models.CharField(
        _("form of address"), max_length=3, choices=Subscriber.Address.choices, default=Subscriber.Address.SIE
    )
    wordings = models.ManyToManyField("subscribers.Wording", verbose_name=_("granted wordings"), related_name="+")
    topics = models.ManyToManyField("editorial.Topic", verbose_name=_("topics"), blank=True, related_name="+")
    form = models.CharField(_("form"), max_length=200, blank=True, help_text=_("The page the form stood on."))
    # What else belongs to the proof, such as the file and row of an import, or the shortened network.
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now, db_index=True)
    mailed_at = models.DateTimeField(_("confirmation mailed"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # A worker that begins to send moves this moment ahead and so keeps others off; so does a failure that may
    # pass.
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    refused_at = models.DateTimeField(
        _("refused"), null=True, blank=True, help_text=_("The mail server refused the mail for good.")
    )

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")

    def __str__(self) -> str:
        return f"{self.pk} {self.requested_at:%Y-%m-%d}"

    @property
    def imported(self) -> bool:
        """Whether an import asks for permission, and nobody filled a form."""
        return "import" in self.evidence

    @property
    def expires_at(self) -> datetime:
        return self.requested_at + timedelta(days=settings.SIGNUP_EXPIRES_DAYS)
