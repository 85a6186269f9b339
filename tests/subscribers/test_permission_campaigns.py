"""A new wording does not cover old consents; it asks anew, and each reader once at most (privacy.md, line 6)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from subscribers import mail
from subscribers.models import (
    ConsentEvent,
    ConsentState,
    PermissionAsk,
    Subscriber,
    SuppressedAddress,
    Wording,
)
from subscribers.services import consent, permission, suppression
from tests.factories import SubscriberFactory


@pytest.fixture
def renewed(brief):
    """The second version of the newsletter's wording, in force."""
    return Wording.objects.create(
        purpose=brief,
        language="de",
        version=2,
        text="Ja zum Brief, auch am Sonntag.",
        yes_means="Er kommt täglich.",
    )


@pytest.fixture
def campaign(ada, bruno, renewed, publisher, mailoutbox):
    permission.ask(renewed)
    permission.send_due()
    return mailoutbox


def version_of(reader, purpose):
    return ConsentState.objects.get(subject=reader.subject, purpose=purpose).wording.version


def test_a_new_wording_covers_nobody_who_agreed_to_the_old_one(ada, brief, renewed):
    assert version_of(ada, brief) == 1
    assert permission.older_consents(renewed).filter(subject=ada.subject).exists()
    assert consent.stands(ada.subject, brief)


def test_each_reader_is_asked_once_however_often_the_campaign_is_run(campaign, ada, bruno, renewed):
    with pytest.raises(permission.NothingToAsk):
        permission.ask(renewed)
    permission.send_due()
    assert sorted(letter.to[0] for letter in campaign) == sorted([ada.email, bruno.email])


def test_the_mail_shows_the_new_text_and_the_old_one(campaign):
    letter = campaign[0]
    assert "Ja zum Brief, auch am Sonntag." in letter.body
    assert "Er kommt täglich." in letter.body
    assert "Ja zu Brief." in letter.body


def test_opening_the_link_changes_nothing_and_a_post_agrees(client, campaign, ada, brief, link_in):
    link = link_in(next(letter for letter in campaign if letter.to == [ada.email]))
    before = ConsentEvent.objects.count()
    page = client.get(link)
    assert "auch am Sonntag" in page.content.decode()
    assert ConsentEvent.objects.count() == before
    client.post(link)
    assert version_of(ada, brief) == 2
    event = ConsentEvent.objects.last()
    assert (event.kind, event.wording.version, event.evidence["form"]) == ("granted", 2, "permission")
    assert event.evidence["requested_at"]
    assert event.evidence["confirmed_at"]


def test_agreeing_twice_enters_one_event(client, campaign, ada, link_in):
    link = link_in(next(letter for letter in campaign if letter.to == [ada.email]))
    client.post(link)
    before = ConsentEvent.objects.count()
    assert client.post(link).status_code == 200
    assert ConsentEvent.objects.count() == before


def test_who_does_not_answer_keeps_the_old_consent(campaign, ada, brief):
    assert consent.stands(ada.subject, brief)
    assert version_of(ada, brief) == 1


def test_who_withdrew_after_the_mail_does_not_come_back_through_its_link(client, campaign, ada, brief, link_in):
    link = link_in(next(letter for letter in campaign if letter.to == [ada.email]))
    consent.withdraw(ada.subject, brief)
    client.post(link)
    assert not consent.stands(ada.subject, brief)


def test_a_link_to_a_text_that_was_superseded_again_agrees_to_nothing(client, campaign, ada, brief, link_in):
    link = link_in(next(letter for letter in campaign if letter.to == [ada.email]))
    Wording.objects.create(purpose=brief, language="de", version=3, text="Ja, noch anders.")
    client.post(link)
    assert version_of(ada, brief) == 1


def test_who_left_before_the_mail_gets_none(ada, bruno, brief, renewed, publisher, mailoutbox):
    permission.ask(renewed)
    consent.withdraw(ada.subject, brief)
    permission.send_due()
    assert [letter.to for letter in mailoutbox] == [[bruno.email]]


def test_a_suppressed_address_gets_none(ada, bruno, renewed, publisher, mailoutbox):
    permission.ask(renewed)
    suppression.suppress(ada.email, SuppressedAddress.Reason.COMPLAINED)
    permission.send_due()
    assert [letter.to for letter in mailoutbox] == [[bruno.email]]


def test_during_a_pause_the_question_waits(ada, renewed, publisher, mailoutbox):
    ada.paused_until = timezone.localdate() + timedelta(days=10)
    ada.save()
    permission.ask(renewed)
    permission.send_due()
    assert not mailoutbox
    assert PermissionAsk.objects.get(subscriber=ada).mailed_at is None


def test_readers_of_another_language_agreed_to_another_text(brief, renewed):
    Wording.objects.create(purpose=brief, language="en", version=1, text="Yes to the letter.")
    frida = SubscriberFactory(email="frida@example.org", language="en", consents=["brief"])
    assert frida not in permission.to_be_asked(renewed)


def test_without_an_imprint_nothing_is_mailed_and_nothing_is_lost(ada, publisher, renewed, mailoutbox):
    publisher.postal_address = ""
    publisher.save()
    permission.ask(renewed)
    permission.send_due()
    assert not mailoutbox
    assert PermissionAsk.objects.get().mailed_at is None
    assert PermissionAsk.objects.get().attempts == 1


def test_the_editor_sees_the_form_with_the_draft_in_it(admin_client, home, brief, publisher):
    draft = Wording.objects.create(
        purpose=brief, language="de", version=2, text="Ja, ganz neu.", published_at=None
    )
    page = admin_client.get(reverse("wordings:preview", args=[draft.pk])).content.decode()
    assert "Ja, ganz neu." in page
    assert "Ja zu Brief." not in page
    assert (
        reverse("wordings:preview", args=[draft.pk])
        in admin_client.get(reverse("wordings:inspect", args=[draft.pk])).content.decode()
    )


def test_the_next_version_begins_with_the_text_it_supersedes(admin_client, home, brief):
    page = admin_client.get(reverse("wordings:add"), {"after": brief.wording("de").pk})
    assert page.context["form"].initial["text"] == "Ja zu Brief."


def test_the_admin_asks_older_readers_with_one_button(admin_client, home, ada, bruno, renewed):
    page = admin_client.get(reverse("wordings:inspect", args=[renewed.pk]))
    assert page.context["to_ask"] == 2
    admin_client.post(reverse("wordings:ask", args=[renewed.pk]))
    assert PermissionAsk.objects.filter(campaign__wording=renewed).count() == 2
    page = admin_client.get(reverse("wordings:inspect", args=[renewed.pk]))
    assert (page.context["to_ask"], page.context["asked"]) == (0, 2)


def test_purposes_are_named_and_offered_in_the_admin_but_never_made_or_deleted_there(admin_client, home, brief):
    answer = admin_client.post(
        reverse("purposes:edit", args=[brief.pk]), {"label_de": "Post", "label_en": "Mail", "position": 3}
    )
    assert answer.status_code == 302
    brief.refresh_from_db()
    assert (brief.label_de, brief.label_en, brief.active, brief.key) == ("Post", "Mail", False, "brief")
    for address in (reverse("purposes:add"), reverse("purposes:delete", args=[brief.pk])):
        assert admin_client.post(address).status_code == 302
    brief.refresh_from_db()


@pytest.mark.parametrize("since", ["restricted_at", "unreachable_at"])
def test_who_restricted_the_use_or_takes_no_mail_by_now_gets_none(
    ada, bruno, renewed, publisher, mailoutbox, since
):
    permission.ask(renewed)
    Subscriber.objects.filter(pk=ada.pk).update(**{since: timezone.now()})
    permission.send_due()
    assert [letter.to for letter in mailoutbox] == [[bruno.email]]


def test_one_mail_that_cannot_be_made_does_not_keep_the_others(
    ada, bruno, renewed, publisher, mailoutbox, monkeypatch
):
    send_mail = mail.send_mail

    def choosy(name, recipient, *rest):
        if recipient.email == ada.email:
            raise ValueError("no such template")
        send_mail(name, recipient, *rest)

    monkeypatch.setattr(mail, "send_mail", choosy)
    permission.ask(renewed)
    permission.send_due()
    assert [letter.to for letter in mailoutbox] == [[bruno.email]]
    assert PermissionAsk.objects.get(subscriber=ada).attempts == 1
