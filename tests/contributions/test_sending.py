"""The form for what readers send in: what is asked, what is kept, what is shown, and what nobody finds out."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from blog.models import PostcardPage
from contributions import tasks
from contributions.models import Contribution, Picture
from contributions.services import uploads
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent, form_guard
from tests.contributions import pictures

State = Contribution.State


@pytest.fixture
def form(client, rack, blog, purpose):
    return lambda path="/mitmachen/postkarte/": client.get(path).content.decode()


# --- The form --------------------------------------------------------------------------------------


def test_the_form_shows_the_wording_and_ticks_nothing(form, purpose):
    wording = purpose.wording("de")
    for path in ("/mitmachen/postkarte/", "/mitmachen/geschichte/"):
        page = form(path)
        for sentence in (wording.text, wording.yes_means, wording.no_means):
            assert sentence in page
        assert " checked" not in page


def test_the_form_sets_no_cookie_and_needs_none(client, fill):
    assert not client.get(reverse("contributions:postcard")).cookies
    assert not fill().cookies


def test_the_english_form_asks_in_english(form, purpose, fill, outbox):
    assert purpose.wording("en").text in form("/en/mitmachen/postkarte/")
    fill("/en/mitmachen/postkarte/", wordings=purpose.wording("en").pk)
    assert Contribution.objects.get().language == "en"
    assert outbox[0].subject == "Does this card come from you?"


def test_without_imprint_rack_or_purpose_nothing_can_be_sent_in(client, rack, purpose, publisher):
    path = reverse("contributions:postcard")
    assert "<form" in client.get(path).content.decode()
    purpose.active = False
    purpose.save()
    assert "<form" not in client.get(path).content.decode()
    purpose.active = True
    purpose.save()
    publisher.postal_address = ""
    publisher.save()
    assert "<form" not in client.get(path).content.decode()
    assert client.post(path, {"text": "Moin"}).status_code == 200
    assert not Contribution.objects.exists()


def test_nothing_is_taken_without_the_consent(fill, outbox):
    assert fill(wordings=None).status_code == 422
    assert not Contribution.objects.exists()
    assert not outbox


def test_a_wording_that_was_superseded_meanwhile_must_be_read_anew(fill, purpose):
    old = purpose.wording("de")
    purpose.wordings.create(language="de", version=2, text="Ja, auch auf Plakaten.")
    answer = fill(wordings=old.pk)
    assert answer.status_code == 422
    assert "Ja, auch auf Plakaten." in answer.content.decode()


def test_publishing_is_not_among_the_boxes_of_the_sign_up_form(client, newsletter, purpose):
    assert purpose.wording("de").text not in client.get(reverse("subscribers:signup")).content.decode()
    assert not Purpose.objects.offered().filter(kind=Purpose.Kind.PUBLICATION).exists()


def test_a_line_break_counts_as_one_character(fill):
    assert fill(text="a\r\n" * 139 + "bb").status_code == 302
    assert fill(text="a\r\n" * 140 + "bb").status_code == 422


def test_too_long_a_statement_comes_back_whole(fill):
    answer = fill(text="x" * 281)
    assert answer.status_code == 422
    assert "x" * 281 in answer.content.decode()


# --- Pictures in the form -----------------------------------------------------------------------------


def test_an_error_elsewhere_does_not_lose_the_picture(client, fill_with_picture, fill, worker):
    answer = fill_with_picture(email="dora@")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Wer zuhört" in page
    token = re.search(r'name="kept" value="([^"]+)"', page)[1]
    shown = client.get(re.search(r'src="(/mitmachen/bild/[^"]+)"', page)[1])
    assert Image.open(BytesIO(shown.content)).size == (640, 420)
    assert shown["Cache-Control"] == "no-store"

    assert fill(kept=token, picture_alt="Ein Kutter.").status_code == 302
    assert Contribution.objects.get().picture == Picture.objects.get()


def test_a_picture_is_not_kept_for_longer_than_an_hour(client, fill_with_picture, fill):
    page = fill_with_picture(email="").content.decode()
    token = re.search(r'name="kept" value="([^"]+)"', page)[1]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(reverse("contributions:picture", args=[token])).status_code == 404
        answer = fill(kept=token)
        tasks.expire()
    assert answer.status_code == 422
    assert not Picture.objects.exists()


def test_a_picture_cannot_be_asked_for_by_its_number(client, fill_with_picture):
    fill_with_picture()
    picture = Picture.objects.get()
    for guess in (str(picture.pk), picture.pk.hex, f"{picture.pk.hex}.x.y"):
        assert client.get(reverse("contributions:picture", args=[guess])).status_code == 404
    assert uploads.find("²") is None


def test_the_sender_may_think_better_of_the_picture(fill_with_picture, fill):
    token = re.search(r'name="kept" value="([^"]+)"', fill_with_picture(email="").content.decode())[1]
    fill(kept=token, drop="on")
    assert Contribution.objects.get().picture is None


def test_a_picture_needs_words_for_those_who_cannot_see_it(fill_with_picture):
    assert fill_with_picture(picture_alt="").status_code == 422


@pytest.mark.parametrize(
    ("name", "kind", "content", "words"),
    [
        ("karte.jpg", "image/jpeg", pictures.HTML, "JPEG"),
        ("karte.svg", "image/svg+xml", pictures.SVG, "JPEG"),
        ("IMG_0815.HEIC", "image/heic", pictures.HEIC, "HEIC"),
        ("karte.png", "image/png", pictures.png(60_000, 60_000, data=b"x"), "50 Mil"),
        ("leer.jpg", "image/jpeg", b"", "JPEG"),
    ],
    ids=["html", "svg", "heic", "bomb", "empty"],
)
def test_a_file_that_we_do_not_take_gets_a_sentence(fill, upload, name, kind, content, words, outbox):
    answer = fill(picture=upload(content, name, kind))
    assert answer.status_code == 422
    assert words.split()[0] in answer.content.decode()
    assert "Wer zuhört" in answer.content.decode()
    assert not Picture.objects.exists()
    assert not outbox


def test_too_large_a_file_is_dropped_on_its_way_and_the_words_stay(fill, upload, settings):
    settings.CONTRIBUTION_PICTURE_MEGABYTES = 1
    answer = fill(picture=upload(pictures.photograph() + b"\0" * 3_000_000))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Wer zuhört" in page
    assert "dora@example.org" in page
    assert not Picture.objects.exists()


def test_what_is_absurdly_large_is_not_read_at_all(client, rack, purpose):
    answer = client.post(reverse("contributions:postcard"), CONTENT_LENGTH="5000000000")
    assert answer.status_code == 413


def test_a_network_may_upload_thirty_pictures_an_hour(fill, upload):
    tiny = pictures.as_bytes(pictures.drawing((210, 210)))
    answers = [fill(picture=upload(tiny), email="") for _ in range(31)]
    assert Picture.objects.count() == 30
    assert 'name="kept"' not in answers[-1].content.decode()


# --- The preview ----------------------------------------------------------------------------------------


def test_the_preview_shows_the_card_and_sends_nothing(fill_with_picture, outbox):
    answer = fill_with_picture(preview="1", email="")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "postcard__statement" in page
    assert "contribution-preview" in page
    assert not Contribution.objects.exists()
    assert not PostcardPage.objects.exists()
    assert not outbox


def test_the_preview_of_a_story_shows_markup_as_it_was_typed(fill):
    answer = fill(
        reverse("contributions:story"), title="Der Sturm", text="Eins.\n\n<script>x</script>", preview="1"
    )
    page = answer.content.decode()
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in page
    assert "<script>x" not in page


# --- What nobody finds out -------------------------------------------------------------------------------


def test_a_known_reader_gets_the_same_answer_and_the_same_mail_and_is_not_linked(ada, fill, confirm, outbox):
    unknown, known = fill(), fill(email="Ada@Example.org")
    assert (unknown.status_code, unknown.url, unknown.content) == (known.status_code, known.url, known.content)
    to_dora, to_ada = outbox
    assert to_dora.subject == to_ada.subject
    confirm()
    card = Contribution.objects.get(email="ada@example.org")
    assert card.subject != ada.subject
    assert not consent.stands(ada.subject, Purpose.PUBLICATION)
    assert Subscriber.objects.count() == 1


def test_the_fourth_mail_to_an_address_within_an_hour_is_not_sent(fill, outbox):
    answers = [fill() for _ in range(4)]
    assert len(outbox) == Contribution.objects.count() == 3
    assert {answer.url for answer in answers} == {reverse("contributions:sent")}


def test_a_network_may_send_ten_contributions_an_hour(fill, outbox):
    for number in range(12):
        fill(email=f"reader{number}@example.org")
    assert len(outbox) == 10


def test_who_fills_the_hidden_field_gets_the_usual_answer_and_nothing_is_kept(fill_with_picture, outbox):
    assert fill_with_picture(website="https://spam.example").url == reverse("contributions:sent")
    assert not Contribution.objects.exists()
    assert not Picture.objects.exists()
    assert not outbox


def test_a_form_sent_within_a_blink_is_shown_again(fill):
    assert fill(shown=form_guard.timing_token()).status_code == 422
    assert fill(shown="").status_code == 422
