"""The last mails to addresses that are nobody's any more. Each does nothing if its row is gone or not due."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from subscribers import mail
from subscribers.models import Receipt, Subscriber

from .attempts import CLAIM, Fate, attempt
from .erasure import erase_files
from .mailing import absolute

log = logging.getLogger(__name__)

# What could not be mailed by then is deleted: an address is not kept for the sake of a farewell.
KEPT = timedelta(days=3)

_TEMPLATES = {
    Receipt.Kind.ERASED: "receipt_erased",
    Receipt.Kind.LET_GO: "receipt_let_go",
    Receipt.Kind.ADDRESS_CHANGED: "receipt_changed",
}


def send_due_receipts() -> int:
    """Sends what no worker has come to; how many were tried. One that fails does not stop the others."""
    due = list(Receipt.objects.filter(due_at__lte=timezone.now()).order_by("due_at").values_list("pk", flat=True))
    for pk in due:
        try:
            send_receipt(pk)
        except Exception:
            log.exception("The receipt %s could not be sent.", pk)
    return len(due)


def send_receipt(pk: int) -> None:
    """One attempt. The row goes with the mail, or once the server has refused it for good.

    A worker claims the row before it sends. One that dies in between leaves a claim that ends after ten minutes,
    and the mail may come twice: better than never.
    """
    claim = timezone.now() + CLAIM
    if not Receipt.objects.filter(pk=pk, due_at__lte=timezone.now()).update(due_at=claim):
        return
    receipt = Receipt.objects.get(pk=pk)
    mine = Receipt.objects.filter(pk=pk, due_at=claim)
    if attempt(partial(_send, receipt), mine, receipt.attempts, f"of receipt {pk}") != Fate.WAITS:
        receipt.delete()


def _send(receipt: Receipt) -> None:
    if receipt.kind != Receipt.Kind.ADDRESS_CHANGED:
        erase_files(receipt.email)
    mail.send_mail(_TEMPLATES[Receipt.Kind(receipt.kind)], receipt.email, _context(receipt), receipt.language)


def _context(receipt: Receipt) -> dict[str, Any]:
    with translation.override(receipt.language):
        return {
            "greeting": mail.greeting("", receipt.form_of_address),
            "du": receipt.form_of_address == Subscriber.Address.DU,
            "said": receipt.said,
            "at": parse_datetime(receipt.said["at"]) if "at" in receipt.said else receipt.at,
            "signup_link": absolute(reverse("subscribers:signup")),
        }


def forgotten() -> Any:
    """Receipts that could not be mailed for so long that they are given up."""
    return Receipt.objects.filter(at__lt=timezone.now() - KEPT)
