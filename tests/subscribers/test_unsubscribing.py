from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from subscribers.models import ConsentEvent
from subscribers.services import consent, tokens
from tests.factories import PurposeFactory


@pytest.fixture
def link(ada, brief):
    return reverse("subscribers:unsubscribe", args=[tokens.for_unsubscribing(ada.subject, brief.pk)])


def test_a_scanner_that_follows_the_link_unsubscribes_nobody(client, ada, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "Brief" in page.content.decode()
    assert "ada" not in page.content.decode().lower()
    assert client.head(link).status_code == 200
    assert consent.stands(ada.subject, "brief")


def test_the_page_asks_once_and_then_it_is_over(client, ada, link):
    answer = client.post(link)
    assert answer.status_code == 200
    assert reverse("subscribers:signup") in answer.content.decode()
    assert not consent.stands(ada.subject, "brief")
    event = ConsentEvent.objects.last()
    assert (event.kind, event.evidence) == ("withdrawn", {"form": "unsubscribe"})


def test_only_this_newsletter_ends(client, ada, link):
    monthly = PurposeFactory(key="monatsbrief")
    consent.grant(ada.subject, monthly.wording("de"))
    client.post(link)
    assert consent.stands(ada.subject, "monatsbrief")
    assert consent.stands(ada.subject, "pollen")


def test_a_mail_program_unsubscribes_with_one_click(ada, link):
    """RFC 8058 § 3.2: a POST without cookies, without a referrer, answered without a redirect."""
    mail_program = Client(enforce_csrf_checks=True)
    answer = mail_program.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not consent.stands(ada.subject, "brief")
    assert ConsentEvent.objects.last().evidence == {"form": "one-click"}


def test_one_click_as_multipart_works_too(ada, link):
    body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    answer = Client().post(link, body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 200
    assert ConsentEvent.objects.last().evidence == {"form": "one-click"}


def test_unsubscribing_twice_is_friendly_and_declares_once(client, ada, link):
    client.post(link)
    before = ConsentEvent.objects.count()
    assert client.post(link).status_code == 200
    assert ConsentEvent.objects.count() == before


def test_a_link_found_again_after_years_still_works(client, ada, link):
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert client.post(link).status_code == 200
    assert not consent.stands(ada.subject, "brief")


def test_a_damaged_link_gets_a_friendly_page(client, ada, link):
    answer = client.post(link[:-4] + "/")
    assert answer.status_code == 404
    assert reverse("subscribers:preferences_request") in answer.content.decode()
    assert consent.stands(ada.subject, "brief")


def test_an_erased_reader_can_still_follow_an_old_link(client, ada, link):
    ada.delete()
    assert client.post(link).status_code == 200


def test_a_link_outlives_a_new_secret_key_while_the_old_one_is_a_fallback(client, ada, link, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a-new-key-for-tests"
    assert client.post(link).status_code == 404
    assert consent.stands(ada.subject, "brief")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert client.post(link).status_code == 200
    assert not consent.stands(ada.subject, "brief")


def test_one_click_counts_where_a_mail_program_forgets_to_name_its_kind_of_form(ada, link):
    answer = Client().post(link, "List-Unsubscribe=One-Click", content_type="text/plain")
    assert answer.status_code == 200
    assert ConsentEvent.objects.last().evidence == {"form": "one-click"}


@pytest.mark.parametrize("body", ["", "List-Unsubscribe=one+click", "List-Unsubscribe=", "x=List-Unsubscribe"])
def test_any_other_post_is_the_pages_own_form_and_gets_the_page(ada, link, body):
    answer = Client().post(link, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()
    assert ConsentEvent.objects.last().evidence == {"form": "unsubscribe"}


def test_one_click_gets_a_plain_answer_in_a_few_words(ada, link):
    answer = Client().post(link, {"List-Unsubscribe": "One-Click"})
    assert answer["Content-Type"].startswith("text/plain")
    assert len(answer.content) < 100


def test_the_page_asks_one_question_and_offers_a_pause_instead(client, ada, link):
    page = client.get(link).content.decode()
    for offered in ('value="4w"', 'value="3m"', 'name="pause_date"'):
        assert offered in page
    assert page.count("<h1") == 1
