"""From the confirmation to the editors: before it nobody sees anything, and then it waits for approval."""

import re
from datetime import timedelta
from pathlib import Path

import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page

from blog.models import PostcardPage, StoryPage
from contributions import tasks
from contributions.models import Contribution, Picture
from subscribers.models import ConsentEvent
from tests.contributions import pictures
from tests.contributions.mails import link_in

State = Contribution.State


# --- Confirming -----------------------------------------------------------------------------------------


def test_editors_see_nothing_before_the_sender_confirms(fill_with_picture, client, henrike, outbox):
    fill_with_picture()
    assert Contribution.objects.get().state == State.UNCONFIRMED
    assert not PostcardPage.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert not get_image_model().objects.exists()
    client.force_login(henrike)
    assert "Wer zuhört" not in client.get(reverse("reader-contributions:index")).content.decode()


def test_the_mail_to_confirm_carries_nothing_that_was_typed(fill, outbox):
    fill(name="Kaufen Sie bei Spam", place="Spamhausen", text="Billige Uhren unter spam.example")
    [mail] = outbox
    assert mail.to == ["dora@example.org"]
    [(html, _kind)] = mail.alternatives
    for part in (mail.subject, mail.body, html):
        assert "Spam" not in part
        assert "Uhren" not in part


def test_a_scanner_that_follows_the_link_confirms_nothing(fill_with_picture, client, outbox):
    fill_with_picture()
    answer = client.get(link_in(outbox[0], "bestaetigen"))
    assert "Wer zuhört" in answer.content.decode()
    assert "dora@example.org" not in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Contribution.objects.get().state == State.UNCONFIRMED


def test_a_confirmed_card_is_a_draft_in_the_rack_and_its_consent_stands_with_its_wording(card, rack, purpose):
    page = card.page.specific
    assert isinstance(page, PostcardPage)
    assert page.get_parent().pk == rack.pk
    assert (page.live, page.statement) == (False, "Wer zuhört, muss weniger rufen.")
    assert (page.sender, page.place, page.image_alt) == ("Dora Nissen", "Husum", "Ein Kutter im Hafen.")
    event = ConsentEvent.objects.get()
    assert (event.subject, event.kind, event.wording) == (card.subject, "granted", purpose.wording("de"))
    assert event.evidence["form"] == "/mitmachen/postkarte/"
    assert event.evidence["requested_at"] < event.evidence["confirmed_at"]


def test_what_was_typed_then_stands_in_the_page_alone(card):
    assert (card.text, card.title, card.place, card.picture_alt, card.picture) == ("", "", "", "", None)
    tasks.expire()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        tasks.expire()
    assert not Picture.objects.exists()


def test_the_picture_lies_in_its_own_collection_under_a_name_nobody_guesses(card):
    image = card.image
    assert image.collection.name == "Einsendungen"
    assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", image.file.name)
    stored = Image.open(image.file.path)
    assert not stored.getexif()
    assert pictures.CAMERA.encode() not in Path(image.file.path).read_bytes()


def test_a_draft_is_found_nowhere_by_readers(card, client, rack):
    assert client.get(card.page.specific.url).status_code == 404
    assert "Wer zuhört" not in client.get(rack.url).content.decode()
    assert "Wer zuhört" not in client.get("/").content.decode()


def test_a_card_without_picture_and_name_is_anonymous(fill, confirm):
    fill(name="", place="")
    confirm()
    page = PostcardPage.objects.get()
    assert (page.sender, page.place, page.image) == ("", "", None)


def test_a_story_becomes_a_draft_in_the_blog(fill, confirm, blog):
    fill(
        reverse("contributions:story"),
        title="Die Frau mit den zwölf Uhren",
        text="Sie kam um sieben.\r\n\r\nSie ging <b>nie</b>.\r\nFast.",
    )
    confirm()
    story = StoryPage.objects.get()
    assert story.get_parent().pk == blog.pk
    assert not story.live
    assert story.kicker == gettext("Outrageous customers")
    assert "Dora Nissen, Husum" in story.standfirst
    assert [block.value.source for block in story.body] == [
        "<p>Sie kam um sieben.</p>",
        "<p>Sie ging &lt;b&gt;nie&lt;/b&gt;.<br/>Fast.</p>",
    ]


def test_confirming_twice_is_friendly_and_happens_once(client, card, outbox):
    link = link_in(outbox[0], "bestaetigen")
    assert client.post(link).status_code == 200
    assert client.get(link).status_code == 200
    assert PostcardPage.objects.count() == ConsentEvent.objects.count() == 1


def test_what_nobody_confirms_is_deleted_with_its_picture_after_three_days(fill_with_picture, client, outbox):
    fill_with_picture()
    tasks.expire()
    assert Contribution.objects.count() == Picture.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.post(link_in(outbox[0], "bestaetigen")).status_code == 410
        tasks.expire()
    assert not Contribution.objects.exists()
    assert not Picture.objects.exists()


def test_a_damaged_link_gets_a_friendly_page(client, fill, outbox):
    fill()
    link = link_in(outbox[0], "bestaetigen")
    assert client.post(f"{link[:-4]}/").status_code == 404
    assert client.post(link.replace("bestaetigen", "zurueckziehen")).status_code == 404
    assert Contribution.objects.get().state == State.UNCONFIRMED


# --- Moderation ------------------------------------------------------------------------------------------


def test_a_confirmed_card_waits_in_wagtails_moderation(card):
    card.refresh_from_db()
    page = card.page.specific
    assert page.get_workflow() is not None
    assert page.workflow_in_progress
    assert page.current_workflow_state.requested_by is None
    assert card.moderated_at


def test_without_any_workflow_the_editors_find_it_in_their_list(fill, confirm, client, henrike):
    Page.objects.get(depth=1).workflowpage.delete()
    fill()
    confirm()
    card = Contribution.objects.get()
    assert card.state == State.RECEIVED
    assert not card.page.specific.workflow_in_progress
    client.force_login(henrike)
    listed = client.get(reverse("reader-contributions:index")).content.decode()
    assert "Wer zuhört" in listed
    assert reverse("wagtailadmin_pages:edit", args=[card.page.pk]) in listed


def test_a_task_that_was_lost_is_made_up_for_by_beat(fill, client, outbox):
    fill()
    link = link_in(outbox[0], "bestaetigen")
    client.post(link)
    card = Contribution.objects.get()
    assert card.moderated_at is None
    tasks.carry_on(card.pk)
    tasks.carry_on(card.pk)
    card.refresh_from_db()
    assert card.page.specific.workflow_states.count() == 1
