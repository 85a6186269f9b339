"""What the editors decide, and what the sender hears of it."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model

from blog.models import PostcardPage
from contributions import tasks
from contributions.models import Contribution, Notice
from contributions.services import deciding
from tests.contributions.mails import link_in, to_dora

State = Contribution.State


@pytest.fixture
def decline(client, henrike, worker):
    """Declines in the admin, as an editor does."""

    def decline(contribution, **fields):
        client.force_login(henrike)
        with worker():
            return client.post(reverse("contributions_decline", args=[contribution.pk]), fields)

    return decline


# --- Published --------------------------------------------------------------------------------------


def test_a_published_card_stands_in_the_rack_and_its_sender_hears_of_it(card, publish, client, rack, outbox):
    card = publish(card)
    assert card.state == State.PUBLISHED
    assert card.decided_at
    assert "Wer zuhört" in client.get(rack.url).content.decode()
    [mail] = to_dora(outbox)
    assert "Dora Nissen," in mail.body
    assert client.get(link_in(mail, "ansichtskarten")).status_code == 200
    assert client.get(link_in(mail, "zurueckziehen")).status_code == 200


def test_the_mail_goes_once_however_often_the_page_is_published(card, publish, outbox, worker):
    publish(card)
    publish(card)
    tasks.carry_on(card.pk)
    with worker():
        card.page.specific.unpublish()
    card.refresh_from_db()
    assert card.state == State.OFFLINE
    publish(card)
    card.refresh_from_db()
    assert card.state == State.PUBLISHED
    assert len(to_dora(outbox)) == 1


def test_a_page_that_went_offline_before_the_mail_left_is_not_announced(card, outbox, client):
    card.refresh_from_db()
    page = card.page.specific
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    tasks.carry_on(card.pk)
    assert not to_dora(outbox)


def test_the_last_approval_in_wagtails_moderation_publishes_and_tells(card, henrike, worker, outbox):
    card.refresh_from_db()
    with worker():
        while task := card.page.specific.current_workflow_task:
            assert not card.page.live
            task.on_action(card.page.specific.current_workflow_task_state, henrike, "approve")
            card.refresh_from_db()
    assert card.state == State.PUBLISHED
    assert len(to_dora(outbox)) == 1


def test_the_mail_is_in_the_language_of_the_sender(fill, confirm, publish, purpose, outbox, client, worker):
    fill("/en/mitmachen/postkarte/", wordings=purpose.wording("en").pk)
    with worker():
        client.post(link_in(outbox[0], "bestaetigen"))
    publish(Contribution.objects.get())
    assert to_dora(outbox)[0].subject == "Your card is published"


# --- Declined ---------------------------------------------------------------------------------------


def test_a_declined_card_is_answered_with_the_editors_words_and_deleted(wagtail_indexes, card, decline, outbox):
    card.refresh_from_db()
    file = Path(card.image.file.path)
    assert file.exists()

    decline(card, reason="Die Karte ist schön, aber sie wirbt.\nSchreiben Sie uns eine andere?")

    [mail] = to_dora(outbox)
    [(html, _kind)] = mail.alternatives
    assert "Die Karte ist schön, aber sie wirbt.\nSchreiben Sie uns eine andere?" in mail.body
    assert "aber sie wirbt.<br" in html
    card.refresh_from_db()
    assert (card.state, card.page, card.image) == (State.DECLINED, None, None)
    assert not PostcardPage.objects.exists()
    assert not get_image_model().objects.exists()
    assert not file.exists()


def test_editors_words_are_no_markup(card, decline, outbox):
    decline(card, reason="<script>alert(1)</script>")
    [(html, _kind)] = to_dora(outbox)[0].alternatives
    assert "<script>alert" not in html


def test_declining_twice_mails_once(card, decline, outbox):
    decline(card, reason="Erstens")
    decline(card, reason="Zweitens")
    tasks.carry_on(card.pk)
    [mail] = to_dora(outbox)
    assert "Erstens" in mail.body


def test_a_rejection_in_wagtails_moderation_declines_with_its_comment(card, client, henrike, worker, outbox):
    card.refresh_from_db()
    page, task = card.page, card.page.current_workflow_task_state
    client.force_login(henrike)
    with worker():
        client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk]),
            {"comment": "Bitte ohne Firmennamen."},
        )
    card.refresh_from_db()
    assert card.state == State.DECLINED
    assert "Bitte ohne Firmennamen." in to_dora(outbox)[0].body
    assert not PostcardPage.objects.exists()


def test_a_rejection_that_is_meant_for_an_editor_does_not_reach_the_sender(card, henrike, worker, outbox):
    card.refresh_from_db()
    page = card.page.specific
    page.current_workflow_state.cancel(user=henrike)
    page.get_workflow().start(page, henrike)
    with worker():
        page = card.page.specific
        page.current_workflow_task.on_action(
            page.current_workflow_task_state, henrike, "reject", comment="Kürzer, bitte."
        )
    card.refresh_from_db()
    assert card.state == State.RECEIVED
    assert not to_dora(outbox)


def test_an_undecided_page_that_is_deleted_is_declined_without_words(card, worker, outbox):
    card.refresh_from_db()
    with worker():
        card.page.specific.delete()
    card.refresh_from_db()
    assert (card.state, card.page, card.image) == (State.DECLINED, None, None)
    assert len(to_dora(outbox)) == 1
    assert not get_image_model().objects.exists()


def test_a_published_page_that_is_deleted_is_no_refusal(card, publish, worker, outbox):
    card = publish(card)
    with worker():
        card.page.specific.delete()
    tasks.carry_on(card.pk)
    card.refresh_from_db()
    assert (card.state, card.page, card.image) == (State.OFFLINE, None, None)
    assert len(to_dora(outbox)) == 1


def test_what_was_declined_does_not_go_online_any_more(card, publish):
    """Between the refusal and the end of the page an editor may still have it open."""
    card.refresh_from_db()
    deciding.decline(card.pk)
    card.page.specific.get_latest_revision().publish()
    assert not PostcardPage.objects.filter(live=True).exists()


# --- Mail that does not get through ----------------------------------------------------------------------


def test_a_mail_that_the_server_defers_is_tried_again_and_the_page_waits_for_it(card, settings, outbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    deciding.decline(card.pk, "Leider nicht.")
    tasks.carry_on(card.pk)
    assert PostcardPage.objects.exists()
    notice = Notice.objects.get(kind=Notice.Kind.DECLINED)
    assert (notice.sent_at, notice.attempts) == (None, 1)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tasks.carry_on(card.pk)
    assert not to_dora(django_mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        tasks.carry_on(card.pk)
        tasks.carry_on(card.pk)
    assert len(to_dora(django_mail.outbox)) == 1
    assert not PostcardPage.objects.exists()


def test_a_mail_whose_worker_died_is_not_sent_a_second_time(card, outbox):
    deciding.decline(card.pk)
    Notice.objects.filter(kind=Notice.Kind.DECLINED).update(claimed_at=timezone.now())
    tasks.carry_on(card.pk)
    assert not to_dora(outbox)
    assert not PostcardPage.objects.exists()


# --- Addresses ---------------------------------------------------------------------------------------------


def test_the_address_is_deleted_thirty_days_after_the_decision(card, publish):
    publish(card)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        tasks.expire()
    assert Contribution.objects.get().email == "dora@example.org"
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        tasks.expire()
    card.refresh_from_db()
    assert (card.email, card.name) == ("", "")
    assert card.page.specific.sender == "Dora Nissen"


def test_an_undecided_contribution_keeps_its_address(card):
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        tasks.expire()
    assert Contribution.objects.get().email == "dora@example.org"


# --- The admin ---------------------------------------------------------------------------------------------


def test_editors_see_the_proof_of_the_consent(card, client, henrike, purpose):
    client.force_login(henrike)
    page = client.get(reverse("reader-contributions:inspect", args=[card.pk])).content.decode()
    assert purpose.wording("de").text in page
    assert "/mitmachen/postkarte/" in page
    assert reverse("contributions_decline", args=[card.pk]) in page


def test_whoever_edits_the_page_is_told_whose_it_is(card, client, henrike):
    client.force_login(henrike)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[card.page_id])).content.decode()
    assert reverse("contributions_decline", args=[card.pk]) in page


def test_declining_needs_its_permission(card, client, django_user_model):
    user = django_user_model.objects.create_user("lene", "lene@pollenpost.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    path = reverse("contributions_decline", args=[card.pk])
    assert client.post(path, {"reason": "Nein."}).status_code in (302, 403)
    assert Contribution.objects.get().state == State.RECEIVED
    user.user_permissions.add(Permission.objects.get(codename="change_contribution"))
    client.post(path, {"reason": "Nein."})
    assert Contribution.objects.get().state == State.DECLINED


def test_nobody_writes_or_changes_a_contribution_in_the_admin(card, client, henrike):
    client.force_login(henrike)
    assert client.get(reverse("reader-contributions:add")).status_code == 302
    assert client.get(reverse("reader-contributions:edit", args=[card.pk])).status_code == 302
    assert client.get(reverse("reader-contributions:delete", args=[card.pk])).status_code == 302
