"""What stands behind a password is named nowhere in public; below its own door it is."""

import pytest
from wagtail.models import PageViewRestriction

from blog.models import StoryPage
from editorial.models import ReadablePage
from magazine.models import IssuePage
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    BlogPageFactory,
    IssuePageFactory,
    StoryPageFactory,
    TopicFactory,
)


def lock(page, kind="password"):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


@pytest.fixture
def stories(home):
    """An open story and a protected one, on the same topic and by the same author."""
    pages = [StoryPageFactory(title=title, topics=["Vertrauen"]) for title in ("Offene Worte", "Geheime Worte")]
    for page in pages:
        page.bylines.create(author=AuthorFactory())
        page.save()
    return pages


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_only_what_is_published_and_unprotected_is_open_to_all(stories, kind):
    lock(stories[1], kind)
    StoryPageFactory(title="Entwurf", live=False)
    assert [page.title for page in StoryPage.objects.open_to_all()] == ["Offene Worte"]


@pytest.mark.parametrize("path", ["/", "/geschichten/", "/themen/vertrauen/", "/autoren/henrike-petersen/"])
def test_no_list_names_a_protected_page(client, stories, path):
    before = client.get(path).content.decode()
    assert "Geheime Worte" in before
    lock(stories[1])
    page = client.get(path).content.decode()
    assert "Offene Worte" in page
    assert "Geheime Worte" not in page


def test_a_topic_counts_what_readers_can_reach(client, stories):
    lock(stories[1])
    StoryPageFactory(topics=["Vertrauen"], live=False)
    [topic] = client.get("/themen/").context["topics"]
    assert topic.count == 1


def test_a_topic_without_anything_to_read_counts_nothing(client, home):
    TopicFactory(label_de="Leere")
    [topic] = client.get("/themen/").context["topics"]
    assert topic.count == 0


def test_the_contents_of_an_issue_leave_out_a_protected_article(client, home):
    issue = IssuePageFactory()
    shown, hidden = (
        ArticlePageFactory(parent=issue, page_number=4),
        ArticlePageFactory(parent=issue, page_number=8),
    )
    lock(hidden)
    assert [page.pk for page in issue.articles()] == [shown.pk]
    assert client.get(shown.url).context["next_article"] is None


def test_a_protected_issue_shows_its_contents_to_whoever_has_the_password(home):
    issue = IssuePageFactory()
    article = ArticlePageFactory(parent=issue)
    lock(issue)
    assert [page.pk for page in issue.articles()] == [article.pk]
    assert not ReadablePage.objects.open_to_all().exists()


def test_a_protected_issue_is_no_neighbour_and_stands_on_no_shelf(client, home):
    first = IssuePageFactory(number="1.26", title="Erstes", slug="eins", published_on="2026-03-01")
    shelf = first.get_parent()
    second = IssuePageFactory(parent=shelf, number="2.26", title="Zweites", slug="zwei", published_on="2026-06-01")
    assert client.get(second.url).context["previous"] == first
    lock(first)
    assert client.get(second.url).context["previous"] is None
    assert [issue.pk for issue in shelf.specific.issues()] == [second.pk]
    assert IssuePage.objects.open_to_all().get() == second


def test_below_a_protected_blog_its_stories_are_listed_there_and_nowhere_else(client, stories):
    lock(BlogPageFactory())
    assert ReadablePage.objects.open_below(BlogPageFactory()).count() == 2
    assert "Offene Worte" not in client.get("/").content.decode()
