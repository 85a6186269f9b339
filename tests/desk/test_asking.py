"""From the form to an open case: what is asked, what is mailed, and what nobody finds out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.models import Case, Letter, Step
from desk.services import forgetting
from subscribers.models import ConsentEvent, Purpose
from subscribers.services import consent, tokens
from tests.desk.conftest import link_in, mails_to

State = Case.State


def test_the_form_offers_each_right_with_nothing_chosen(client, publisher):
    page = client.get(reverse("desk:request")).content.decode()
    for article in (15, 16, 17, 18, 20, 21):
        assert f"Art.\u00a0{article}" in page
    assert " checked" not in page
    assert "Set-Cookie" not in client.get(reverse("desk:request")).headers


def test_a_request_waits_for_the_link_to_be_confirmed(ask, outbox, client):
    response = ask("erasure", text="Bitte alles löschen.", name="Dora Nissen")
    assert response.headers["Location"] == reverse("desk:requested")
    case = Case.objects.get()
    assert (case.state, case.channel, case.subscriber) == (State.IDENTITY, "form", None)
    [mail] = outbox
    assert mail.to == ["dora@example.org"]
    assert case.number in mail.body
    assert "Löschung (Art. 17 DSGVO)" in mail.body
    assert "14 Tage" in mail.body


def test_the_first_mail_carries_nothing_that_was_typed(ask, outbox):
    ask(text="Kaufen Sie billig!", name="Billig Kaufen")
    [mail] = outbox
    assert "illig" not in mail.body + mail.alternatives[0][0] + mail.subject


def test_only_the_post_confirms(ask, confirm, client, outbox):
    ask("question", path=reverse("desk:contact"), text="Wann kommt Heft 3?")
    link = link_in(outbox[0], "bestaetigen")
    for _time in range(2):
        page = client.get(link)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Case.objects.get().state == State.IDENTITY
    confirm()
    case = Case.objects.get()
    assert case.state == State.OPEN
    assert case.steps.get(key=Step.Key.IDENTITY).done_at


def test_whoever_confirms_is_told_until_when_an_answer_comes(ask, confirm, outbox):
    ask()
    confirm()
    case = Case.objects.get()
    [_identity, received] = mails_to(outbox, "dora@example.org")
    assert received.subject == f"Angekommen: Ihre Anfrage {case.number}"
    assert f"{case.due_on.day}. " in received.body
    assert "spätestens" in received.body


def test_a_link_used_twice_is_friendly_and_does_nothing(ask, client, worker, outbox):
    ask()
    link = link_in(outbox[0], "bestaetigen")
    with worker():
        client.post(link)
    before = len(outbox)
    with worker():
        again = client.post(link)
    assert again.status_code == 200
    assert "schon" in again.content.decode()
    assert len(outbox) == before
    assert "schon" in client.get(link).content.decode()


def test_an_old_link_and_a_broken_one_say_so(ask, client, outbox):
    ask()
    link = link_in(outbox[0], "bestaetigen")
    assert client.get(link[:-3] + "x/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.post(link).status_code == 410
    assert Case.objects.get().state == State.IDENTITY


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_mail(ask, ada, outbox, client):
    known = ask(email="ada@example.org")
    unknown = ask(email="dora@example.org")
    assert known.headers["Location"] == unknown.headers["Location"]
    [to_ada], [to_dora] = mails_to(outbox, "ada@example.org"), mails_to(outbox, "dora@example.org")
    one, two = Case.objects.order_by("pk")
    same = to_ada.body.replace(link_in(to_ada, "bestaetigen"), "").replace(one.number, "")
    assert same == to_dora.body.replace(link_in(to_dora, "bestaetigen"), "").replace(two.number, "")
    assert one.subscriber is None


def test_nobody_asks_the_database_who_it_is(ada, client, shown):
    def queries(email):
        with CaptureQueriesContext(connection) as caught:
            client.post(reverse("desk:request"), {"kind": "access", "email": email, "shown": shown})
        return [query["sql"] for query in caught if "subscribers_subscriber" in query["sql"].partition("WHERE")[2]]

    assert queries("ada@example.org") == queries("dora@example.org") == []


def test_programs_and_those_who_ask_too_often_get_the_usual_answer_and_no_case(ask, outbox):
    ask(website="https://spam.example")
    assert not Case.objects.exists()
    for _time in range(5):
        assert ask().headers["Location"] == reverse("desk:requested")
    assert Case.objects.count() == len(outbox) == 3


def test_a_form_that_was_sent_in_a_blink_is_asked_for_again_with_what_was_typed(client, publisher):
    response = client.post(
        reverse("desk:request"), {"kind": "access", "email": "dora@example.org", "text": "Hallo"}
    )
    assert response.status_code == 422
    assert "Hallo" in response.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("fields", [{"kind": "question"}, {"kind": ""}, {"email": "dora"}, {"text": "x" * 4001}])
def test_what_is_missing_is_said_in_words(ask, fields):
    response = ask(**{"kind": "access", **fields})
    assert response.status_code == 422
    assert not Case.objects.exists()


def test_a_label_that_asks_is_not_followed_by_a_colon(ask):
    page = ask(kind="", email="").content.decode()
    assert "Bitte sehen Sie hier noch einmal nach." in page
    assert "?:" not in page


def test_without_an_imprint_the_form_is_closed_and_nothing_is_mailed(client, publisher, ask, outbox):
    publisher.email = ""
    publisher.save()
    assert "noch nicht geöffnet" in client.get(reverse("desk:request")).content.decode()
    ask()
    assert not outbox
    assert Letter.objects.get().sent_at is None


def test_the_english_form_makes_an_english_case(ask, outbox):
    ask(path=f"/en{reverse('desk:request')}")
    assert Case.objects.get().language == "en"
    assert outbox[0].subject.startswith("Please confirm your request")


def test_what_nobody_confirms_is_deleted(ask, type_in):
    ask()
    paper = type_in(email="")
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        assert forgetting.let_abandoned_go() == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert forgetting.let_abandoned_go() == 1
    assert list(Case.objects.all()) == [paper]


# --- From the reader's own page -----------------------------------------------------------------------


def test_on_the_own_page_the_fresh_link_has_shown_who_it_is(ask_from_preferences, ada, outbox):
    page = ask_from_preferences(ada, "rectification", text="Ich heiße jetzt Lund.")
    case = Case.objects.get()
    assert (case.state, case.subscriber, case.channel) == (State.OPEN, ada, "preferences")
    assert case.number in page.content.decode()
    [mail] = outbox
    assert mail.to == ["ada@example.org"]
    assert "Ada Lindgren" in mail.body
    assert "bestaetigen" not in mail.body


def test_who_says_du_is_answered_with_du(ask_from_preferences, ada, outbox):
    ada.form_of_address = "du"
    ada.save()
    ask_from_preferences(ada, "rectification")
    [mail] = outbox
    assert "deine Anfrage ist bei uns angekommen" in mail.body
    assert "Ihre" not in mail.subject + mail.body


def test_asking_twice_makes_one_case(ask_from_preferences, ada):
    ask_from_preferences(ada, "rectification", text="Ich heiße jetzt Lund.")
    ask_from_preferences(ada, "rectification", text="Nein, Lundt.")
    case = Case.objects.get()
    assert case.entries.filter(text="Nein, Lundt.").exists()
    ask_from_preferences(ada, "restriction")
    assert Case.objects.count() == 2


def test_an_objection_is_obeyed_at_once(ask_from_preferences, ada):
    assert consent.stands(ada.subject, Purpose.POLLEN)
    ask_from_preferences(ada, "objection")
    assert not consent.stands(ada.subject, Purpose.POLLEN)
    assert consent.stands(ada.subject, "brief")
    event = ConsentEvent.objects.filter(subject=ada.subject).latest("pk")
    assert (event.kind, event.evidence["form"]) == ("objected", f"case {Case.objects.get().number}")


def test_a_restriction_holds_at_once(ask_from_preferences, ada):
    ask_from_preferences(ada, "restriction")
    ada.refresh_from_db()
    assert ada.restricted_at
    assert not consent.stands(ada.subject, Purpose.POLLEN)
    assert consent.stands(ada.subject, "brief")


def test_an_objection_by_the_form_acts_only_after_the_link(ask, confirm, ada):
    ask("objection", email="Ada@Example.org")
    assert consent.stands(ada.subject, Purpose.POLLEN)
    confirm()
    assert not consent.stands(ada.subject, Purpose.POLLEN)
    assert Case.objects.get().subscriber == ada


def test_an_old_link_to_the_own_page_opens_no_form(client, ada, settings):
    path = reverse("desk:from_preferences", args=[tokens.for_preferences(ada)])
    with time_machine.travel(timezone.now() + timedelta(minutes=settings.PREFERENCES_LINK_MINUTES + 1)):
        assert client.post(path, {"kind": "access"}).status_code == 410
    assert not Case.objects.exists()
