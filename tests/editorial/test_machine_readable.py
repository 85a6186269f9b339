"""What programs are told of a page: structured data, sharing pictures, languages, one canonical address."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image
from wagtail.models import PageViewRestriction

from tests.factories import (
    ArticlePageFactory,
    EpisodePageFactory,
    IssuePageFactory,
    MagazinePageFactory,
    PostcardPageFactory,
    ShowPageFactory,
    StoryPageFactory,
    translate,
)

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(client, page):
    [found] = DATA.findall(client.get(page.url).content.decode())
    return json.loads(found)


def meta(client, page, name):
    found = re.search(rf'<meta property="{name}" content="([^"]*)"', client.get(page.url).content.decode())
    return found and found[1]


@pytest.mark.parametrize(
    ("factory", "kind"),
    [
        (StoryPageFactory, "BlogPosting"),
        (EpisodePageFactory, "PodcastEpisode"),
        (PostcardPageFactory, "CreativeWork"),
        (IssuePageFactory, "PublicationIssue"),
        (ArticlePageFactory, "Article"),
        (MagazinePageFactory, "Periodical"),
        (ShowPageFactory, "PodcastSeries"),
    ],
)
def test_each_kind_of_page_is_described_as_what_it_is(client, home, factory, kind):
    page = factory()
    data = described(client, page)
    assert data["@type"] == kind
    assert data["name"] == page.title
    assert data["url"] == page.full_url
    assert data["publisher"]["@type"] == "Organization"


def test_the_front_page_says_how_to_search(client, home):
    action = described(client, home)["potentialAction"]
    assert action["target"]["urlTemplate"] == "http://testserver/suche/?q={search_term_string}"


def test_an_article_is_part_of_its_issue(client, home):
    article = ArticlePageFactory(page_number=12)
    data = described(client, article)
    assert (data["isPartOf"]["@type"], data["isPartOf"]["issueNumber"]) == ("PublicationIssue", "2.26")
    assert data["pageStart"] == 12


def test_nothing_in_a_title_ends_the_data_block(client, home):
    story = StoryPageFactory(title="</script><script>alert(1)</script> & <!--")
    assert described(client, story)["headline"] == story.title
    assert "<script>alert" not in client.get(story.url).content.decode()


def test_a_page_without_a_picture_shares_a_drawn_one(client, home):
    story = StoryPageFactory(title="Kundenbeziehungsmanagementsoftware", topics=["Vertrauen"])
    address = meta(client, story, "og:image").removeprefix("http://testserver")
    answer = client.get(address)
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert "immutable" in answer["Cache-Control"]
    assert len(answer.content) < 300_000


def test_the_address_of_the_drawn_picture_changes_with_the_title(client, home):
    story = StoryPageFactory(title="Alt")
    before = meta(client, story, "og:image")
    story.title = "Neu"
    story.save_revision().publish()
    assert meta(client, story, "og:image") != before
    assert client.get(before.removeprefix("http://testserver")).status_code == 404


def test_protected_pages_and_drafts_have_no_picture_to_share(client, home):
    story = StoryPageFactory(title="Geschlossen")
    address = meta(client, story, "og:image").removeprefix("http://testserver")
    PageViewRestriction.objects.create(page=story, restriction_type="password", password="geheim")
    assert client.get(address).status_code == 404


def test_versions_of_a_page_name_each_other(client, english):
    story = StoryPageFactory(title="Das elfte Brot", slug="brot")
    loaf = translate(story, english, title="The eleventh loaf", slug="loaf")
    for page in (story, loaf):
        html = client.get(page.url).content.decode()
        assert f'<link rel="alternate" hreflang="de" href="{story.full_url}">' in html
        assert f'<link rel="alternate" hreflang="en" href="{loaf.full_url}">' in html
        assert f'<link rel="alternate" hreflang="x-default" href="{story.full_url}">' in html
        assert f'<link rel="canonical" href="{page.full_url}">' in html


def test_an_untranslated_page_points_to_its_original(client, english):
    story = StoryPageFactory(title="Nur auf Deutsch", slug="nur")
    html = client.get("/en/geschichten/nur/").content.decode()
    assert f'<link rel="canonical" href="{story.full_url}">' in html
    assert 'rel="alternate" hreflang' not in html
    assert meta(client, story, "og:locale") == "de_DE"
