"""An article as readers see it: its parts, its own contents, and what follows."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from editorial.templatetags.headings import anchored
from tests.editorial.test_pages import words_of
from tests.factories import ArticlePageFactory, AuthorFactory, IssuePageFactory, StoryPageFactory

pytestmark = pytest.mark.django_db

LONG = "<p>" + "Wort " * 320 + "</p>"


def long_text(*headings):
    blocks = [[("heading", {"text": text, "level": "h2"}), ("paragraph", LONG)] for text in headings]
    return [block for pair in blocks for block in pair]


def test_a_long_article_begins_with_its_own_contents(client, articles):
    first = articles[0]
    first.body = long_text("Die Frist", "Über die Liste", "Die Frist")
    first.save()
    page = client.get(first.url).content.decode()
    links = re.findall(r'<li><a href="#([\w-]+)">', page.split('class="headings"')[1])
    assert links == ["h-die-frist", "h-ueber-die-liste", "h-die-frist-2"]
    for anchor in links:
        assert page.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize(
    "body",
    [
        long_text("Die Frist", "Die Liste"),
        [("heading", {"text": f"Teil {number}", "level": "h2"}) for number in range(6)],
    ],
    ids=["few headings", "few words"],
)
def test_a_short_article_has_no_contents_but_its_headings_can_be_linked_to(client, articles, body):
    first = articles[0]
    first.body = body
    first.save()
    page = client.get(first.url).content.decode()
    assert 'class="headings"' not in page
    assert re.search(r'<h2 id="h-[\w-]+">', page)


def test_anchors_stay_the_same_when_other_headings_come_and_go():
    def anchors(*texts):
        blocks = [SimpleNamespace(block_type="heading", value={"text": text}) for text in texts]
        return [anchor for _block, anchor in anchored(blocks)]

    assert anchors("Maß", "Liste") == ["h-mass", "h-liste"]
    assert anchors("Neu", "Maß", "Liste")[1:] == ["h-mass", "h-liste"]
    assert anchors("Teil", "Teil 2", "Teil", "?", "?") == ["h-teil", "h-teil-2", "h-teil-3", "h", "h-2"]


def test_an_article_leads_back_and_on_and_to_texts_on_the_same_topic(client, issue, articles):
    before = IssuePageFactory(
        parent=issue.get_parent(), number="1.26", slug="heft-1-26", published_on=date(2026, 8, 3)
    )
    ArticlePageFactory(parent=before, title="Wer hört hier zu?", topics=["Zuhören"])
    ArticlePageFactory(parent=issue, title="Auch über das Zuhören", page_number=12, topics=["Zuhören"])
    StoryPageFactory(title="Ohne gemeinsames Thema", topics=["Preise"])
    response = client.get(articles[0].url)
    words = words_of(response)
    more = response.content.decode().split('class="more-texts"')[1].split("</section>")[0]
    assert "Wer hört hier zu?" in more
    assert "Auch über das Zuhören" not in more  # It stands in the same issue, one page on.
    assert "Ohne gemeinsames Thema" not in more
    assert "Ein Monat, eine Antwort" in words  # The next one.
    assert articles[0].title in words_of(client.get(articles[1].url))  # The one before.


def test_authors_stand_beside_their_text_with_face_name_and_page(client, articles, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    face = Image.objects.create(title="Gesicht", file=get_test_image_file(size=(300, 300)))
    first = articles[0]
    first.bylines.create(author=AuthorFactory(name="Jonas Brandt", portrait=face))
    first.save()
    head = client.get(first.url).content.decode().split('class="article-meta"')[1].split("</header>")[0]
    assert re.search(r'<img[^>]*alt=""[^>]*class="face"', head) or re.search(r'class="face"[^>]*alt=""', head)
    assert 'href="/autoren/jonas-brandt/"' in head


def test_the_picture_of_an_article_says_what_it_shows_and_who_made_it(client, articles, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = articles[0]
    first.image = Image.objects.create(title="x", file=get_test_image_file(size=(900, 600)))
    first.image_alt, first.image_credit = "Ein graues Telefon", "Aylin Kaya"
    first.save()
    figure = client.get(first.url).content.decode().split('class="article-picture"')[1].split("</figure>")[0]
    assert 'alt="Ein graues Telefon"' in figure
    assert "Aylin Kaya" in figure
