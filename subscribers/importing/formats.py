"""The programs that lists come from, known by the names of their columns, and what those columns hold."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """What a column can hold. IP addresses are no part of it: a proof does without them."""

    EMAIL = "email", _("Mail address")
    NAME = "name", _("Name")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    LANGUAGE = "language", _("Language")
    DATE = "date", _("Proof: day of the consent")
    REQUESTED = "requested", _("Proof: day of the request (first step of a double opt-in)")
    SOURCE = "source", _("Proof: where it was given")
    WORDING = "wording", _("Proof: text agreed to")
    STATE = "state", _("State (subscribed, unsubscribed, bounced …)")
    LEFT = "left", _("Day of leaving (any entry: has left)")
    BOUNCED = "bounced", _("Day of a bounce (any entry: takes no mail)")
    WANTS = "wants", _("Wants letters (yes or no)")
    REFUSES = "refuses", _("Wants no letters (yes or no)")


# Several columns may say something of the state; of everything else there is one.
OF_THE_STATE = {Field.STATE, Field.LEFT, Field.BOUNCED, Field.WANTS, Field.REFUSES}


@dataclass(frozen=True)
class Program:
    """`marks` are columns of which this program writes at least `least`; `fields` what it means by its columns
    where that is more than their names say. A field may be "" for columns that only look like something."""

    key: str
    label: str
    marks: frozenset[str]
    least: int
    fields: dict[str, str] = field(default_factory=dict)


def _program(key: str, label: str, marks: str, least: int, **fields: str) -> Program:
    return Program(key, label, frozenset(marks.split()), least, fields)


# The names as `folded` leaves them. Checked against exports and the sources of these programs in November 2026.
PROGRAMS = (
    _program(
        "mailchimp",
        "Mailchimp",
        "memberrating optintime optinip confirmtime confirmip leid euid unsubtime cleantime",
        2,
        confirmtime=Field.DATE,
        optintime=Field.REQUESTED,
        unsubtime=Field.LEFT,
        cleantime=Field.BOUNCED,
    ),
    # When a row was made there, an earlier import included: no day of a consent.
    _program("listmonk", "listmonk", "uuid attributes status updatedat", 4, createdat="", updatedat=""),
    _program(
        "mailpoet",
        "MailPoet",
        "liststatus globalstatus listenstatus globalerstatus",
        1,
        liststatus=Field.STATE,
        globalstatus=Field.STATE,
        listenstatus=Field.STATE,
        globalerstatus=Field.STATE,
    ),
    _program(
        "substack",
        "Substack",
        "activesubscription emaildisabled firstpaymentat preferdigests",
        2,
        # Whether somebody pays; readers who do not are readers, too.
        activesubscription="",
        emaildisabled=Field.REFUSES,
        createdat=Field.DATE,
    ),
    _program(
        "ghost",
        "Ghost",
        "subscribedtoemails complimentaryplan stripecustomerid deletedat",
        2,
        subscribedtoemails=Field.WANTS,
        createdat=Field.DATE,
        deletedat=Field.LEFT,
    ),
)
PLAIN = Program("plain", "", frozenset(), 0)

_ANYWHERE: dict[str, str] = {
    name: kind
    for kind, names in {
        Field.EMAIL: "email emailaddress mail mailaddress mailadresse emailadresse adresseemail epost",
        Field.NAME: "name fullname displayname vollername vorundnachname",
        Field.FIRST_NAME: "firstname vorname fname givenname",
        Field.LAST_NAME: "lastname nachname lname surname familienname familyname",
        Field.LANGUAGE: "language sprache locale lang",
        Field.DATE: "consentdate consentat consentedat dateofconsent einwilligungam einwilligungsdatum "
        "datumdereinwilligung confirmedat confirmtime confirmationdate bestatigtam optindate",
        Field.REQUESTED: "requestedat optintime angefragtam",
        Field.SOURCE: "source quelle herkunft consentsource signupsource optinsource",
        Field.WORDING: "wording wortlaut consenttext einwilligungstext",
        Field.STATE: "status state zustand subscriptionstatus",
        Field.LEFT: "unsubscribedat unsubscribedon unsubtime abgemeldetam abbestelltam optoutdate",
        Field.BOUNCED: "bouncedat cleantime",
        Field.WANTS: "subscribed abonniert optin",
        Field.REFUSES: "unsubscribed abgemeldet optout emaildisabled",
    }.items()
    for name in names.split()
}


def folded(text: str) -> str:
    """Letters and digits alone, small and without accents: «E-Mail-Adresse» becomes emailadresse."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]+", "", plain)


def program_of(columns: Iterable[str]) -> Program:
    names = {folded(column) for column in columns}
    return next((program for program in PROGRAMS if len(program.marks & names) >= program.least), PLAIN)


def program(key: str) -> Program:
    return next((program for program in PROGRAMS if program.key == key), PLAIN)


def meaning(of: Program, column: str) -> str:
    name = folded(column)
    return of.fields.get(name, _ANYWHERE.get(name, ""))
