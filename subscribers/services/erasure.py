"""Erasure (GDPR Art. 17): a person vanishes from every room at once, and is told what stays and why."""

from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from editorial.commits import after_commit
from subscribers import personal_data
from subscribers.models import ConsentEvent, Purpose, Receipt, Subscriber, SuppressedAddress

from . import consent, erasure_notes, suppression

Reason = SuppressedAddress.Reason

# How the consents end and what the suppression list says, for each kind of farewell.
_ENDS = {
    Receipt.Kind.ERASED: (ConsentEvent.Kind.WITHDRAWN, Reason.ERASED),
    Receipt.Kind.LET_GO: (ConsentEvent.Kind.EXPIRED, Reason.LET_GO),
}


@transaction.atomic
def erase(
    subscriber: Subscriber,
    via: str,
    receipt: bool = True,
    kind: Receipt.Kind = Receipt.Kind.ERASED,
    noted: bool = True,
) -> dict[str, Any]:
    """Erases this reader everywhere; what was erased and what stays, in the reader's language.

    {"erased": [{"key", "label", "count"}, …], "stays": [{"key", "label", "why"}, …], "at": ISO 8601}; both lists
    are empty if the reader is gone already. `via` says by which way it was asked for and ends up in the ledger.

    All of it is one transaction with the reader's row locked: a letter, a consent or a grain comes wholly before
    or finds nobody. The line in settings.ERASURES_FILE is written last, before the commit: an erasure that cannot
    be noted is not done, and whoever asked hears of it. Files and the mail follow after the commit, by a worker.
    `noted` is False where the line is there already: after a restored backup.
    """
    locked = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if locked is None:
        return {"erased": [], "stays": [], "at": timezone.now().isoformat()}
    consents_end_as, _reason = _ENDS[kind]
    with translation.override(locked.language):
        # Before the withdrawals, which other rooms answer by deleting: what they delete would not be counted.
        counts = _erase_holdings(locked)
        for purpose in Purpose.objects.filter(pk__in=consent.standing_purposes(locked.subject)):
            consent.withdraw(locked.subject, purpose, kind=consents_end_as, form=via)
        said = {**counts, "at": timezone.now().isoformat()}
    Subscriber.objects.filter(pk=locked.pk).delete()
    return _finish(locked, kind, said, receipt=receipt, noted=noted)


@transaction.atomic
def erase_address(
    address: str, via: str, receipt: bool = True, language: str = "de", noted: bool = True
) -> dict[str, Any]:
    """Erases what is held under this address, whether or not it is a reader's; answers as erase() does.

    Somebody may have asked for erasure who only signed up, asked for a link, or sent something in.
    """
    reader = Subscriber.objects.with_address(address).first()
    if reader:
        return erase(reader, via, receipt=receipt, noted=noted)
    stranger = Subscriber(email=address, language=language)
    with translation.override(language):
        said = {**_erase_holdings(stranger), "at": timezone.now().isoformat()}
    return _finish(stranger, Receipt.Kind.ERASED, said, receipt=receipt, noted=noted)


def _erase_holdings(subscriber: Subscriber) -> dict[str, Any]:
    """The reader's own record is the first that readers are told of, and the last that goes.

    What stays is told of where there was something to stay.
    """
    stays = [
        {"key": holding.key, "label": str(holding.label), "why": str(holding.stays)}
        for holding in personal_data.holdings()
        if holding.stays and holding.collect(subscriber)
    ]
    counts = {holding.key: holding.erase(subscriber) for holding in reversed(personal_data.holdings())}
    return {
        "erased": [
            {"key": holding.key, "label": str(holding.label), "count": counts[holding.key]}
            for holding in personal_data.holdings()
            if counts[holding.key]
        ],
        "stays": stays,
    }


def _finish(
    person: Subscriber, kind: Receipt.Kind, said: dict[str, Any], *, receipt: bool, noted: bool
) -> dict[str, Any]:
    """What outlives a person here: the keyed hash, the line in the file and, for a moment, the receipt."""
    _consents_end_as, reason = _ENDS[kind]
    suppression.suppress(person.email, reason)
    if receipt:
        _write_receipt(person, kind, said)
    else:
        after_commit(erase_files, person.email)
    if noted:
        erasure_notes.write(person, reason)
    return said


def _write_receipt(subscriber: Subscriber, kind: Receipt.Kind, said: dict[str, Any]) -> Receipt:
    """The mail to an address that is nobody's any more; receivers.py hands it to a worker after the commit."""
    return Receipt.objects.create(
        kind=kind,
        email=subscriber.email,
        language=subscriber.language,
        form_of_address=subscriber.form_of_address,
        said=said,
    )


def erase_files(address: str) -> None:
    """Clears what lies on disk under this address. May be run again."""
    for holding in personal_data.holdings():
        if holding.erase_files:
            holding.erase_files(address)
