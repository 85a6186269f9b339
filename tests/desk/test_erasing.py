"""Erasure (GDPR Art. 17) by case, end to end; and what is left of a case whose person is gone."""

from uuid import UUID

import pytest
from django.urls import reverse

from desk.models import Case, CaseEntry, Letter, Step
from desk.services import checklist, forgetting
from subscribers import personal_data
from subscribers.models import SignUp, Subscriber, SuppressedAddress
from subscribers.services import erasure, suppression
from tests.desk.conftest import mails_to

State, Outcome = Case.State, Case.Outcome


@pytest.fixture
def erasing(ask, confirm, ada) -> Case:
    """Ada asks by the form for everything to be erased, and confirms the link."""
    ask("erasure", email="ada@example.org", name="Ada Lindgren", text="Bitte löschen Sie alles.")
    confirm()
    return Case.objects.get()


@pytest.fixture
def brief(newsletter):
    return newsletter.purpose


@pytest.fixture
def erase(at_desk):
    def erase(case):
        at_desk("desk_step", case.pk, "elsewhere", do="tick", note="Kein Papier zu Ada Lindgren.")
        at_desk("desk_step", case.pk, "recipients", do="not_needed")
        return at_desk("desk_step", case.pk, "erase", do="run")

    return erase


def test_an_erasure_goes_from_the_form_to_the_receipt(erasing, erase, outbox):
    asked, received = mails_to(outbox, "ada@example.org")
    assert "Bitte bestätigen Sie" in asked.subject
    assert "Angekommen" in received.subject

    erase(erasing)

    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    assert suppression.find("ada@example.org").reason == SuppressedAddress.Reason.ERASED
    [receipt] = mails_to(outbox, "ada@example.org")[2:]
    assert "Anfragen, Fragen und Beschwerden" in receipt.body
    erasing.refresh_from_db()
    assert (erasing.state, erasing.outcome) == (State.DONE, Outcome.GRANTED)
    assert not checklist.open_steps(erasing)


def test_number_kind_dates_and_outcome_stay_and_nothing_of_the_person(erasing, erase, at_desk, henrike):
    before = (erasing.number, erasing.kind, erasing.received_at, erasing.due_on)
    erase(erasing)
    erasing.refresh_from_db()
    assert (erasing.number, erasing.kind, erasing.received_at, erasing.due_on) == before
    assert (erasing.subscriber, erasing.email, erasing.name, erasing.text) == (None, "", "", "")
    rows = [*erasing.letters.values(), *erasing.steps.values(), *erasing.entries.values()]
    assert not [row for row in rows for value in row.values() if "ada" in str(value).lower()]
    whats = list(erasing.entries.values_list("what", flat=True))
    assert {CaseEntry.What.CUT, CaseEntry.What.CLOSED, CaseEntry.What.STEP} <= set(whats)
    page = at_desk("desk_note", erasing.pk, text="Fertig.").content.decode()
    assert "nur Nummer, Art, Daten und Ergebnis" in page


def test_erasing_comes_after_all_other_steps(erasing, at_desk):
    page = at_desk("desk_step", erasing.pk, "erase", do="run").content.decode()
    assert "Einige Schritte sind noch offen" in page
    assert Subscriber.objects.filter(email="ada@example.org").exists()


def test_nobody_is_erased_before_the_identity_is_shown(ask, ada, erase):
    ask("erasure", email="ada@example.org")
    page = erase(Case.objects.get()).content.decode()
    assert "wer fragt" in page
    assert Subscriber.objects.filter(pk=ada.pk).exists()


def test_what_lies_here_without_a_reader_is_erased_too(ask, confirm, erase, outbox, brief):
    signup = SignUp.objects.create(email="dora@example.org", form="/brief/")
    signup.wordings.add(brief.wording("de"))
    ask("erasure")
    confirm()
    case = Case.objects.get()
    erase(case)
    assert not SignUp.objects.exists()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.email) == (State.DONE, Outcome.GRANTED, "")
    assert len(mails_to(outbox, "dora@example.org")) == 3
    assert suppression.find("dora@example.org")


def test_whoever_has_no_address_here_gets_an_answer_on_paper(type_in, at_desk, erase):
    case = type_in("erasure", email="", name="Karl Thiel")
    at_desk("desk_identity", case.pk, do="seen", how="steht vor mir")
    erase(case)
    case.refresh_from_db()
    assert case.steps.get(key=Step.Key.ERASE).result == Step.Result.NO_READER
    assert not case.is_over
    at_desk("desk_letter", case.pk, "answer", words="Wir haben nichts gefunden.", outcome="nothing", send="1")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.DONE, Outcome.NOTHING)


def test_a_restored_backup_is_told_which_addresses_cases_hold(ask, confirm):
    ask()
    confirm()
    [holding] = [holding for holding in personal_data.holdings() if holding.key == "cases"]
    case = Case.objects.get()
    assert list(holding.addresses()) == [("dora@example.org", case.identity_confirmed_at)]


def test_an_erasure_that_cannot_be_noted_is_not_done(erasing, at_desk, erase, settings, tmp_path, client):
    (tmp_path / "file").write_text("")
    settings.ERASURES_FILE = tmp_path / "file" / "erasures.log"
    page = erase(erasing).content.decode()
    assert "nicht vermerkt" in page
    assert Subscriber.objects.filter(email="ada@example.org").exists()
    erasing.refresh_from_db()
    assert (erasing.state, erasing.email) == (State.OPEN, "ada@example.org")


# --- Erased from elsewhere ---------------------------------------------------------------------------


def test_an_erasure_from_elsewhere_ends_open_cases_and_cuts_all(ask_from_preferences, ada, worker, type_in):
    ask_from_preferences(ada, "rectification", text="Ich heiße jetzt Lund.")
    typed = type_in("complaint", email="Ada@Example.org", text="Zu viele Briefe.")
    with worker():
        erasure.erase(ada, via="preferences")
    for case in Case.objects.all():
        assert (case.state, case.outcome, case.email, case.text) == (State.DONE, Outcome.ERASED, "", "")
        assert case.closed_at
    assert typed.pk


def test_a_letter_that_waits_is_not_sent_after_an_erasure(ask_from_preferences, ada, worker, outbox, publisher):
    publisher.email = ""
    publisher.save()
    ask_from_preferences(ada, "rectification")
    assert Letter.objects.waiting().exists()
    erasure.erase(ada, via="preferences", receipt=False)
    assert not Letter.objects.waiting().exists()


def test_a_closed_case_keeps_its_outcome(type_in, henrike, worker, ada):
    case = type_in(email="ada@example.org")
    Case.objects.filter(pk=case.pk).update(state=State.REFUSED, outcome=Outcome.REFUSED)
    assert forgetting.cut(ada) == 1
    case.refresh_from_db()
    assert (case.state, case.outcome, case.email) == (State.REFUSED, Outcome.REFUSED, "")


def test_a_case_without_an_address_is_nobody_elses(type_in, ada):
    case = type_in(email="", name="Karl")
    assert forgetting.cut(ada) == 0
    assert forgetting.cut(Subscriber(email="", subject=UUID(int=0))) == 0
    case.refresh_from_db()
    assert case.name == "Karl"


def test_whoever_is_erased_is_told_what_stays(ada):
    [holding] = [holding for holding in personal_data.holdings() if holding.key == "cases"]
    assert "1095" in str(holding.stays)
    assert "desk.Case" in holding.models


def test_the_history_of_a_reader_names_their_cases(ask_from_preferences, ada, henrike, client):
    ask_from_preferences(ada, "rectification")
    [holding] = [holding for holding in personal_data.holdings() if holding.key == "cases"]
    [moment] = holding.history(ada)
    assert "Berichtigung" in str(moment.text)
    client.force_login(henrike)
    assert client.get(moment.link).status_code == 200
    assert moment.link == reverse("cases:inspect", args=[Case.objects.get().pk])
