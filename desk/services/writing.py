"""Letters to the person of a case: what stands in them, and rows that a worker sends."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from desk.models import Case, CaseEntry, Letter, Step
from subscribers import mail
from subscribers.models import Subscriber
from subscribers.services.mailing import absolute

from . import log, tokens

Kind = Letter.Kind


def write(case: Case, kind: Letter.Kind, words: str = "", by: Any = None) -> Letter:
    """Notes a letter, which receivers.py hands to a worker after the commit.

    Without a mail address it is staff who send it, on paper, and have done so when they enter it here.
    """
    on_paper = not case.email
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        words=words.strip(),
        by=by,
        by_post=on_paper,
        claimed_at=timezone.now() if on_paper else None,
        sent_at=timezone.now() if on_paper else None,
    )
    log.enter(case, CaseEntry.What.LETTER, kind, by=by)
    return letter


def draft(case: Case, kind: Letter.Kind) -> str:
    """The words that staff begin with, in the person's language and form of address."""
    with translation.override(case.language):
        context = context_of(case)
        return mail.render_template(f"emails/desk_{kind}/draft.txt", context, autoescape=False).strip()


def preview(case: Case, kind: Letter.Kind, words: str, further_months: int = 0) -> mail.RenderedMail:
    """The letter as it would leave now."""
    shown = Letter(case=case, kind=kind, words=words.strip())
    with translation.override(case.language):
        context = context_of(case, shown)
    if further_months:
        context["due_on"] = case.due_with(further_months)
    return mail.render_mail(f"desk_{kind}", context, case.language)


def context_of(case: Case, letter: Letter | None = None) -> dict[str, Any]:
    """To be called in the language of the letter."""
    done = {step.key: step for step in case.steps.all()}
    gathered = done.get(Step.Key.GATHER)
    context = {
        "number": case.number,
        "kind": case.kind,
        "kind_label": case.get_kind_display(),
        "is_right": case.has_legal_deadline,
        "nothing_held": any(step.result == Step.Result.NO_READER for step in done.values()),
        "data_sent": bool(gathered and gathered.result == Step.Result.DONE),
        "received_on": case.received_on,
        "due_on": case.due_on,
        "days": settings.DESK_IDENTITY_DAYS,
        "kept_days": settings.CASE_DAYS,
        "du": case.form_of_address == Subscriber.Address.DU,
        "greeting": mail.greeting(case.name if case.identity_confirmed_at else "", case.form_of_address),
        "words": letter.words if letter else "",
    }
    if letter and letter.kind in _LINKS:
        context |= _LINKS[Kind(letter.kind)](case)
    return context


def _identity_link(case: Case) -> dict[str, Any]:
    return {"link": absolute(reverse("desk:confirm", args=[tokens.for_identity(case)]))}


def _data_link(case: Case) -> dict[str, Any]:
    return {
        "link": absolute(reverse("desk:data", args=[tokens.for_data(case)])),
        "days": settings.DESK_DATA_DAYS,
    }


def _preferences_link(case: Case) -> dict[str, Any]:
    return {"link": absolute(reverse("subscribers:preferences_request"))}


_LINKS = {Kind.IDENTITY: _identity_link, Kind.DATA: _data_link, Kind.PREFERENCES: _preferences_link}
