"""Old addresses keep working after a page, a topic, an author, a section or a series moved."""

import pytest

from blog.models import BlogPage
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    HomePageFactory,
    IssuePageFactory,
    SectionFactory,
    StoryPageFactory,
    TopicFactory,
)


@pytest.fixture(autouse=True)
def _house(home):
    """A site to move things on."""


def led(client, address):
    answer = client.get(address)
    assert answer.status_code == 301, address
    return answer["Location"].removeprefix("http://testserver")


def test_a_story_is_found_at_its_old_address(client, django_capture_on_commit_callbacks):
    story = StoryPageFactory(slug="alt")
    story.slug = "neu"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    assert led(client, "/geschichten/alt/") == "/geschichten/neu/"


def test_a_story_is_found_at_its_old_address_below_the_other_languages_prefix(
    client, english, django_capture_on_commit_callbacks
):
    """A letter in English leads there as long as there is no translation."""
    story = StoryPageFactory(title="Umgezogen", slug="alt")
    story.slug = "neu"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    answer = client.get("/en/geschichten/alt/")
    assert answer.status_code == 200
    assert "Umgezogen" in answer.content.decode()


def test_the_articles_of_an_issue_that_moves_are_found_too(client, django_capture_on_commit_callbacks):
    issue = IssuePageFactory(slug="heft-eins")
    ArticlePageFactory(parent=issue, slug="beitrag")
    issue.slug = "heft-1-26"
    with django_capture_on_commit_callbacks(execute=True):
        issue.save_revision().publish()
    assert led(client, "/magazin/heft-eins/beitrag/") == "/magazin/heft-1-26/beitrag/"


def test_a_page_that_is_moved_to_another_room_is_found(client, django_capture_on_commit_callbacks):
    story = StoryPageFactory(slug="wandert")
    archive = HomePageFactory().add_child(instance=BlogPage(title="Archiv", slug="archiv"))
    with django_capture_on_commit_callbacks(execute=True):
        story.move(archive, pos="last-child")
    assert led(client, "/geschichten/wandert/") == "/archiv/wandert/"


@pytest.mark.parametrize(
    ("make", "folder"), [(TopicFactory, "themen"), (AuthorFactory, "autoren"), (SectionFactory, "rubriken")]
)
def test_lists_leave_a_redirect_in_each_language(client, make, folder):
    item = make(slug="alt")
    item.slug = "neu"
    item.save()
    assert led(client, f"/{folder}/alt/") == f"/{folder}/neu/"
    assert led(client, f"/en/{folder}/alt/") == f"/en/{folder}/neu/"


def test_a_slug_that_comes_back_leads_nowhere_else(client):
    topic = TopicFactory(label_de="Vertrauen", slug="a")
    for slug in ("b", "c", "a"):
        topic.slug = slug
        topic.save()
    assert client.get("/themen/a/").status_code == 200
    assert led(client, "/themen/b/") == "/themen/a/"
    assert led(client, "/themen/c/") == "/themen/a/"
