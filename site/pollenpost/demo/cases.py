"""What people have asked of the demo's house: a request due soon, a letter on paper, an answered complaint."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from desk.models import Case, Letter, Step
from desk.services import checklist, deciding, identity, opening
from desk.services.opening import Request
from subscribers.models import Subscriber

SEEN = "Antwort von der bekannten Adresse."


def load() -> str:
    """Three cases; the readers whom they are about are among the demo's named ones."""
    _due_soon(Subscriber.objects.get(email="clara.thiel@example.org"))
    _on_paper()
    _answered(Subscriber.objects.get(email="jule.hansen@example.org"))
    return f"{Case.objects.count()} cases, {Case.objects.open().count()} of them open"


def _due_soon(reader: Subscriber) -> None:
    text = "Mich interessiert vor allem, was ihr aus dem Lesen schließt."
    case = _ask(reader, "access", 25, Case.Channel.PREFERENCES, text)
    identity.by_fresh_link(case.pk, reader)
    _as_if_then(case)


def _on_paper() -> None:
    opening.typed_in(
        Request(
            kind=Case.Kind.RECTIFICATION,
            channel=Case.Channel.LETTER,
            name="Karl-Heinz Reimers",
            text="Sie schreiben mich seit Jahren „Reimer“. Bitte ein s hintendran.",
            received_at=timezone.now() - timedelta(days=2),
        ),
        _staff(),
    )


def _answered(reader: Subscriber) -> None:
    case = _ask(
        reader, "complaint", 40, Case.Channel.MAIL, "Two letters on the same morning, the same text twice."
    )
    identity.seen(case.pk, _staff(), SEEN)
    found = "Zwei Adressen, beide mit Einwilligung; auf Wunsch eine weniger."
    checklist.tick(case.pk, Step.Key.LOOK_INTO, _staff(), found)
    words = "thank you for telling us. You were registered with two addresses; one of them is gone now."
    deciding.answer(case.pk, _staff(), words, Case.Outcome.ANSWERED)
    _as_if_then(case)


def _ask(reader: Subscriber, kind: str, days_ago: int, channel: str, text: str) -> Case:
    return opening.typed_in(
        Request(
            kind=kind,
            channel=channel,
            email=reader.email,
            name=reader.name,
            text=text,
            language=reader.language,
            form_of_address=reader.form_of_address,
            received_at=timezone.now() - timedelta(days=days_ago),
        ),
        None if channel == Case.Channel.PREFERENCES else _staff(),
    )


def _as_if_then(case: Case) -> None:
    """Sets what was done and sent today back to the day of the request: nothing is mailed for it now."""
    case.refresh_from_db()
    then = case.received_at + timedelta(hours=3)
    Letter.objects.filter(case=case).update(made_at=then, claimed_at=then, sent_at=then)
    case.entries.update(at=then)
    case.steps.filter(done_at__isnull=False).update(done_at=then)
    case.identity_confirmed_at = then
    case.closed_at = then if case.is_over else None
    case.save(update_fields=["identity_confirmed_at", "closed_at"])


def _staff() -> object:
    """Henrike Petersen, where the demo has logins."""
    return get_user_model().objects.filter(username="redaktion").first()
