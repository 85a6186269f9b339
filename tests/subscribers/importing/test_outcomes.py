"""What becomes of a row. Nobody is subscribed silently, asked twice, or brought back against their will."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from subscribers.importing import storing
from subscribers.importing.outcomes import Outcome
from subscribers.models import AskedAddress, ConsentEvent, ConsentState, SignUp, Subscriber, SuppressedAddress
from subscribers.services import consent, signup, suppression
from subscribers.tasks import resume_signups
from tests.factories import PurposeFactory, SubscriberFactory

from .conftest import SOURCE, WORDING

PROVEN = {"source": SOURCE, "wording": WORDING}
HEAD = "email,name,confirmed at\n"
ADA = HEAD + "ada@example.org,Ada Lindgren,2020-05-31\n"
EMIL = HEAD + "emil@example.org,Emil Kröger,2020-05-31 10:00:00\n"
GESA = HEAD + "gesa@example.org,Gesa,\n"


def reason(run):
    [line] = storing.report(run).lines()
    return line.reason


def test_a_complete_proof_makes_a_reader_with_the_proof_in_the_ledger(imported, brief):
    now = timezone.now()
    run = imported(text=EMIL, **PROVEN)
    emil = Subscriber.objects.get(email="emil@example.org")
    [event] = ConsentEvent.objects.filter(subject=emil.subject)
    assert (event.kind, event.purpose, event.wording, event.position) == ("imported", brief, None, 1)
    assert event.at >= now
    assert event.evidence == {
        "form": "import",
        "import": run.pk,
        "row": 2,
        "date": "2020-05-31T10:00:00",
        "source": SOURCE,
        "wording": WORDING,
        "of_the_file": ["source", "wording"],
    }
    assert event.hash == event.sealed()
    assert ConsentState.objects.get(subject=emil.subject).event == event
    assert consent.stands(emil.subject, brief)
    assert list(Subscriber.objects.mailable(brief)) == [emil]


@pytest.mark.parametrize("missing", ["source", "wording", "day"])
def test_without_a_whole_proof_nobody_is_subscribed_but_asked_by_mail(imported, outbox, worker, brief, missing):
    text = GESA if missing == "day" else EMIL
    imported(text=text, **{name: said for name, said in PROVEN.items() if name != missing})
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)), worker():
        resume_signups()
    [letter] = outbox
    assert letter.to == ["gesa@example.org" if missing == "day" else "emil@example.org"]


def test_who_agrees_to_the_question_becomes_a_reader_with_both_steps_in_the_ledger(imported, brief):
    run = imported(text=GESA, **PROVEN)
    reader = signup.confirm(SignUp.objects.get().pk)
    event = ConsentEvent.objects.get(subject=reader.subject)
    assert event.kind == "granted"
    assert event.wording == brief.wording("de")
    assert (event.evidence["import"], event.evidence["row"]) == (run.pk, 2)
    assert {"requested_at", "confirmed_at"} <= event.evidence.keys()


def test_nobody_is_asked_twice_by_whichever_import(imported):
    imported(text=GESA)
    SignUp.objects.all().delete()
    run = imported(text="mail\nGESA@example.org\n")
    assert run.counts == {"before": 1}
    assert not SignUp.objects.exists()
    assert "gesa" not in str(AskedAddress.objects.values())


def test_who_was_asked_under_an_older_key_is_not_asked_again(imported, settings):
    settings.SUPPRESSION_KEYS = ["old"]
    imported(text=GESA)
    settings.SUPPRESSION_KEYS = ["new", "old"]
    assert imported(text=GESA).counts == {"before": 1}


@time_machine.travel("2026-07-01T10:00:00Z", tick=False)
def test_mails_are_lined_up_and_not_sent_all_at_once(imported, settings):
    settings.IMPORT_ASKS_A_MINUTE = 2
    imported(text="email\n" + "".join(f"reader{n}@example.org\n" for n in range(5)))
    turns = list(SignUp.objects.order_by("pk").values_list("due_at", flat=True))
    assert {later - earlier for earlier, later in pairwise(turns)} == {timedelta(seconds=30)}
    assert SignUp.objects.due().count() == 1
    imported(text="email\nreader9@example.org\n")
    assert SignUp.objects.get(email="reader9@example.org").due_at > turns[-1]


def test_a_question_expires_after_its_mail_and_not_after_the_import(imported, settings):
    settings.IMPORT_ASKS_A_MINUTE = 1
    settings.SIGNUP_EXPIRES_DAYS = 1
    imported(text="email\n" + "".join(f"reader{n}@example.org\n" for n in range(3)))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1, seconds=30)):
        signup.expire_signups()
    assert [each.email for each in SignUp.objects.all()] == ["reader2@example.org"]


def test_a_reader_who_is_here_stays_as_they_are(imported, ada):
    before = Subscriber.objects.filter(pk=ada.pk).values().get(), ConsentEvent.objects.count()
    run = imported(text=HEAD + "ADA@example.org,Somebody Else,2020-05-31\n", **PROVEN)
    assert run.counts == {"here": 1}
    assert (Subscriber.objects.filter(pk=ada.pk).values().get(), ConsentEvent.objects.count()) == before


def test_a_proof_adds_a_newsletter_to_a_reader_who_is_here(tried, imported, ada, brief):
    heft = PurposeFactory(key="heft")
    run = tried(text=ADA, purposes=[brief, heft], **PROVEN)
    assert "Heft" in reason(run)
    imported(text=ADA, purposes=[brief, heft], **PROVEN)
    assert consent.stands(ada.subject, heft)
    kinds = (
        ConsentEvent.objects.filter(subject=ada.subject).order_by("position").values_list("kind", "purpose__key")
    )
    assert list(kinds) == [("granted", "brief"), ("granted", "pollen"), ("imported", "heft")]


def test_without_a_proof_nothing_is_added_to_a_reader_and_nobody_writes_to_them(imported, ada):
    heft = PurposeFactory(key="heft")
    assert imported(text="email\nada@example.org\n", purposes=[heft]).counts == {"here": 1}
    assert not consent.stands(ada.subject, heft)
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    "kind", [ConsentEvent.Kind.WITHDRAWN, ConsentEvent.Kind.EXPIRED, ConsentEvent.Kind.OBJECTED]
)
def test_what_was_withdrawn_here_is_not_brought_back_by_a_proof(tried, imported, ada, brief, kind):
    consent.withdraw(ada.subject, brief, kind)
    assert brief.label in reason(tried(text=ADA, **PROVEN))
    assert imported(text=ADA, **PROVEN).counts == {"here": 1}
    assert not consent.stands(ada.subject, brief)


def test_while_a_readers_processing_is_restricted_nothing_is_added(imported, ada):
    heft = PurposeFactory(key="heft")
    Subscriber.objects.update(restricted_at=timezone.now())
    imported(text=ADA, purposes=[heft], **PROVEN)
    assert not ConsentState.objects.filter(subject=ada.subject, purpose=heft).exists()


@pytest.mark.parametrize("reason", SuppressedAddress.Reason)
@pytest.mark.parametrize("text", [EMIL, EMIL.replace("2020-05-31 10:00:00", "")], ids=["proof", "no proof"])
def test_who_is_on_the_suppression_list_is_skipped(imported, reason, text):
    suppression.suppress("emil@example.org", reason)
    assert imported(text=text, **PROVEN).counts == {"suppressed": 1}
    assert not Subscriber.objects.exists()
    assert not SignUp.objects.exists()


def test_the_first_row_of_an_address_counts_and_the_others_are_told(tried):
    run = tried(text=EMIL + "EMIL@example.org,Emil,2021-01-01\n", **PROVEN)
    assert run.counts == {"imported": 1, "rejected": 1}
    [line] = storing.report(run).page(Outcome.REJECTED, 0, 5)
    assert (line.number, "2" in line.reason) == (3, True)


def test_a_list_that_says_yes_and_no_means_no(imported):
    text = "email,status,confirmed at\nemil@example.org,subscribed,2020-05-31\nemil@example.org,unsubscribed,\n"
    assert imported(text=text, **PROVEN).counts == {"unwanted": 1, "rejected": 1}
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        ",Emil,2020-05-31",
        "emil,Emil,2020-05-31",
        "emíl@example.org,Emil,2020-05-31",
        "emil@example.org,Emil,05/31/2020",
        "emil@example.org,Emil,2199-01-01",
        "emil@example.org,Emil",
        "emil@example.org,Kröger,Emil,2020-05-31",
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_the_reason(imported, row):
    run = imported(text=HEAD + row + "\nfriede@example.org,Friede,2020-05-31\n", **PROVEN)
    assert run.counts == {"rejected": 1, "imported": 1}
    assert reason(run)
    assert [reader.email for reader in Subscriber.objects.all()] == ["friede@example.org"]
    assert not AskedAddress.objects.exists()


def test_readers_of_another_language_are_asked_in_theirs(imported, brief):
    english = brief.wordings.create(language="en", text="Yes, please.")
    imported(text="email,language\nemil@example.org,en-GB\ngesa@example.org,de\n")
    assert list(SignUp.objects.get(email="emil@example.org").wordings.all()) == [english]
    assert SignUp.objects.get(email="gesa@example.org").wordings.get().language == "de"


def test_the_form_of_address_is_what_staff_say_of_the_list(imported):
    imported(text=EMIL + "gesa@example.org,Gesa,\n", **PROVEN, form_of_address="du")
    assert Subscriber.objects.get().form_of_address == SignUp.objects.get().form_of_address == "du"


def test_who_became_a_reader_and_left_before_the_question_came_is_not_asked(imported, outbox, worker, brief):
    imported(text=GESA, **PROVEN)
    gesa = SubscriberFactory(email="gesa@example.org", consents=["brief"])
    consent.withdraw(gesa.subject, brief)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)), worker():
        resume_signups()
    assert not outbox
