"""How a case begins: in the form, on the reader's own page, or typed in by staff."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils import timezone

from desk import deadlines
from desk.models import Case, CaseEntry
from subscribers.models import Subscriber
from subscribers.services import consent, rate_limit

from . import checklist, identity, log

PER_ADDRESS = 3
PER_NETWORK = 10
TRIES = 20


@dataclass(frozen=True)
class Request:
    """What somebody asks for."""

    kind: str
    channel: str
    email: str = ""
    name: str = ""
    text: str = ""
    language: str = "de"
    form_of_address: str = Subscriber.Address.SIE
    received_at: datetime = field(default_factory=timezone.now)


@transaction.atomic
def from_form(request: Request, client: str = "") -> Case | None:
    """Notes what is to be confirmed by mail; None if this address or network asked too often within an hour.

    Nobody looks whether the address is known: a reader and a stranger cause the same work and the same mail.
    """
    network = rate_limit.network_of(client)
    address_within = rate_limit.within("desk-to", request.email, PER_ADDRESS)
    network_within = not network or rate_limit.within("desk-from", network, PER_NETWORK)
    if not (address_within and network_within):
        return None
    case = _open(request)
    identity.ask(case.pk)
    return case


@transaction.atomic
def from_preferences(subscriber: Subscriber, kind: str, text: str = "") -> Case:
    """The fresh link showed who it is. Whoever asks twice for the same has one case while the first is open."""
    consent.lock(subscriber.subject)
    known = Case.objects.open().filter(subscriber=subscriber, kind=kind).first()
    if known:
        if text:
            log.enter(known, CaseEntry.What.PERSON, text=text)
        return known
    case = _open(
        Request(
            kind=kind,
            channel=Case.Channel.PREFERENCES,
            email=subscriber.email,
            name=subscriber.name,
            text=text,
            language=subscriber.language,
            form_of_address=subscriber.form_of_address,
        )
    )
    identity.by_fresh_link(case.pk, subscriber)
    return case


@transaction.atomic
def typed_in(request: Request, by: Any) -> Case:
    """By staff, from a letter or a call. Who it is comes next: asked by mail, or seen by staff."""
    return _open(request, by)


def _open(request: Request, by: Any = None) -> Case:
    case = _numbered(Case(due_on=_due_on(request), **vars(request)))
    checklist.lay_out(case)
    log.enter(case, CaseEntry.What.RECEIVED, case.channel, by=by)
    return case


def _due_on(request: Request) -> Any:
    received = timezone.localdate(request.received_at)
    if request.kind in Case.OF_THE_HOUSE:
        return deadlines.own(received, settings.DESK_ANSWER_DAYS)
    return deadlines.legal(received)


def _numbered(case: Case) -> Case:
    """Saves it under the next number of its year; two that meet at one number are told apart by the database."""
    year = timezone.localdate(case.received_at).year
    for left in reversed(range(TRIES)):
        last = (
            Case.objects.filter(number__startswith=f"{year}-").order_by(Length("number").desc(), "-number").first()
        )
        case.number = f"{year}-{int(last.number.partition('-')[2]) + 1 if last else 1:04d}"
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            break
        except IntegrityError:
            if not left:
                raise
    return case
