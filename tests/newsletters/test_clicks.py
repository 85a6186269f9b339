import pytest
import time_machine
from django.urls import reverse

from newsletters.models import Delivery
from newsletters.services import links
from pollen import recognition
from pollen.models import Grain
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import EditionFactory, StoryPageFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin")


def link_for(subscriber, story, newsletter):
    delivery = Delivery.objects.create(edition=EditionFactory(newsletter=newsletter), subscriber=subscriber)
    return links.recognising(delivery.pk, story.pk)


def test_a_click_leads_to_the_page_and_is_remembered(client, ada, story, newsletter):
    response = client.get(link_for(ada, story, newsletter))
    assert response.headers["Location"].endswith("/geschichten/die-backerin/")
    assert [grain.kind for grain in Grain.objects.filter(subscriber=ada)] == ["click"]
    cookie = response.cookies[recognition.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "ada" not in cookie.value


def test_after_a_withdrawal_the_same_link_only_leads_to_the_page(client, ada, story, newsletter):
    link = link_for(ada, story, newsletter)
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    response = client.get(link)
    assert response.status_code == 302
    assert not response.cookies
    assert not Grain.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_a_browsers_no_is_obeyed(client, ada, story, newsletter, headers):
    response = client.get(link_for(ada, story, newsletter), headers=headers)
    assert not response.cookies
    assert not Grain.objects.exists()


def test_a_link_scanner_that_only_asks_for_the_head_leaves_nothing(client, ada, story, newsletter):
    client.head(link_for(ada, story, newsletter))
    assert not Grain.objects.exists()


def test_an_old_letter_leads_to_the_page_and_recognises_nobody(client, ada, story, newsletter):
    with time_machine.travel("2026-03-01"):
        link = link_for(ada, story, newsletter)
    with time_machine.travel("2026-04-15"):
        response = client.get(link)
    assert response.status_code == 302
    assert not response.cookies


def test_a_link_that_was_cut_off_says_so(client, home):
    response = client.get(reverse("newsletters:click", args=["abc.def"]))
    assert response.status_code == 404


def test_a_page_that_was_taken_down_is_not_found(client, ada, story, newsletter):
    link = link_for(ada, story, newsletter)
    story.unpublish()
    assert client.get(link).status_code == 404
