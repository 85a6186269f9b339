from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from subscribers.models import ConsentEvent, Subscriber, TopicChoice, Wording
from subscribers.services import consent, ledger, tokens
from tests.factories import PurposeFactory, TopicFactory


@pytest.fixture
def page_of():
    return lambda subscriber: reverse("subscribers:preferences", args=[tokens.for_preferences(subscriber)])


@pytest.fixture
def save(client, page_of):
    """Sends the preference page as it was shown, with the changes that are named."""

    def send(subscriber, **changes):
        path = page_of(subscriber)
        form = client.get(path).context["form"]
        data = {name: value for name, value in form.initial.items() if value is not None}
        data |= {"wordings": list(form.ticked()), "stood": list(form.shown_as_standing())}
        data |= {row.name: row.stance for row in form.topic_rows()}
        data |= {f"{row.name}-shown": row.shown for row in form.topic_rows()}
        return client.post(path, data | changes)

    return send


def events_after(count):
    return [(event.purpose.key, event.kind) for event in ConsentEvent.objects.all()[count:]]


# --- The way in -------------------------------------------------------------------------------------


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, worker, shown, ada, outbox, link_in):
    path = reverse("subscribers:preferences_request")
    with worker():
        known = client.post(path, {"email": "ada@example.org", "shown": shown})
        unknown = client.post(path, {"email": "nobody@example.org", "shown": shown})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    [letter] = outbox
    assert letter.to == ["ada@example.org"]
    assert client.get(link_in(letter)).status_code == 200


def test_links_are_not_mailed_more_than_three_times_an_hour(client, worker, shown, ada, outbox):
    for _ in range(5):
        with worker():
            client.post(reverse("subscribers:preferences_request"), {"email": "ada@example.org", "shown": shown})
    assert len(outbox) == 3


def test_a_link_works_for_an_hour_only(client, ada, page_of):
    path = page_of(ada)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 410
        assert client.post(path, {"leave": "everything"}).status_code == 410
    assert consent.stands(ada.subject, "brief")


@pytest.mark.parametrize(
    "damage", [lambda path: path[:-3] + "/", lambda path: path.replace("einst", "einst")[:-1] + "x/"]
)
def test_a_damaged_link_gets_a_friendly_page_and_shows_nothing(client, ada, page_of, damage):
    answer = client.get(damage(page_of(ada)))
    assert answer.status_code == 404
    assert "Ada" not in answer.content.decode()


def test_a_link_to_unsubscribe_does_not_open_the_preferences(client, ada, brief):
    token = tokens.for_unsubscribing(ada.subject, brief.pk)
    assert client.get(reverse("subscribers:preferences", args=[token])).status_code == 404


def test_the_page_is_kept_out_of_caches_referrers_and_search_engines(client, ada, page_of):
    answer = client.get(page_of(ada))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_a_reader_who_was_erased_has_no_page(client, ada, page_of):
    path = page_of(ada)
    ada.delete()
    assert client.get(path).status_code == 404


# --- Consents ---------------------------------------------------------------------------------------


def test_saving_without_a_change_declares_nothing(ada, save):
    before = ConsentEvent.objects.count()
    assert save(ada).status_code == 302
    assert ConsentEvent.objects.count() == before


def test_pollen_alone_can_be_withdrawn(ada, save, brief):
    before = ConsentEvent.objects.count()
    save(ada, wordings=[brief.wording("de").pk])
    assert events_after(before) == [("pollen", "withdrawn")]
    assert ConsentEvent.objects.last().evidence == {"form": "preferences"}
    assert consent.stands(ada.subject, "brief")


def test_pollen_alone_can_be_granted(bruno, save, brief, pollen):
    before = ConsentEvent.objects.count()
    save(bruno, wordings=[brief.wording("de").pk, pollen.wording("de").pk])
    assert events_after(before) == [("pollen", "granted")]
    event = ConsentEvent.objects.last()
    assert (event.wording, event.evidence) == (pollen.wording("de"), {"form": "preferences"})


def test_each_newsletter_is_changed_alone(ada, save, pollen):
    monthly = PurposeFactory(key="monatsbrief")
    before = ConsentEvent.objects.count()
    save(ada, wordings=[monthly.wording("de").pk, pollen.wording("de").pk])
    assert sorted(events_after(before)) == [("brief", "withdrawn"), ("monatsbrief", "granted")]


def test_a_page_left_open_does_not_renew_what_was_withdrawn_meanwhile(ada, client, page_of, save, brief):
    path = page_of(ada)
    form = client.get(path).context["form"]
    stale = {"wordings": list(form.ticked()), "stood": list(form.shown_as_standing()), "pause": "none"}
    consent.withdraw(ada.subject, brief)
    client.post(path, {**stale, "name": "Ada", "language": "de", "form_of_address": "sie", "frequency": "each"})
    assert not consent.stands(ada.subject, "brief")


@pytest.fixture
def new_text(brief):
    """A second version of the letter's wording, published after Ada and Bruno agreed to the first."""
    return lambda: Wording.objects.create(purpose=brief, language="de", version=2, text="Ja, jeden Tag.")


def test_an_older_text_is_shown_as_agreed_to_and_the_new_one_is_offered_unticked(ada, client, page_of, new_text):
    offered = new_text()
    answer = client.get(page_of(ada))
    page = answer.content.decode()
    assert "Ja zu Brief." in page
    assert "Ja, jeden Tag." in page
    assert answer.context["form"].ticked_anew() == set()
    assert f'name="anew" value="{offered.pk}"' in page


def test_a_new_text_does_not_silently_cover_an_older_consent(ada, save, new_text):
    new_text()
    before = ConsentEvent.objects.count()
    save(ada)
    assert events_after(before) == []


def test_agreeing_to_the_new_text_is_a_declaration_of_its_own(ada, client, page_of, save, new_text):
    offered = new_text()
    before = ConsentEvent.objects.count()
    save(ada, anew=[offered.pk])
    assert events_after(before) == [("brief", "granted")]
    assert ConsentEvent.objects.last().wording == offered
    page = client.get(page_of(ada)).content.decode()
    assert "Ja zu Brief." not in page
    assert 'name="anew"' not in page


def test_the_new_text_can_take_the_place_of_the_old_one_that_is_given_up(ada, save, brief, pollen, new_text):
    offered = new_text()
    save(ada, wordings=[pollen.wording("de").pk], anew=[offered.pk])
    assert consent.stands(ada.subject, brief)


def test_a_translation_of_the_agreed_text_is_no_new_text(ada, client, english, brief):
    Wording.objects.create(purpose=brief, language="en", version=1, text="Yes to the letter.")
    page = client.get(f"/en/brief/einstellungen/{tokens.for_preferences(ada)}/").content.decode()
    assert "Ja zu Brief." in page
    assert 'name="anew"' not in page


def test_a_text_that_was_replaced_while_the_page_was_open_is_not_agreed_to(ada, save, client, page_of, new_text):
    stale = new_text()
    Wording.objects.create(purpose=stale.purpose, language="de", version=3, text="Ja, jede Stunde.")
    before = ConsentEvent.objects.count()
    answer = save(ada, anew=[stale.pk])
    assert answer.status_code == 422
    assert events_after(before) == []


def test_a_consent_from_a_list_that_did_not_say_the_words_claims_none(clara, client, page_of, brief):
    event = ConsentEvent(subject=clara.subject, purpose=brief, kind="imported", evidence={"source": "Liste"})
    ledger.append(event)
    page = client.get(page_of(clara)).content.decode()
    assert page.count("Ja zu Brief.") == 1
    assert 'name="anew"' in page


def test_a_consent_stays_withdrawable_after_its_purpose_is_no_longer_offered(ada, save, brief, pollen):
    brief.active = False
    brief.save()
    save(ada, wordings=[pollen.wording("de").pk])
    assert not consent.stands(ada.subject, "brief")


def test_leaving_everything_withdraws_each_purpose(ada, client, page_of):
    before = ConsentEvent.objects.count()
    answer = client.post(page_of(ada), {"leave": "everything"})
    assert sorted(events_after(before)) == [("brief", "withdrawn"), ("pollen", "withdrawn")]
    assert reverse("subscribers:signup") in answer.content.decode()
    assert not consent.standing_purposes(ada.subject)


# --- The reader -------------------------------------------------------------------------------------


def test_name_language_and_form_of_address_are_the_readers_to_change(ada, save):
    save(ada, name="Ada L.", language="en", form_of_address="du")
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.form_of_address) == ("Ada L.", "en", "du")


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        ({"pause": "none"}, None),
        ({"pause": "4w"}, date(2026, 3, 30)),
        ({"pause": "3m"}, date(2026, 6, 1)),
        ({"pause": "date", "pause_date": "2026-07-15"}, date(2026, 7, 15)),
    ],
)
def test_a_pause_ends_on_the_day_that_was_chosen(ada, save, choice, until):
    with time_machine.travel("2026-03-02 12:00+01:00"):
        assert save(ada, **choice).status_code == 302
        ada.refresh_from_db()
        assert ada.paused_until == until
        assert (ada in Subscriber.objects.present()) == (until is None)


@pytest.mark.parametrize("day", ["", "2020-01-01", "tomorrow"])
def test_a_pause_until_no_day_or_a_day_gone_by_is_explained(ada, save, day):
    assert save(ada, pause="date", pause_date=day).status_code == 422
    ada.refresh_from_db()
    assert ada.paused_until is None


def test_topics_are_wanted_refused_or_neither(ada, save):
    wanted, refused, neither = (TopicFactory(label_de=label) for label in ("Recht", "Führung", "Essen"))
    for topic in (refused, neither):
        TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    save(
        ada,
        **{f"topic-{wanted.pk}": "wanted", f"topic-{refused.pk}": "refused", f"topic-{neither.pk}": ""},
    )
    stances = dict(ada.topic_choices.values_list("topic__label_de", "stance"))
    assert stances == {"Recht": "wanted", "Führung": "refused"}


@pytest.mark.parametrize("frequency", ["each", "weekly", "monthly"])
def test_letters_come_as_often_as_the_reader_says(ada, save, frequency):
    assert save(ada, frequency=frequency).status_code == 302
    ada.refresh_from_db()
    assert ada.frequency == frequency


def test_a_pause_is_ended_by_one_button(ada, client, page_of):
    assert "end_pause" not in client.get(page_of(ada)).content.decode()
    Subscriber.objects.update(paused_until=timezone.localdate() + timedelta(days=30))
    assert "end_pause" in client.get(page_of(ada)).content.decode()
    assert client.post(page_of(ada), {"end_pause": "now"}).status_code == 302
    assert ada in Subscriber.objects.present()


def test_saving_is_a_sign_of_life(ada, save):
    long_ago = timezone.now() - timedelta(days=900)
    Subscriber.objects.update(last_sign_at=long_ago, asked_to_stay_at=long_ago)
    save(ada)
    ada.refresh_from_db()
    assert ada.last_sign_at > timezone.now() - timedelta(minutes=1)
    assert ada.asked_to_stay_at is None


def test_saving_changes_nothing_that_the_page_does_not_show(ada, client, page_of):
    """The address was changed in another window while this page was open."""
    path = page_of(ada)
    form = client.get(path).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    Subscriber.objects.update(email="ada@example.com", restricted_at=timezone.now())
    client.post(path, {**data, "wordings": list(form.ticked()), "stood": list(form.shown_as_standing())})
    ada.refresh_from_db()
    assert ada.email == "ada@example.com"
    assert ada.restricted_at
