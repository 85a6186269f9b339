"""Objection to profiling (GDPR Art. 21(2)) and restriction (Art. 18): at once, everywhere, and letters go on."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Edition
from newsletters.services import sending
from pollen import page_token, recognition
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from segments.services import exporting
from segments.services.interests import topic_segment
from subscribers.models import ConsentEvent, Purpose, Subscriber, Wording
from subscribers.services import consent, rights, tokens
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory, TopicFactory


@pytest.fixture
def page_of():
    return lambda reader: reverse("subscribers:objections", args=[tokens.for_preferences(reader)])


@pytest.fixture
def press(client, page_of):
    """Presses one of the buttons and gives the page that follows."""
    return lambda reader, name, value="now": client.post(page_of(reader), {name: value}, follow=True)


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert"])


@pytest.fixture
def letter_to(newsletter, outbox):
    """Sends an edition with one free place and gives this reader's letter."""

    def letter_to(reader):
        edition = EditionFactory(
            newsletter=newsletter, free_places=1, state=Edition.State.SCHEDULED, scheduled_for=timezone.now()
        )
        sending.start_due()
        sending.prepare(edition.pk)
        sending.deliver_batch(edition.pk)
        [letter] = [letter for letter in outbox if letter.to == [reader.email]]
        return letter, edition.deliveries.get(subscriber=reader)

    return letter_to


def sign_in_by_cookie(client, reader):
    response = HttpResponse()
    recognition.remember(response, reader)
    client.cookies[recognition.COOKIE] = response.cookies[recognition.COOKIE].value


def read(client, page):
    body = f'{{"page": "{page_token.for_page(page)}", "seconds": 600, "depth": 1}}'
    return client.post(reverse("pollen:beacon"), body, content_type="text/plain")


# --- Objecting to a profile -------------------------------------------------------------------------


def test_one_button_enters_the_objection_and_deletes_the_profile(ada, press, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    page = press(ada, "object").content.decode()
    assert "Ihr Widerspruch gilt ab sofort" in page
    event = ConsentEvent.objects.last()
    assert (event.purpose.key, event.kind, event.evidence) == ("pollen", "objected", {"form": "preferences"})
    assert not Grain.objects.exists()
    assert not Interest.objects.exists()
    assert not consent.stands(ada.subject, "pollen")
    assert consent.stands(ada.subject, "brief")


def test_who_never_agreed_to_pollen_may_object_all_the_same(bruno, pollen, press):
    press(bruno, "object")
    assert rights.objected_at(bruno.subject)


def test_an_objection_is_entered_once_however_often_the_button_is_pressed(ada, press):
    press(ada, "object")
    press(ada, "object")
    assert ConsentEvent.objects.filter(kind="objected").count() == 1


def test_letters_go_on_unpersonalised_after_an_objection(ada, press, story, letter_to):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, "object")
    _letter, delivery = letter_to(ada)
    assert (delivery.state, delivery.personalised) == ("sent", False)


def test_looking_at_the_page_objects_to_nothing(ada, client, page_of):
    before = ConsentEvent.objects.count()
    client.get(page_of(ada))
    assert ConsentEvent.objects.count() == before


def test_only_a_new_consent_to_the_shown_text_takes_an_objection_back(ada, client, page_of, press, pollen):
    press(ada, "object")
    wording = pollen.wording("de")
    page = client.get(page_of(ada)).content.decode()
    assert wording.text in page
    press(ada, "end_objection", wording.pk)
    assert consent.stands(ada.subject, "pollen")
    assert ConsentEvent.objects.last().wording == wording
    assert rights.objected_at(ada.subject) is None


@pytest.mark.parametrize("sent", ["", "x", "999999", "-1"])
def test_another_text_than_the_one_in_force_takes_nothing_back(ada, client, page_of, press, sent):
    press(ada, "object")
    assert client.post(page_of(ada), {"end_objection": sent}).status_code == 422
    assert not consent.stands(ada.subject, "pollen")


def test_a_text_that_was_replaced_while_the_page_was_open_takes_nothing_back(ada, client, page_of, press, pollen):
    press(ada, "object")
    stale = pollen.wording("de")
    Wording.objects.create(purpose=pollen, language="de", version=2, text="Ja, merken Sie sich alles.")
    answer = client.post(page_of(ada), {"end_objection": stale.pk})
    assert answer.status_code == 422
    assert "Ja, merken Sie sich alles." in answer.content.decode()
    assert not consent.stands(ada.subject, "pollen")


def test_the_settings_and_the_pollen_page_speak_of_the_objection(ada, client, press):
    press(ada, "object")
    token = tokens.for_preferences(ada)
    for name in ("subscribers:preferences", "pollen:profile"):
        assert "widersprochen" in client.get(reverse(name, args=[token])).content.decode()


# --- Restriction ------------------------------------------------------------------------------------


def test_a_restriction_holds_at_once_and_the_reader_ends_it(ada, press):
    press(ada, "restrict")
    assert not consent.stands(ada.subject, "pollen")
    assert consent.stands(ada.subject, "brief")
    press(ada, "end_restriction")
    assert consent.stands(ada.subject, "pollen")
    assert ConsentEvent.objects.filter(subject=ada.subject).count() == 2


def test_a_second_press_does_not_move_the_day(ada, press):
    press(ada, "restrict")
    since = Subscriber.objects.get().restricted_at
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        press(ada, "restrict")
    assert Subscriber.objects.get().restricted_at == since


def test_no_reading_is_noted_and_nobody_is_recognised(ada, client, press, story):
    sign_in_by_cookie(client, ada)
    press(ada, "restrict")
    sign_in_by_cookie(client, ada)
    answer = read(client, story)
    assert not Grain.objects.exists()
    # The cookie is taken back with the next answer, as after a withdrawal.
    assert answer.cookies[recognition.COOKIE].value == ""


def test_a_link_in_an_earlier_letter_notes_nothing(ada, client, press, story, letter_to):
    letter, _delivery = letter_to(ada)
    [link] = [word for word in letter.body.split() if "/l/" in word][:1]
    press(ada, "restrict")
    answer = client.get(link.replace("http://testserver", ""))
    assert answer.status_code == 302
    assert not Grain.objects.exists()
    assert recognition.COOKIE not in answer.cookies


def test_letters_go_on_as_they_are_made_for_everybody(ada, press, story, letter_to):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    press(ada, "restrict")
    letter, delivery = letter_to(ada)
    assert (delivery.state, delivery.personalised) == ("sent", False)
    assert "/l/" not in letter.body


def test_a_letter_that_was_queued_before_is_not_personalised_either(ada, newsletter, press, story, outbox):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    edition = EditionFactory(
        newsletter=newsletter, free_places=1, state=Edition.State.SCHEDULED, scheduled_for=timezone.now()
    )
    sending.start_due()
    sending.prepare(edition.pk)
    press(ada, "restrict")
    sending.deliver_batch(edition.pk)
    assert [delivery.personalised for delivery in edition.deliveries.all()] == [False]


def test_what_was_noted_is_kept_and_neither_folded_nor_deleted(ada, press, story, settings):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    kept = StoryPageFactory(title="Der Bäcker", topics=["Kundenwert"])
    gathering.record(ada, kept, Grain.Kind.READ)
    before = Interest.objects.get().lasting
    press(ada, "restrict")
    with time_machine.travel(timezone.now() + timedelta(days=settings.GRAIN_EXPIRES_DAYS + 1)):
        assert folding.fold() == 0
        gathering.expire()
        gathering.forget_without_consent()
        assert Grain.objects.count() == 2
        assert Interest.objects.get().lasting == before


def test_after_the_restriction_everything_goes_its_way_again(ada, press, story, settings):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, "restrict")
    press(ada, "end_restriction")
    assert folding.fold() == 1
    assert Interest.objects.filter(subscriber=ada).exists()
    with time_machine.travel(timezone.now() + timedelta(days=settings.GRAIN_EXPIRES_DAYS + 1)):
        gathering.expire()
    assert not Grain.objects.exists()


def test_withdrawing_while_restricted_deletes_as_ever(ada, press, story):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, "restrict")
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert not Grain.objects.exists()


def test_segments_and_exports_are_without_the_reader(ada, brief, press, settings):
    settings.EXPORT_MINIMUM_SIZE = 1
    topic = TopicFactory(label_de="Recht")
    gesa = SubscriberFactory(email="gesa@example.org", consents=["brief", "pollen"])
    for reader in (ada, gesa):
        reader.topic_choices.create(topic=topic, stance="wanted")
    press(ada, "restrict")
    assert topic_segment(topic).members == {gesa.pk}
    assert exporting.lawful_readers(topic, brief) == [gesa]


def test_the_reader_still_sees_what_is_kept(ada, client, press, story):
    gathering.record(ada, story, Grain.Kind.READ)
    press(ada, "restrict")
    page = client.get(reverse("pollen:profile", args=[tokens.for_preferences(ada)])).content.decode()
    assert "Die Bäckerin" in page
    assert "eingeschränkt" in page


def test_the_settings_say_that_a_consent_rests(ada, client, press):
    press(ada, "restrict")
    page = client.get(reverse("subscribers:preferences", args=[tokens.for_preferences(ada)])).content.decode()
    assert "Zurzeit ruht sie" in page


def test_an_unknown_button_changes_nothing(ada, client, page_of):
    client.post(page_of(ada), {"anything": "1"})
    assert Subscriber.objects.get().restricted_at is None
    assert consent.stands(ada.subject, "pollen")
