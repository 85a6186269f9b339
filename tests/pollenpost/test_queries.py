"""What a page costs when it is written anew just after a publication: nothing is kept or remembered any more."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText
from wagtail_factories import ImageFactory

from editorial import freshness
from tests import factories

MOST = 25


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def magazine_and_rooms(publisher):
    """Two issues with articles, stories, an episode and a postcard; all but the last two with pictures."""
    author = factories.AuthorFactory(name="Henrike Thomsen", portrait=ImageFactory())
    magazine = factories.MagazinePageFactory()
    for number in (1, 2):
        issue = factories.IssuePageFactory(
            parent=magazine,
            title=f"Heft {number}",
            number=f"{number}.26",
            topics=["Zuhören"],
            image=ImageFactory(),
        )
        for page in range(4, 12):
            article = factories.ArticlePageFactory(
                parent=issue,
                title=f"Artikel {number}-{page}",
                page_number=page,
                topics=["Zuhören", "Handwerk"],
                section=factories.SectionFactory(name=f"Rubrik {page % 3}"),
                image=ImageFactory(),
                body=[("paragraph", RichText("<p>Wer fragt, bekommt Antworten.</p>"))] * 10,
            )
            article.bylines.create(author=author)
    for number in range(4):
        factories.StoryPageFactory(title=f"Story {number}", topics=["Zuhören"], image=ImageFactory())
    factories.EpisodePageFactory(topics=["Handwerk"])
    factories.PostcardPageFactory(topics=["Handwerk"])
    return article


def queries(client, path):
    # The pictures are drawn, and Wagtail has learned where the site begins.
    assert client.get(path).status_code == 200
    freshness.renew()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path)["Age"] == "0"
    freshness.begin(None)
    return [query["sql"] for query in asked]


def test_an_article_costs_few_questions(client, magazine_and_rooms):
    asked = queries(client, magazine_and_rooms.url)

    assert len(asked) <= MOST, "\n".join(asked)


def test_the_front_page_costs_few_questions(client, magazine_and_rooms):
    asked = queries(client, "/")

    assert len(asked) <= MOST, "\n".join(asked)
