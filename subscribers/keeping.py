"""How long this room keeps what, and its entries in the record of processing activities (see retention.py)."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.commits import after_commit

from . import retention, tasks
from .holdings import deleted
from .models import AddressChange, LeavingReason, LinkRequest, PersonalView, RetentionRun, SignUp
from .retention import Activity, Rule
from .services import address_change, inactive, links, receipts, signup

# So many questions are handed to the workers in one pass; the rest have time until tomorrow.
MOST_ASKED = 20_000


def _old_views() -> QuerySet[PersonalView]:
    return PersonalView.objects.filter(at__lt=timezone.now() - timedelta(days=settings.PERSONAL_VIEWS_DAYS))


def _old_runs() -> QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(at__lt=timezone.now() - timedelta(days=settings.PERSONAL_VIEWS_DAYS))


def _old_reasons() -> QuerySet[LeavingReason]:
    return LeavingReason.objects.filter(
        on__lt=timezone.localdate() - timedelta(days=settings.LEAVING_REASONS_DAYS)
    )


def _old_requests() -> QuerySet[LinkRequest]:
    return LinkRequest.objects.filter(requested_at__lt=timezone.now() - links.KEPT)


def _ask_the_silent() -> int:
    """Hands the questions to the workers, one task each; how many. Those that were answered are over first."""
    inactive.note_answers()
    ids = list(inactive.to_ask().order_by("last_sign_at").values_list("pk", flat=True)[:MOST_ASKED])
    for pk in ids:
        after_commit(tasks.ask_to_stay.delay, pk)
    return len(ids)


retention.register(
    Rule(
        key="sign-ups",
        what=_("Sign-ups that nobody confirmed"),
        why=_("Whoever wanted letters would have confirmed; perhaps somebody typed another’s address."),
        days=lambda: settings.SIGNUP_EXPIRES_DAYS,
        due=lambda: SignUp.objects.expired().count(),
        apply=signup.expire_signups,
        order=10,
    ),
    Rule(
        key="link-requests",
        what=_("Requests for a link that could not be answered within an hour"),
        why=_("Whoever waited has asked once more by then."),
        days=lambda: 0,
        due=lambda: _old_requests().count(),
        apply=links.expire_requests,
        order=11,
    ),
    Rule(
        key="address-changes",
        what=_("Changes of address that nobody confirmed"),
        why=_("Nobody is at the new address, or somebody else."),
        days=lambda: settings.SIGNUP_EXPIRES_DAYS,
        due=lambda: AddressChange.objects.expired().count(),
        apply=address_change.expire,
        order=12,
    ),
    Rule(
        key="receipts",
        what=_("Last mails that could not leave"),
        why=_("The address of somebody who was erased is not kept for the sake of a farewell."),
        days=lambda: receipts.KEPT.days,
        due=lambda: receipts.forgotten().count(),
        apply=lambda: deleted(receipts.forgotten()),
        order=13,
    ),
    Rule(
        key="silent-readers",
        what=_("Readers of whom nothing was heard: they are asked by mail whether they stay"),
        why=_("A consent that nobody remembers is none to rely upon; one question, and one click keeps it."),
        days=lambda: settings.INACTIVE_DAYS,
        due=lambda: inactive.to_ask().count(),
        apply=_ask_the_silent,
        order=20,
    ),
    Rule(
        key="unanswered-questions",
        what=_("Readers who were asked whether they stay and did not answer"),
        why=_("Their address is no longer needed to send what nobody reads."),
        days=lambda: settings.STAY_DAYS,
        due=lambda: inactive.to_let_go().count(),
        apply=inactive.let_go,
        order=21,
    ),
    Rule(
        key="left-readers",
        what=_("Readers who have left all newsletters"),
        why=_("The purpose is over. The time is for those who left by mistake or want to come back."),
        days=lambda: settings.LEFT_DAYS,
        due=lambda: inactive.to_forget().count(),
        apply=inactive.forget,
        order=22,
    ),
    Rule(
        key="leaving-reasons",
        what=_("Reasons for leaving, without the person"),
        why=_("To see what to do better; what is older tells nothing of today’s letters."),
        days=lambda: settings.LEAVING_REASONS_DAYS,
        due=lambda: _old_reasons().count(),
        apply=lambda: deleted(_old_reasons()),
        order=23,
    ),
    Rule(
        key="looks",
        what=_("Which member of the staff looked at whose data"),
        why=_("To be able to find misuse, which comes to light late (GDPR Art. 5(1)(f), 32)."),
        days=lambda: settings.PERSONAL_VIEWS_DAYS,
        due=lambda: _old_views().count(),
        apply=lambda: deleted(_old_views()),
        order=90,
    ),
    Rule(
        key="passes",
        what=_("Reports of these passes: numbers only"),
        why=_("To show that the rules are kept (GDPR Art. 5(2))."),
        days=lambda: settings.PERSONAL_VIEWS_DAYS,
        due=lambda: _old_runs().count(),
        apply=lambda: deleted(_old_runs()),
        order=91,
    ),
    Activity(
        key="letters",
        name=_("Sending newsletters"),
        purpose=_("To send readers the newsletters that they ordered, and to let them change or end them."),
        people=_("Readers who confirmed a sign-up; whoever signs up and has not confirmed yet"),
        data=_(
            "Mail address, name if given, language, form of address, chosen topics, frequency and pause, consents "
            "with their proof"
        ),
        basis=_("Consent: GDPR Art. 6(1)(a), UWG § 7(2)"),
        recipients=_("The host and the mail server, as processors; nobody else"),
        rules=(
            "sign-ups",
            "link-requests",
            "address-changes",
            "silent-readers",
            "unanswered-questions",
            "left-readers",
            "leaving-reasons",
        ),
        order=10,
    ),
    Activity(
        key="proof",
        name=_("Keeping proof of consents"),
        purpose=_("To be able to show that letters are sent with consent only, and who asked us not to write."),
        people=_("Readers and former readers"),
        data=_(
            "Ledger of consents under a pseudonym: purpose, wording, time, form, both steps of the double opt-in; "
            "keyed hashes of addresses that get no mail"
        ),
        basis=_("GDPR Art. 6(1)(c) with Art. 5(2), 7(1); 6(1)(f), the interest in respecting an objection"),
        recipients=_("Nobody; courts and supervisory authorities where they ask for proof"),
        rules=("receipts",),
        order=20,
    ),
    Activity(
        key="accountability",
        name=_("Log of who looked at personal data"),
        purpose=_("To find misuse, and to show that the rules of retention are kept."),
        people=_("Staff, and the readers whose data they looked at"),
        data=_("User, reader, what was looked at, and when"),
        basis=_("GDPR Art. 6(1)(c) with Art. 5(2), 32"),
        recipients=_("Nobody"),
        rules=("looks", "passes"),
        order=90,
    ),
)
