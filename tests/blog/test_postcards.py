"""Postcards on the site and in the admin: both sides, their files, and what an editor is told."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data

from blog.models import PostcardPage
from editorial.importing.importer import import_folder
from tests.editorial.test_pages import words_of
from tests.factories import PostcardPageFactory, PostcardRackPageFactory

pytestmark = pytest.mark.django_db

ARABIC = "أكتب اسم كل زبون في دفتر صغير."
FILES = ["karte.pdf", "vorderseite.png", "rueckseite.png", "teilen.jpg"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.POSTCARD_FILES = tmp_path / "postcards"
    return settings.POSTCARD_FILES


@pytest.fixture
def card(publisher):
    return PostcardPageFactory(
        title="Bierdeckel", place="Rapperswil", sender="Jochen", written_on=date(2026, 9, 18)
    )


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = BytesIO()
    Image.new("RGB", (1200, 800), "#3A7BC4").save(file, "JPEG")
    return get_image_model().objects.create(
        title="Steg", file=ImageFile(BytesIO(file.getvalue()), name="steg.jpg")
    )


def test_both_sides_can_be_read_without_turning_anything(client, card):
    page = client.get("/ansichtskarten/").content.decode()
    assert re.search(
        r'<details class="postcard__turn"><summary><span[^>]*>[^<]*Bierdeckel</span></summary></details>', page
    )
    assert card.statement in words_of(client.get("/ansichtskarten/"))
    assert "Grüße aus Rapperswil" in words_of(client.get("/ansichtskarten/"))


def test_every_paragraph_finds_its_own_direction(client, publisher):
    card = PostcardPageFactory(
        statement=f"{ARABIC}\nGrüße!", sender="ليلى", place="Rabat", caption="Das kleine Heft"
    )
    page = client.get(card.url).content.decode()
    assert f'<p dir="auto">{ARABIC}</p><p dir="auto">Grüße!</p>' in page
    assert '<span dir="auto">ليلى</span>' in page
    assert '<p class="postcard__strip" dir="auto">Das kleine Heft</p>' in page


def test_the_picture_has_its_description_and_its_credit(client, publisher, picture):
    card = PostcardPageFactory(image=picture, image_alt="Ein Steg im Abendlicht", image_credit="Fenja Thoms")
    page = client.get(card.url).content.decode()
    assert 'alt="Ein Steg im Abendlicht"' in page
    assert "Fenja Thoms" in words_of(client.get(card.url))
    back = PdfReader(BytesIO(client.get(f"{card.url}karte.pdf").content)).pages[1]
    assert "Fenja Thoms" in back.extract_text()


def test_the_postmark_says_when_it_was_written_and_else_when_it_was_published(client, card):
    assert 'datetime="2026-09-18"' in client.get(card.url).content.decode()
    card.written_on, card.published_on = None, date(2026, 10, 2)
    card.save_revision().publish()
    assert 'datetime="2026-10-02"' in client.get(card.url).content.decode()
    assert "02.10.2026" in client.get(card.url).content.decode()


def test_a_card_leads_to_the_one_before_and_the_next_one(client, publisher):
    rack = PostcardRackPageFactory()
    days = [date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 9)]
    first, second, third = (PostcardPageFactory(parent=rack, published_on=day) for day in days)
    assert second.neighbours() == {"newer": third, "older": first}
    assert first.neighbours()["older"] is None
    page = client.get(second.url).content.decode()
    assert f'href="{third.url}" rel="prev"' in page
    assert f'href="{first.url}" rel="next"' in page


def test_a_neighbour_with_a_password_of_its_own_is_not_named(client, publisher):
    rack = PostcardRackPageFactory()
    first, second = (PostcardPageFactory(parent=rack, published_on=date(2026, 1, day)) for day in (1, 2))
    PageViewRestriction.objects.create(page=first, restriction_type="password", password="husum")
    assert second.neighbours() == {"newer": None, "older": None}


@pytest.mark.parametrize("name", FILES)
def test_the_files_lie_below_the_page_and_are_kept(client, card, files, name):
    response = client.get(f"{card.url}{name}")
    assert response.status_code == 200
    assert len(response.content) > 5000
    assert "public" in response["Cache-Control"]
    [kept] = [path for path in files.rglob("*") if path.is_file()]
    assert kept.read_bytes() == response.content
    again = client.get(f"{card.url}{name}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_changed_card_is_drawn_anew_and_the_old_files_go(client, card, files):
    before = client.get(f"{card.url}rueckseite.png")
    card.statement = "Etwas ganz anderes."
    card.save_revision().publish()
    after = client.get(f"{card.url}rueckseite.png", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_nothing_is_kept_of_a_card_that_is_gone(client, card, files, end):
    address = f"{card.url}teilen.jpg"
    client.get(address)
    getattr(card, end)()
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_the_files_of_a_protected_card_ask_for_the_password(client, card, name):
    PageViewRestriction.objects.create(page=card, restriction_type="password", password="husum")
    response = client.get(f"{card.url}{name}")
    assert response["Content-Type"].startswith("text/html")
    assert "password" in response.content.decode()
    form = re.search(r'action="([^"]*authenticate_with_password[^"]*)"', response.content.decode())[1]
    opened = client.post(form, {"password": "husum", "return_url": f"{card.url}{name}"}, follow=True)
    assert not opened["Content-Type"].startswith("text/html")
    assert "private" in opened["Cache-Control"]


def test_a_draft_has_no_files(client, card):
    card.unpublish()
    assert [client.get(f"{card.url}{name}").status_code for name in FILES] == [404] * 4


def test_other_names_below_a_card_are_not_found(client, card):
    assert client.get(f"{card.url}geheim.pdf").status_code == 404
    assert client.get("/ansichtskarten/karte.pdf").status_code == 404
    assert client.post(f"{card.url}karte.pdf").status_code == 405


def test_what_is_shared_names_the_card_and_changes_with_it(card):
    shared = card.sharing_image()
    assert re.fullmatch(r"http://\S+/ansichtskarten/bierdeckel/teilen\.jpg\?v=[0-9a-f]{8}", shared.url)
    assert (shared.width, shared.height) == (1200, 630)
    assert shared.alt == f"{card.statement} – Jochen, Rapperswil"
    card.statement = "Anders."
    assert card.sharing_image().url != shared.url


def test_a_card_too_long_for_paper_is_shown_on_the_site_and_shared_all_the_same(client, publisher):
    card = PostcardPageFactory(statement="Seit sechs Jahren gratuliert das Autohaus. " * 50)
    page = client.get(card.url)
    assert page.status_code == 200
    assert "karte.pdf" not in page.content.decode()
    assert client.get(f"{card.url}karte.pdf").status_code == 404
    assert client.get(f"{card.url}teilen.jpg").status_code == 200
    assert client.get("/ansichtskarten/").status_code == 200


def posted(rack, action, **values):
    data = {
        "title": "Neu",
        "slug": "neu",
        "statement": "Moin.",
        "published_on": "2026-11-01",
        "editors_weight": 2,
    } | values
    data |= {name: "" for name in ("sender", "place", "written_on", "image", "caption") if name not in data}
    form = nested_form_data({**data, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    return reverse("wagtailadmin_pages:add", args=["blog", "postcardpage", rack.pk]), {**form, **action}


def comments():
    return {f"comments-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}


def test_an_editor_is_told_what_cannot_be_printed_before_it_is_published(admin_client, publisher):
    rack = PostcardRackPageFactory()
    long = "Seit sechs Jahren gratuliert das Autohaus. " * 50
    address, form = posted(rack, {"action-publish": "1", **comments()}, statement=long, sender="𓀀")
    response = admin_client.post(address, form)
    errors = response.context["form"].errors
    assert "𓀀 (U+13000)" in errors["sender"][0]
    assert not PostcardPage.objects.exists()
    address, form = posted(rack, {"action-publish": "1", **comments()}, statement=long)
    errors = admin_client.post(address, form).context["form"].errors
    assert re.search(r"\d+0", errors["statement"][0])


def test_a_draft_may_hold_anything_so_that_nothing_typed_is_lost(admin_client, publisher):
    rack = PostcardRackPageFactory()
    address, form = posted(rack, comments(), statement="Seit sechs Jahren gratuliert das Autohaus. " * 50)
    admin_client.post(address, form)
    assert not PostcardPage.objects.get().live


def test_a_card_is_read_from_a_file_with_all_it_says(publisher, tmp_path):
    file = tmp_path / "karte.md"
    file.write_text(
        "---\nformat: postcard\ntitle: Steg\nplace: Emden\nwritten_on: 2026-09-18\ncaption: Am Steg\n"
        f"image_credit: Fenja\nimage_alt: Ein Steg\n---\n\n{ARABIC}\n"
    )
    import_folder(tmp_path)
    card = PostcardPage.objects.get()
    assert (card.written_on, card.caption, card.image_credit) == (date(2026, 9, 18), "Am Steg", "Fenja")
    assert card.statement == ARABIC
    Path(file).write_text(file.read_text().replace("Am Steg", "Am Steg 𓀀"))
    report = import_folder(tmp_path)
    assert "U+13000" in " ".join(report.lines())
