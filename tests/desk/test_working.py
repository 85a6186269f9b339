"""What staff do at the desk: typing in, the identity, the steps, letters with the words of a person, closing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk import checklists
from desk.models import Case, CaseEntry, Letter, Step
from desk.services import checklist, deciding, identity, mailing
from subscribers.models import PersonalView, Purpose
from subscribers.services import consent
from tests.desk.conftest import mails_to

State, Outcome, What = Case.State, Case.Outcome, CaseEntry.What


@pytest.fixture
def open_case(type_in, henrike, worker):
    """A case that was typed in, whose identity is known."""

    def open_case(kind="access", **fields) -> Case:
        case = type_in(kind, **fields)
        with worker():
            identity.seen(case.pk, henrike, "am Telefon zurückgerufen")
        case.refresh_from_db()
        return case

    return open_case


def test_every_kind_has_a_checklist_that_begins_with_who_asks_and_ends_with_the_answer():
    assert set(checklists.CHECKLISTS) == set(Case.Kind)
    for steps in checklists.CHECKLISTS.values():
        assert (steps[0], steps[-1]) == (Step.Key.IDENTITY, Step.Key.ANSWER)
        assert len(set(steps)) == len(steps)


# --- Typed in ----------------------------------------------------------------------------------------


def test_a_letter_on_paper_is_typed_in_with_the_day_it_came(client, henrike, publisher):
    client.force_login(henrike)
    came = timezone.localdate() - timedelta(days=3)
    data = {
        "kind": "access",
        "channel": "letter",
        "received_on": came.isoformat(),
        "name": "Karl Thiel",
        "email": "",
        "language": "de",
        "form_of_address": "sie",
        "text": "Was wissen Sie über mich?",
    }
    response = client.post(reverse("cases:add"), data)
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("cases:inspect", args=[case.pk])
    assert (case.state, case.received_on, case.text) == (State.NEW, came, "Was wissen Sie über mich?")
    assert case.entries.get(what=What.RECEIVED).by == henrike


@pytest.mark.parametrize(
    "wrong", [{"name": "", "email": ""}, {"email": "karl@"}, {"received_on": "2999-01-01"}, {"channel": "form"}]
)
def test_what_is_missing_in_a_typed_in_case_is_said(client, henrike, wrong):
    client.force_login(henrike)
    data = {"kind": "access", "channel": "phone", "received_on": timezone.localdate().isoformat(), "name": "Karl"}
    response = client.post(reverse("cases:add"), {**data, "language": "de", "form_of_address": "sie", **wrong})
    assert response.status_code == 200
    assert not Case.objects.exists()


# --- Identity ----------------------------------------------------------------------------------------


def test_the_identity_is_asked_by_mail_and_confirmed_by_the_person(type_in, at_desk, confirm, ada, outbox):
    case = type_in(email="ada@example.org")
    at_desk("desk_identity", case.pk, do="ask")
    case.refresh_from_db()
    assert (case.state, case.subscriber) == (State.IDENTITY, None)
    assert len(mails_to(outbox, "ada@example.org")) == 1
    confirm()
    case.refresh_from_db()
    assert (case.state, case.subscriber) == (State.OPEN, ada)


def test_staff_say_how_they_know_who_it_is(type_in, at_desk, ada, henrike):
    case = type_in(email="ada@example.org")
    at_desk("desk_identity", case.pk, do="seen", how=" ")
    case.refresh_from_db()
    assert case.identity_confirmed_at is None
    at_desk("desk_identity", case.pk, do="seen", how="am Telefon zurückgerufen")
    case.refresh_from_db()
    entry = case.entries.get(what=What.IDENTITY_SHOWN)
    assert (case.subscriber, entry.by, entry.text) == (ada, henrike, "am Telefon zurückgerufen")


def test_without_an_address_the_question_who_it_is_does_not_begin_with_or(type_in, client, henrike):
    client.force_login(henrike)
    by_mail = client.get(reverse("cases:inspect", args=[type_in(email="ada@example.org").pk])).content.decode()
    on_paper = client.get(reverse("cases:inspect", args=[type_in(email="").pk])).content.decode()
    assert "Oder: Woher wissen Sie" in by_mail
    assert "Woher wissen Sie" in on_paper
    assert "Oder: Woher wissen Sie" not in on_paper


def test_before_that_nothing_is_done_or_answered(type_in, henrike, ada):
    case = type_in("objection", email="ada@example.org")
    for act in (
        lambda: checklist.run(case.pk, "object", henrike),
        lambda: deciding.answer(case.pk, henrike, "Gern.", "granted"),
        lambda: deciding.ask_back(case.pk, henrike, "Wer sind Sie?"),
        lambda: deciding.extend(case.pk, henrike, 1, "Es dauert."),
    ):
        with pytest.raises(checklist.NotNow, match="identity"):
            act()
    assert consent.stands(ada.subject, Purpose.POLLEN)


# --- Steps -------------------------------------------------------------------------------------------


def test_a_ticked_step_says_who_when_and_what(open_case, at_desk, henrike):
    case = open_case("complaint")
    at_desk("desk_step", case.pk, "look_into", do="tick", note="Doppelt versandt.")
    step = case.steps.get(key="look_into")
    assert (step.by, step.note, step.result) == (henrike, "Doppelt versandt.", Step.Result.DONE)
    assert step.done_at
    assert case.entries.get(what=What.STEP, about="look_into").by == henrike


@pytest.mark.parametrize("key", ["identity", "gather", "answer"])
def test_what_the_program_or_a_letter_does_cannot_be_ticked(type_in, henrike, key):
    case = type_in("access")
    with pytest.raises(checklist.NotNow, match="by_program"):
        checklist.tick(case.pk, key, henrike)


def test_a_step_is_done_once(open_case, henrike):
    case = open_case("complaint")
    checklist.tick(case.pk, "look_into", henrike)
    with pytest.raises(checklist.NotNow, match="over"):
        checklist.tick(case.pk, "look_into", henrike)


def test_name_and_language_are_corrected_in_the_case(open_case, at_desk, ada):
    case = open_case("rectification", email="ada@example.org")
    at_desk("desk_correct", case.pk, name="Ada Lund", language="en", form_of_address="du")
    ada.refresh_from_db()
    case.refresh_from_db()
    assert (ada.name, ada.language, ada.form_of_address, case.language) == ("Ada Lund", "en", "du", "en")
    assert case.steps.get(key="correct").done_at


def test_a_reader_can_be_shown_the_way_to_the_preferences(open_case, at_desk, ada, outbox):
    case = open_case("rectification", email="ada@example.org")
    at_desk("desk_show_preferences", case.pk)
    mail = mails_to(outbox, "ada@example.org")[-1]
    assert reverse("subscribers:preferences_request") in mail.body
    case.refresh_from_db()
    assert case.state == State.WAITING


def test_a_restriction_ends_only_after_the_reader_was_told(open_case, at_desk, ada, outbox, publisher):
    case = open_case("restriction", email="ada@example.org")
    for key in ("elsewhere", "recipients"):
        at_desk("desk_step", case.pk, key, do="not_needed")
    at_desk("desk_letter", case.pk, "answer", words="Gern.", outcome="granted", send="1")
    publisher.email, kept = "", publisher.email
    publisher.save()
    at_desk("desk_lift", case.pk)
    ada.refresh_from_db()
    assert ada.restricted_at
    publisher.email = kept
    publisher.save()
    letter = case.letters.get(kind=Letter.Kind.LIFTING)
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now())
    mailing.send_letter(letter.pk)
    ada.refresh_from_db()
    assert ada.restricted_at is None
    assert "eingeschränkt" in mails_to(outbox, "ada@example.org")[-1].body
    assert case.entries.filter(what=What.LIFTED).exists()


def test_looking_at_a_readers_case_is_logged(open_case, at_desk, ada, henrike, client):
    case = open_case("rectification", email="ada@example.org")
    client.force_login(henrike)
    client.get(reverse("cases:inspect", args=[case.pk]))
    view = PersonalView.objects.get(subscriber=ada)
    assert (view.by, view.what) == (henrike, "case")


# --- Closing -----------------------------------------------------------------------------------------


def test_a_case_is_not_answered_while_a_step_is_open(open_case, at_desk, outbox):
    case = open_case("complaint")
    before = len(outbox)
    page = at_desk("desk_letter", case.pk, "answer", words="Es tut uns leid.", outcome="answered", send="1")
    assert "Einige Schritte sind noch offen" in page.content.decode()
    case.refresh_from_db()
    assert not case.is_over
    assert len(outbox) == before


def test_what_the_person_says_ends_the_waiting_for_it(open_case, at_desk, outbox):
    case = open_case("question")
    at_desk("desk_letter", case.pk, "question", words="Welches Heft meinen Sie?", send="1")
    case.refresh_from_db()
    assert case.state == State.WAITING
    assert "Welches Heft meinen Sie?" in mails_to(outbox, "dora@example.org")[-1].body
    at_desk("desk_note", case.pk, text="Intern: Heft 2?")
    case.refresh_from_db()
    assert case.state == State.WAITING
    at_desk("desk_note", case.pk, text="Heft 2.", from_person="on")
    case.refresh_from_db()
    assert case.state == State.OPEN


def test_a_request_that_is_taken_back_is_closed(type_in, at_desk, outbox):
    case = type_in()
    at_desk("desk_take_back", case.pk, note="am Telefon")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.DONE, Outcome.WITHDRAWN)
    assert not outbox


def test_a_closed_case_is_not_worked_on(open_case, henrike):
    case = open_case("question")
    deciding.taken_back(case.pk, henrike, "am Telefon")
    for act in (
        lambda: deciding.refuse(case.pk, henrike, "Nein."),
        lambda: deciding.answer(case.pk, henrike, "Ja.", "answered"),
        lambda: identity.ask(case.pk, henrike),
        lambda: checklist.tick(case.pk, "answer", henrike),
    ):
        with pytest.raises(checklist.NotNow, match="over"):
            act()
