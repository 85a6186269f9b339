from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from subscribers import tasks
from subscribers.models import ConsentEvent, Purpose, SignUp, Subscriber, TopicChoice, Wording
from subscribers.services import consent, form_guard, signup
from tests.factories import TopicFactory


def test_no_box_is_ticked_beforehand_and_no_cookie_is_set(client, brief, pollen):
    page = client.get(reverse("subscribers:signup"))
    text = page.content.decode()
    assert text.count('name="wordings"') == 2
    assert " checked" not in text.replace('value="sie" class', "").split('id="wordings"')[1]
    assert not page.cookies


def test_a_sign_up_sends_one_mail_and_subscribes_nobody(sign_up, brief, outbox):
    answer = sign_up()
    assert answer.url == reverse("subscribers:signup_done")
    [letter] = outbox
    assert letter.to == ["dora@example.org"]
    assert SignUp.objects.get().email == "dora@example.org"
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_a_scanner_that_follows_the_link_confirms_nothing(client, sign_up, outbox, link_in):
    sign_up()
    page = client.get(link_in(outbox[0]))
    assert page.status_code == 200
    assert "Ja zu Brief." in page.content.decode()
    assert SignUp.objects.count() == 1
    assert not Subscriber.objects.exists()


def test_the_confirmation_enters_each_consent_with_both_steps(client, sign_up, brief, pollen, outbox, link_in):
    topic = TopicFactory(label_de="Datenschutz")
    sign_up(brief, pollen, name="Dora Nissen", form_of_address="du", topics=[topic.pk])
    requested_at = SignUp.objects.get().requested_at
    assert client.post(link_in(outbox[0])).status_code == 200
    dora = Subscriber.objects.get()
    assert (dora.email, dora.name, dora.form_of_address) == ("dora@example.org", "Dora Nissen", "du")
    first, second = ConsentEvent.objects.all()
    assert {first.purpose.key, second.purpose.key} == {"brief", "pollen"}
    for event in (first, second):
        assert (event.subject, event.kind) == (dora.subject, "granted")
        assert event.evidence["form"] == "/brief/"
        assert event.evidence["requested_at"] == requested_at.isoformat()
        assert event.evidence["confirmed_at"] >= event.evidence["requested_at"]
    choice = TopicChoice.objects.get()
    assert (choice.subscriber, choice.topic, choice.stance) == (dora, topic, "wanted")
    assert not SignUp.objects.exists()


def test_only_what_was_ticked_is_granted(client, sign_up, brief, outbox, link_in):
    sign_up(brief)
    client.post(link_in(outbox[0]))
    dora = Subscriber.objects.get()
    assert consent.stands(dora.subject, "brief")
    assert not consent.stands(dora.subject, "pollen")


def test_a_link_used_twice_is_friendly_and_changes_nothing(client, sign_up, outbox, link_in):
    sign_up()
    link = link_in(outbox[0])
    client.post(link)
    assert client.post(link).status_code == 200
    assert client.get(link).status_code == 200
    assert ConsentEvent.objects.count() == 1
    assert Subscriber.objects.count() == 1


def test_a_link_that_is_too_old_says_so(client, sign_up, outbox, link_in):
    sign_up()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.post(link_in(outbox[0])).status_code == 410
    assert not Subscriber.objects.exists()


def test_unconfirmed_sign_ups_are_deleted_after_fourteen_days(sign_up):
    sign_up()
    tasks.expire_signups()
    assert SignUp.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        tasks.expire_signups()
    assert not SignUp.objects.exists()


def test_a_cut_off_link_gets_a_friendly_page(client, sign_up, outbox, link_in):
    sign_up()
    answer = client.post(link_in(outbox[0])[:-5] + "/")
    assert answer.status_code == 404
    assert reverse("subscribers:preferences_request") in answer.content.decode()


def test_a_known_reader_gets_a_link_to_the_preferences_and_the_same_answer(ada, sign_up, outbox, link_in):
    unknown, known = sign_up(), sign_up(email="ADA@example.org")
    assert (unknown.status_code, unknown.url, unknown.content) == (
        known.status_code,
        known.url,
        known.content,
    )
    to_dora, to_ada = outbox
    assert "bestaetigen" in link_in(to_dora)
    assert to_ada.to == ["ada@example.org"]
    assert "einstellungen" in link_in(to_ada)
    assert SignUp.objects.count() == 1


def test_who_left_everything_may_sign_up_again(client, bruno, brief, sign_up, outbox, link_in):
    consent.withdraw(bruno.subject, brief)
    sign_up(email="bruno@example.org")
    client.post(link_in(outbox[0]))
    assert Subscriber.objects.get() == bruno
    assert consent.stands(bruno.subject, brief)


def test_a_reader_who_signs_up_anew_keeps_the_name_when_none_is_given(client, clara, sign_up, outbox, link_in):
    sign_up(email="Clara@example.org")
    client.post(link_in(outbox[0]))
    assert Subscriber.objects.get().name == "Clara Thiel"


def test_at_least_one_newsletter_must_be_ticked(sign_up, pollen, outbox):
    answer = sign_up(pollen)
    assert answer.status_code == 422
    assert not outbox
    assert not SignUp.objects.exists()


def test_a_wording_that_was_superseded_meanwhile_must_be_read_anew(sign_up, brief, outbox, client, shown):
    old = brief.wording("de")
    Wording.objects.create(purpose=brief, language="de", version=2, text="Ja, jeden Tag.")
    answer = sign_up(wordings=[old.pk])
    assert answer.status_code == 422
    assert "Ja, jeden Tag." in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_box_without_a_published_wording_is_not_shown(client, brief):
    draft = Purpose.objects.create(key="entwurf", kind=Purpose.Kind.NEWSLETTER, label_de="Entwurf")
    Wording.objects.create(purpose=draft, language="de", text="Ja zu nichts.", published_at=None)
    assert "Ja zu nichts." not in client.get(reverse("subscribers:signup")).content.decode()


def test_without_an_imprint_nobody_can_sign_up(client, brief, publisher):
    publisher.postal_address = ""
    publisher.save()
    assert 'name="email"' not in client.get(reverse("subscribers:signup")).content.decode()


def test_the_english_page_asks_in_english_and_the_letter_is_english(client, sign_up, outbox, brief):
    english = Wording.objects.create(purpose=brief, language="en", text="Yes to the letter.")
    assert "Yes to the letter." in client.get("/en/brief/").content.decode()
    sign_up(path="/en/brief/", wordings=[english.pk])
    assert SignUp.objects.get().language == "en"
    assert "http://testserver/en/brief/" in outbox[0].body


# --- Programs ---------------------------------------------------------------------------------------


def test_who_fills_the_hidden_field_gets_the_usual_answer_and_no_mail(sign_up, outbox):
    assert sign_up(website="https://spam.example").url == reverse("subscribers:signup_done")
    assert not outbox
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("age", [timedelta(seconds=0.5), timedelta(days=1, seconds=5)])
def test_a_form_sent_within_a_blink_or_after_a_day_is_shown_again(sign_up, outbox, age):
    with time_machine.travel(timezone.now() - age, tick=False):
        token = form_guard.timing_token()
    assert sign_up(shown=token).status_code == 422
    assert not outbox


def test_a_form_without_or_with_a_forged_time_is_shown_again(sign_up, outbox):
    assert sign_up(shown="").status_code == 422
    assert sign_up(shown="shown:1:x").status_code == 422
    assert not outbox


def test_the_fourth_mail_to_an_address_within_an_hour_is_not_sent(sign_up, outbox):
    answers = [sign_up() for _ in range(4)]
    assert len(outbox) == 3
    assert {answer.url for answer in answers} == {reverse("subscribers:signup_done")}


def test_a_network_may_ask_for_twenty_mails_an_hour(sign_up, outbox, client):
    for number in range(22):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"
        sign_up(email=f"reader{number}@example.org")
    assert len(outbox) == 20
    client.defaults["REMOTE_ADDR"] = "198.51.100.1"
    sign_up(email="elsewhere@example.org")
    assert len(outbox) == 21


def test_the_limits_end_with_the_hour(sign_up, outbox):
    for _ in range(4):
        sign_up()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        sign_up(shown=_shown_a_minute_ago())
    assert len(outbox) == 4


def _shown_a_minute_ago():
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return form_guard.timing_token()


# --- Fields ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Kaufen Sie bei spam.example", "https://spam.example", "Rabatt WWW.SPAM.COM"])
def test_the_name_carries_no_advertising_to_strangers(sign_up, name, outbox):
    assert sign_up(name=name).status_code == 422
    assert not outbox


@pytest.mark.parametrize("name", ["Dr.Meier", "J. R. Müller-Lüdenscheidt", "Zoë d’Arc", "李雷"])
def test_a_name_is_what_somebody_says_it_is(sign_up, name, outbox):
    sign_up(name=name)
    assert name in outbox[0].body


@pytest.mark.parametrize("value", ["²", "9" * 30, "-1", "", "x", "9" * 5000])
def test_a_box_that_was_never_shown_is_refused(sign_up, value, outbox):
    assert sign_up(wordings=[value]).status_code == 422
    assert sign_up(topics=[value or "y"]).status_code == 422
    assert not outbox


def test_a_confirmation_whose_task_was_lost_is_mailed_by_beat(home, publisher, outbox):
    with time_machine.travel("2026-05-01 08:00"):
        lost = SignUp.objects.create(email="emil@example.org")
    assert signup.forgotten_signups() == [lost.pk]
    tasks.send_confirmation(lost.pk)
    tasks.send_confirmation(lost.pk)
    assert [letter.to for letter in outbox] == [["emil@example.org"]]
    assert signup.forgotten_signups() == []


def test_two_sign_ups_confirmed_one_after_the_other_make_one_reader(newsletter):
    first, second = (SignUp.objects.create(email=email) for email in ("emil@example.org", "Emil@example.org"))
    signup.confirm(first.pk)
    signup.confirm(second.pk)
    assert Subscriber.objects.count() == 1


def test_who_signs_up_anew_has_ended_the_pause(client, bruno, brief, sign_up, outbox, link_in):
    bruno.paused_until = timezone.localdate() + timedelta(days=90)
    bruno.save()
    consent.withdraw(bruno.subject, brief)
    sign_up(email="bruno@example.org")
    client.post(link_in(outbox[0]))
    assert list(Subscriber.objects.mailable(brief)) == [bruno]
