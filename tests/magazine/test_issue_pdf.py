"""The issue as PDF: what a reader, a printer and a screen reader find in it."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from magazine.exporting import pdf
from magazine.exporting.gathering import gather
from tests.factories import ArticlePageFactory
from tests.magazine.issue_stage import image, make_issue, picture_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(publisher, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_issue()


def read(issue):
    content, _complaints = pdf.write(gather(issue))
    return PdfReader(BytesIO(content))


def words(page):
    return re.sub(r"\s+", " ", page.extract_text().replace("\u200b", ""))


def test_the_contents_name_the_pages_on_which_the_headlines_stand(issue):
    pages = [words(page) for page in read(issue).pages]
    contents = pages[1]
    for title in ("Eine Woche am Telefon", "Ein Monat, eine Antwort", "Hundertvier Briefe", "Im nächsten Heft"):
        named = int(re.search(rf"{re.escape(title)} (?:Jonas Brandt )?(\d+)", contents)[1])
        found = [number for number, text in enumerate(pages, 1) if number != 2 and title in text]
        assert found == [named], (title, contents)
    assert pages[-1].endswith(str(len(pages)))


def test_each_line_of_the_contents_leads_to_its_page(issue):
    reader = read(issue)
    links = [entry.get_object()["/Dest"].get_object() for entry in reader.pages[1]["/Annots"]]
    targets = {reader.get_page_number(target[0].get_object()) for target in links}
    assert targets == set(range(2, len(reader.pages))) - {
        5
    }  # The sixth page goes on with the article of the fifth.


def test_it_is_tagged_and_says_that_it_is_pdf_ua_in_german(issue):
    reader = read(issue)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("de")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part>1<" in root["/Metadata"].get_data().decode()
    kinds = [element["/S"] for element in elements(root["/StructTreeRoot"])]
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure", "/Link", "/Note"} <= set(kinds)


def elements(node):
    """Every element of the structure tree, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from elements(child)


def test_its_properties_are_those_of_the_issue(issue):
    about = read(issue).metadata
    assert about.title == "Pollenpost 2.26: Wer zuhört, muss weniger rufen"
    assert about.author == "Jonas Brandt"
    assert "Zuhören" in about["/Keywords"]


def test_pictures_speak_to_those_who_cannot_see_them(issue):
    ArticlePageFactory(parent=issue, title="Bebildert", body=[picture_block(image())], page_number=12)
    reader = read(issue)
    texts = [element.get("/Alt") for element in elements(reader.trailer["/Root"]["/StructTreeRoot"])]
    assert "Ein graues Telefon" in texts
    assert any(text and text.endswith("2.26: Wer zuhört, muss weniger rufen") for text in texts)
    assert any("Grau. Bild: Aylin Kaya" in words(page) for page in reader.pages)


def test_an_address_is_printed_once_as_a_footnote_of_its_article(issue):
    page = words(read(issue).pages[3])
    assert page.count("gesetze.example.org/uwg/7") == 1
    assert re.search(r"im Gesetz ?1 und noch einmal im selben Gesetz ?1", page)
    # An address that is printed anyway needs no note.
    assert page.count("www.example.org") == 1


def test_long_words_are_hyphenated_in_text_and_never_in_headlines(issue):
    text = "\n".join(page.extract_text() for page in read(issue).pages)
    # In a tagged file a hyphen at the end of a line is a soft one: who searches the text finds the word.
    assert re.search("[a-zäöü]\u00ad\n[a-zäöü]", text)
    assert "Eine Woche am Telefon" in words(read(issue).pages[3])


def test_what_an_editor_writes_is_never_read_as_markup(issue):
    assert "Alle #rufen [an] $ und *niemand* @sonst." in words(read(issue).pages[3])


def test_running_heads_name_the_section_and_the_issue(issue):
    for page in read(issue).pages[4:6]:
        assert words(page).startswith("Recht (windig) Pollenpost · Heft 2.26")


def test_signs_without_a_glyph_are_replaced_and_reported(issue):
    ArticlePageFactory(parent=issue, title="Grüße 你好 an Łukasz", page_number=12)
    content, complaints = pdf.write(gather(issue))
    [complaint] = complaints
    assert "你" in complaint
    assert "Grüße ¤¤ an Łukasz" in " ".join(words(page) for page in PdfReader(BytesIO(content)).pages)


def test_an_issue_without_anything_is_set_too(publisher):
    from tests.factories import IssuePageFactory

    assert len(read(IssuePageFactory(number="0.1")).pages) >= 2


def test_an_article_may_be_written_in_another_language(issue):
    from wagtail.models import Locale

    english, _made = Locale.objects.get_or_create(language_code="en")
    made = issue.copy_for_translation(english, copy_parents=True)
    made.title = "Listen more"
    made.save_revision().publish()
    reader = read(made)
    assert reader.trailer["/Root"]["/Lang"].startswith("en")
    languages = {element.get("/Lang") for element in elements(reader.trailer["/Root"]["/StructTreeRoot"])}
    assert "de" in {str(language)[:2] for language in languages if language}
    assert "Contents" in words(reader.pages[1])
