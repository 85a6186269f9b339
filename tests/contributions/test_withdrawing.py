"""What a withdrawal takes away: the card, its picture, its address, at any time."""

from pathlib import Path

import pytest

from blog.models import PostcardPage
from contributions.models import Contribution
from contributions.services import withdrawing
from editorial.models import ReadablePage
from subscribers.models import ConsentEvent, Purpose
from subscribers.services import consent
from tests.contributions.mails import link_in, to_dora

State = Contribution.State


@pytest.fixture
def withdraw(client, worker):
    def withdraw(mail):
        with worker():
            return client.post(link_in(mail, "zurueckziehen"))

    return withdraw


def test_a_scanner_that_follows_the_link_withdraws_nothing(card, publish, client, outbox):
    card = publish(card)
    answer = client.get(link_in(to_dora(outbox)[0], "zurueckziehen"))
    assert "Dora" not in answer.content.decode()
    assert consent.stands(card.subject, Purpose.PUBLICATION)
    assert card.page.live


def test_withdrawing_takes_the_card_offline_and_deletes_everything(
    wagtail_indexes, card, publish, withdraw, client, rack, outbox
):
    card = publish(card)
    url, file = card.page.specific.url, Path(card.image.file.path)
    client.get(rack.url)
    [rendition, *_more] = card.image.renditions.all()
    cut = Path(rendition.file.path)

    assert withdraw(to_dora(outbox)[0]).status_code == 200

    card.refresh_from_db()
    assert (card.state, card.email, card.name, card.page, card.image) == (State.WITHDRAWN, "", "", None, None)
    assert client.get(url).status_code == 404
    assert "Wer zuhört" not in client.get(rack.url).content.decode()
    assert not file.exists()
    assert not cut.exists()
    assert [event.kind for event in ConsentEvent.objects.all()] == ["granted", "withdrawn"]


def test_the_card_is_offline_with_the_withdrawal_itself_and_not_only_when_a_worker_comes(card, publish, purpose):
    card = publish(card)
    consent.withdraw(card.subject, purpose, form="test")
    assert not ReadablePage.objects.filter(pk=card.page_id, live=True).exists()


def test_a_withdrawn_card_cannot_be_published_again(card, purpose):
    consent.withdraw(card.subject, purpose, form="test")
    page = PostcardPage.objects.get()
    page.get_latest_revision().publish()
    assert not PostcardPage.objects.filter(live=True).exists()


def test_withdrawing_twice_is_friendly_and_declared_once(card, publish, withdraw, client, outbox):
    publish(card)
    [mail] = to_dora(outbox)
    withdraw(mail)
    assert client.get(link_in(mail, "zurueckziehen")).status_code == 200
    assert withdraw(mail).status_code == 200
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1
    assert len(to_dora(outbox)) == 1


def test_who_withdraws_before_the_decision_gets_no_mail_about_it(card, outbox, client, worker):
    with worker():
        withdrawing.withdraw(card.subject)
    card.refresh_from_db()
    assert card.state == State.WITHDRAWN
    assert not PostcardPage.objects.exists()
    assert not to_dora(outbox)


def test_who_takes_it_back_before_confirming_leaves_nothing(fill_with_picture, client):
    fill_with_picture()
    withdrawing.withdraw(Contribution.objects.get().subject)
    assert not Contribution.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_the_withdrawal_of_somebody_elses_consent_touches_no_card(card, publish, purpose, ada):
    card = publish(card)
    consent.grant(ada.subject, purpose.wording("de"))
    consent.withdraw(ada.subject, purpose)
    card.refresh_from_db()
    assert card.state == State.PUBLISHED
    assert card.page.live
