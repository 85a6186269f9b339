"""Everything that somebody declared, on paper (GDPR Art. 7(1)): one PDF per reader, in the reader's language.

Texts reach the template as JSON: nothing a reader or editor wrote is ever read as markup.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from editorial import printing
from subscribers import mail
from subscribers.models import ConsentEvent, ConsentState, Subscriber, Wording

from . import evidence, verifying

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
Kind = ConsentEvent.Kind
# Both steps of the double opt-in, told apart from the rest of the evidence.
STEPS = ("requested_at", "confirmed_at")


def filename(subscriber: Subscriber) -> str:
    """Without anything that names the person."""
    with override(subscriber.language):
        name = _("proof-of-consent")
        return f"{name}-{subscriber.subject.hex[:8]}-{timezone.localdate():%Y-%m-%d}.pdf"


def proof_pdf(subscriber: Subscriber) -> bytes:
    """As PDF/UA-1. Raises editorial.printing.CannotBeSet."""
    with override(subscriber.language):
        document = _document(subscriber)
    missing: set[str] = set()
    with TemporaryDirectory(prefix="pollenpost-proof-") as folder:
        root = Path(folder)
        printing.lay_out(root, TEMPLATES)
        for _round in range(printing.ROUNDS):
            _save(root, document, missing, subscriber.language)
            try:
                return printing.pdf(root / "proof.typ", timezone.now().replace(microsecond=0))
            except typst.TypstError as error:
                found = printing.signs_without_glyph(error) - missing
                if not found:
                    raise printing.CannotBeSet(str(error.message)) from error
                missing |= found
    raise printing.CannotBeSet(_("Too many signs that no font has."))


def _save(root: Path, document: dict[str, Any], missing: set[str], language: str) -> None:
    """A sign that no font has is stood for by another, and named by its number: the proof stays exact."""
    text = json.dumps(document, ensure_ascii=False)
    for sign in missing:
        text = text.replace(sign, printing.STAND_IN)
    said = json.loads(text)
    with override(language):
        codes = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(missing))
        said["signs"] = _("¤ stands for signs that the fonts of this file lack: %(codes)s") % {"codes": codes}
    said["signs"] = said["signs"] if missing else ""
    (root / "proof.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _document(subscriber: Subscriber) -> dict[str, Any]:
    events = list(
        ConsentEvent.objects.filter(subject=subscriber.subject)
        .select_related("purpose", "wording__purpose")
        .order_by("position")
    )
    publisher = mail.publisher()
    return {
        "lang": subscriber.language,
        "title": _("Proof of consent"),
        "author": publisher.name or settings.WAGTAIL_SITE_NAME,
        "person": _person(subscriber),
        "house": [
            [_("Publisher"), publisher.one_line_address or settings.WAGTAIL_SITE_NAME],
            [_("Printed"), evidence.exactly(timezone.now())],
            [_("Entries"), str(len(events))],
        ],
        "verdict": _verdict(subscriber),
        "now": [_now(state) for state in _states(subscriber)],
        "declarations": [_declaration(event) for event in events],
        "words": _words(),
    }


def _person(subscriber: Subscriber) -> list[list[str]]:
    rows = [
        [_("Name"), subscriber.name],
        [_("Mail address"), subscriber.email],
        [_("Pseudonym in the ledger"), str(subscriber.subject)],
        [_("Confirmed"), evidence.exactly(subscriber.confirmed_at)],
    ]
    return [row for row in rows if row[1]]


def _verdict(subscriber: Subscriber) -> dict[str, Any]:
    """What the program finds when it proves this chain, at the moment of printing."""
    report = verifying.verify(subscriber.subject)
    if report.first:
        text = _("The chain of these entries is broken at position %(position)s: %(what)s") % {
            "position": report.first.position,
            "what": verifying.EXPLAINED[report.first.what],
        }
    elif report.first_state:
        text = _("The chain of these entries is whole, but the state kept beside it differs from it.")
    else:
        text = ngettext(
            "The %(count)s entry fits its hash.",
            "All %(count)s entries fit their hashes, and each is linked to the one before it.",
            report.events,
        ) % {"count": report.events}
    return {"sound": report.sound, "text": text}


def _states(subscriber: Subscriber) -> list[ConsentState]:
    states = ConsentState.objects.filter(subject=subscriber.subject).select_related("purpose", "wording__purpose")
    return list(states.order_by("purpose__position", "purpose_id"))


def _now(state: ConsentState) -> list[str]:
    stands = _("stands") if state.stands else _("does not stand")
    version = _version(state.wording) if state.wording and state.stands else "–"
    return [state.purpose.label, stands, _day(state.at), version]


def _declaration(event: ConsentEvent) -> dict[str, Any]:
    told = dict(zip(event.evidence, evidence.lines(event), strict=True))
    steps = {key: told.pop(key)[1] for key in STEPS if key in told}
    return {
        "heading": f"{event.position}. {event.purpose.label}: {event.get_kind_display()}",
        "says": _says(event),
        "facts": [
            [_("Entered"), evidence.exactly(event.at)],
            *([[_("First step: requested"), steps["requested_at"]]] if "requested_at" in steps else []),
            *([[_("Second step: confirmed"), steps["confirmed_at"]]] if "confirmed_at" in steps else []),
            *([list(line) for line in told.values()]),
        ],
        "wording": _wording(event.wording) if event.wording else None,
        "chain": [
            [_("Hash of the entry before"), event.previous or "–"],
            [_("Hash of this entry"), event.hash],
        ],
    }


def _says(event: ConsentEvent) -> str:
    return {
        Kind.GRANTED: _("The person agreed to the text below."),
        Kind.IMPORTED: _("Taken over from another program, with the proof that its list held."),
        Kind.WITHDRAWN: _("The person withdrew the consent. From this moment on it does not stand."),
        Kind.EXPIRED: _("The program ended the consent by a rule. From this moment on it does not stand."),
        Kind.OBJECTED: _("The person objected. From this moment on no consent to this purpose stands."),
    }[Kind(event.kind)]


def _wording(wording: Wording) -> dict[str, Any]:
    consequences = [(_("What follows from yes"), wording.yes_means), (_("What follows from no"), wording.no_means)]
    return {
        "lang": wording.language,
        "text": wording.text,
        "consequences": [[label, text] for label, text in consequences if text],
        "version": _version(wording),
    }


def _version(wording: Wording) -> str:
    language = dict(settings.LANGUAGES).get(wording.language, wording.language)
    published = _day(wording.published_at) if wording.published_at else "–"
    return _("version %(version)s, %(language)s, published %(day)s") % {
        "version": wording.version,
        "language": language,
        "day": published,
    }


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _words() -> dict[str, str]:
    return {
        "now": _("Consents today"),
        "purpose": _("Purpose"),
        "state": _("State"),
        "since": _("Since"),
        "wording": _("Wording"),
        "declarations": _("All declarations, in the order in which they were made"),
        "nothing": _("Nothing was ever declared."),
        "exact": _("Exact wording"),
        "checked": _("Result of proving the chain"),
        "page": _("Page"),
        "how": _(
            "Each entry carries a SHA-256 hash over the hash of the entry before it and over everything it says: "
            "pseudonym, position, purpose, kind, wording with its full text, moment and evidence. Nothing in the "
            "middle can be changed, taken out or put in without its being seen. The database refuses to change or "
            "delete entries."
        ),
    }
