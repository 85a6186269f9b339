"""What the operator should know before readers find out."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from editorial.models import PublisherSettings

from .mailbox.opening import HOW_TO_NAME_ONE, may_be_one
from .models import Purpose
from .services import finding
from .services.purposes import promised_days


@checks.register(checks.Tags.database)
def what_the_wording_promises(
    databases: Collection[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Whether grains are kept longer than readers were told; asked by `migrate` and `check --database default`."""
    if not databases or "default" not in databases:
        return []
    try:
        promised = promised_days()
    except DatabaseError:
        # The tables are not there yet: this is the first `migrate`.
        return []
    kept: int = settings.GRAIN_EXPIRES_DAYS
    if promised is None or kept <= promised:
        return []
    return [
        checks.Warning(
            f"GRAIN_EXPIRES_DAYS is {kept}, but readers agreed to {promised} days at most.",
            hint="Lower it, or publish a new wording and ask these readers anew before you raise it.",
            id="subscribers.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def the_suppression_list_has_keys_of_its_own(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Asked by `check --deploy`: with another SECRET_KEY the list would no longer know anybody."""
    if settings.SUPPRESSION_KEYS:
        return []
    return [
        checks.Warning(
            "SUPPRESSION_KEYS is not set, so the list of addresses that get no mail hangs on SECRET_KEY.",
            hint="Set it to a new random value, and put the present SECRET_KEY behind it.",
            id="subscribers.W002",
        )
    ]


@checks.register(checks.Tags.database)
def whether_sign_up_is_open(databases: Collection[str] | None = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Whether newsletters are offered while the imprint keeps every form shut."""
    if not databases or "default" not in databases:
        return []
    try:
        offered = Purpose.objects.offered().newsletters().exists()
        imprint = PublisherSettings.objects.filter(site__is_default_site=True).first()
    except DatabaseError:
        return []
    if not offered or (imprint and imprint.complete):
        return []
    return [
        checks.Warning(
            "No sign-up form is shown and no mail is sent: the imprint is incomplete.",
            hint="Enter the publisher's name, postal address and mail address (Settings, publisher and imprint).",
            id="subscribers.W003",
        )
    ]


@checks.register
def whether_a_reminder_can_come(**_kwargs: Any) -> list[checks.CheckMessage]:
    if settings.SIGNUP_REMINDER_DAYS < settings.SIGNUP_EXPIRES_DAYS:
        return []
    return [
        checks.Warning(
            f"SIGNUP_REMINDER_DAYS is {settings.SIGNUP_REMINDER_DAYS}, but sign-ups are deleted after "
            f"{settings.SIGNUP_EXPIRES_DAYS} days: nobody is ever reminded.",
            hint="Lower it, or set it to 0.",
            id="subscribers.W004",
        )
    ]


@checks.register(checks.Tags.database)
def whether_readers_are_found_quickly(
    databases: Collection[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Whether PostgreSQL has what the search for readers needs to be quick and to forgive typing errors."""
    if not databases or "default" not in databases or connection.vendor != "postgresql":
        return []
    try:
        if not finding.waits_for_trigrams():
            return []
    except DatabaseError:
        return []
    return [
        checks.Warning(
            "The search for readers is slow and forgives no typing errors: PostgreSQL lacks pg_trgm.",
            hint="Have an owner of the database run «CREATE EXTENSION pg_trgm» in it, and then `migrate` again.",
            id="subscribers.W005",
        )
    ]


@checks.register
def the_mailbox(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Whether mails that unsubscribe are read where letters say they are."""
    url: str = settings.MAILBOX_URL
    if url and not may_be_one(url):
        # The value holds a password, and so is not repeated.
        return [checks.Error("MAILBOX_URL cannot be understood.", hint=HOW_TO_NAME_ONE, id="subscribers.E001")]
    if settings.MAILBOX_ADDRESS and not url:
        return [
            checks.Warning(
                "Letters offer to unsubscribe by a mail to MAILBOX_ADDRESS, but nobody reads what comes there.",
                hint="Set MAILBOX_URL to the mailbox of this address, or leave MAILBOX_ADDRESS empty.",
                id="subscribers.W006",
            )
        ]
    return []
