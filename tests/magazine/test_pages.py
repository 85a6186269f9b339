"""The magazine as readers see it: the shelf, an issue, an article."""

import re
from datetime import date

import pytest
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from magazine.cover_image import cover_url
from magazine.models import MagazinePage
from tests.editorial.test_pages import HOLD, words_of
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    IssuePageFactory,
)

pytestmark = pytest.mark.django_db

BODY = [
    ("paragraph", "<p>Ein Abo kostet 5 € im Jahr.</p>"),
    ("heading", {"text": "Montag", "level": "h2"}),
    ("quote", {"text": "Das Zweite ist wichtiger.", "attribution": "Ulla Brodersen"}),
    ("question", {"question": "Wer ruft an?", "answer": "<p>Alle.</p>"}),
    ("further_reading", {"items": ["<p><i>Bis vier zählen</i></p>"]}),
    ("verdict", {"points": ["<p>Auf den Export achten.</p>"], "verdict": "<p>Brauchbar.</p>"}),
    ("lesson", {"text": "<p>Zählen Sie bis vier.</p>"}),
]


def test_the_contents_name_sections_and_page_numbers_in_printed_order(client, issue, articles):
    words = words_of(client.get(issue.url))
    contents = re.search(
        r"Tagebuch Eine Woche am Telefon .*? 4 Recht \(windig\) Ein Monat, eine Antwort .*? 8\b", words
    )
    assert contents, words


def test_a_draft_article_is_not_in_the_contents(client, issue, articles):
    ArticlePageFactory(parent=issue, title="Unfertiges", page_number=12, live=False)
    assert "Unfertiges" not in words_of(client.get(issue.url))


def test_an_issue_shows_editorial_outlook_imprint_and_german_details(client, issue, articles):
    response = client.get(issue.url)
    words = words_of(response)
    assert "Liebe Leserin, lieber Leser, Henrike Petersen" in words
    assert "Preise erhöhen Doppelte Kunden" in words
    assert "Pollenpost Verlag Redaktion: Jonas Brandt" in words
    assert f"9.{HOLD}November{HOLD}2026" in response.content.decode()
    assert f"5{HOLD}€ | 5{HOLD}CHF" in response.content.decode()


def test_an_issue_leads_to_the_ones_before_and_after(client, issue):
    before = IssuePageFactory(
        parent=issue.get_parent(), title="Erst die an Bord", number="1.26", published_on=date(2026, 8, 3)
    )
    assert "Erst die an Bord" in words_of(client.get(issue.url))
    assert "Wer zuhört, muss weniger rufen" in words_of(client.get(before.url))


def test_the_shelf_sorts_issues_by_year(client, issue):
    IssuePageFactory(parent=issue.get_parent(), title="Das erste", number="1.25", published_on=date(2025, 2, 3))
    words = words_of(client.get("/magazin/"))
    main = words[words.index("2026") :]
    assert main.index("Wer zuhört") < main.index("2025") < main.rindex("Das erste")


def test_a_cover_without_a_picture_is_drawn_from_the_marks_of_the_topics(client, issue):
    page = client.get(issue.url).content.decode()
    assert re.search(
        r'<svg class="drawn"[^>]*role="img"><title>[^<]*2\.26: Wer zuhört, muss weniger rufen</title>', page
    )


def test_on_the_shelf_a_drawn_cover_is_a_light_picture_that_keeps_its_place(client, issue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = client.get("/magazin/").content.decode()
    address = re.search(r'<img src="([^"]+\.webp)" width="480" height="640" alt="[^"]*2\.26', page)[1]
    picture = client.get(address)
    content = b"".join(picture.streaming_content)
    assert (picture["Content-Type"], content[8:12]) == ("image/webp", b"WEBP")
    assert "immutable" in picture["Cache-Control"]


def test_of_each_drawn_cover_only_the_newest_is_kept(client, issue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.get(cover_url(issue))
    issue.title = "Wer fragt, der führt"
    issue.save()
    client.get(cover_url(issue))
    [kept] = (tmp_path / "covers").iterdir()
    assert kept.name.removesuffix(".webp").rpartition("-")[2] in cover_url(issue)


def test_nobody_can_guess_the_address_of_a_cover(client, issue):
    assert client.get(f"/titel/{issue.pk}-0123456789abcdef0123.webp").status_code == 404


def test_the_drawn_cover_gets_a_new_address_when_its_headline_changes(issue):
    before = cover_url(issue)
    issue.title = "Wer fragt, der führt"
    assert cover_url(issue) != before


@pytest.mark.parametrize("address", ["/magazin/", "issue", "article", "/rubriken/tagebuch/"])
def test_pages_of_a_magazine_wear_its_accent(client, issue, articles, address):
    MagazinePage.objects.update(accent="rose")
    address = {"issue": issue.url, "article": articles[0].url}.get(address, address)
    assert '<body class="accent-rose">' in client.get(address).content.decode()


def test_other_pages_have_no_accent(client, issue):
    for address in ("/", "/themen/"):
        assert '<body class="accent-plain">' in client.get(address).content.decode()


def test_an_editorial_shows_the_portrait_and_the_signature_of_its_editor(client, issue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    portrait, signature = (
        Image.objects.create(title=title, file=get_test_image_file(filename=f"{title}.png", size=(800, 400)))
        for title in ("Portrait", "Unterschrift")
    )
    issue.editor_profile = AuthorFactory(name="Henrike Petersen", portrait=portrait, signature=signature)
    issue.save()
    page = client.get(issue.url).content.decode()
    assert re.search(r'<img[^>]+alt="Henrike Petersen"[^>]*class="issue-part__portrait"', page) or re.search(
        r'<img[^>]+class="issue-part__portrait"[^>]*alt="Henrike Petersen"', page
    )
    strokes = re.search(r'<img[^>]*class="signature__strokes"[^>]*>', page)[0]
    assert re.search(r'width="\d+"', strokes)
    assert 'href="/autoren/henrike-petersen/"' in page


def test_articles_in_a_row_share_the_name_of_their_section(client, issue, articles):
    ArticlePageFactory(parent=issue, title="Noch ein Urteil", section=articles[1].section, page_number=9)
    contents = client.get(issue.url).content.decode().split('class="contents', 1)[1].split("</ol>")[0]
    assert contents.count("contents__row--continued") == 1
    assert contents.index("Ein Monat, eine Antwort") < contents.index("contents__row--continued")


def test_an_article_shows_text_and_notes_and_the_next_one(client, articles):
    first = articles[0]
    first.body = BODY
    first.bylines.create(author=AuthorFactory(name="Jonas Brandt"))
    first.save()
    response = client.get(first.url)
    words, page = words_of(response), response.content.decode()
    assert f"5{HOLD}€ im Jahr" in page
    assert "„Das Zweite ist wichtiger.“" in words
    assert re.search(r'<p class="question">Wer ruft an\?</p>', page)
    notes = page[page.index('<aside class="notes">') : page.index("</aside>")]
    assert "Zählen Sie bis vier." in notes
    assert "Brauchbar." in notes
    assert 'href="/autoren/jonas-brandt/"' in page
    assert 'href="/themen/zuhoeren/"' in page
    assert words.index("Ein Monat, eine Antwort") > words.index("Zählen Sie bis vier.")


@pytest.mark.parametrize("address", ["/magazin/", "issue"])
def test_magazine_and_issue_need_few_queries(client, issue, articles, address, django_assert_max_num_queries):
    address = issue.url if address == "issue" else address
    client.get(address)
    with django_assert_max_num_queries(25):
        client.get(address)


def test_an_article_needs_few_queries(client, articles, django_assert_max_num_queries):
    client.get(articles[0].url)
    with django_assert_max_num_queries(25):
        client.get(articles[0].url)


def test_pictures_come_in_several_sizes_with_room_kept_and_a_credit(client, articles, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = Image.objects.create(title="Telefon", file=get_test_image_file(size=(1600, 1000)))
    first = articles[0]
    first.image = image
    first.body = [
        (
            "picture",
            {
                "image": image,
                "alternative_text": "Ein graues Telefon",
                "caption": "<p>Grau.</p>",
                "credit": "Aylin Kaya",
            },
        )
    ]
    first.save()
    page = client.get(first.url).content.decode()
    picture = re.search(r'<figure class="picture">.*?</figure>', page, re.DOTALL)[0]
    assert 'alt="Ein graues Telefon"' in picture
    assert "Aylin Kaya" in picture
    assert re.search(r'width="\d+"', picture)
    assert re.search(r'height="\d+"', picture)
    assert picture.count(".webp") >= 3
    assert 'property="og:image"' in page
    assert Picture.open(next(tmp_path.glob("images/*.webp"))).format == "WEBP"
