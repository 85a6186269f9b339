"""Numbers, series, sources, and what is read next."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageViewRestriction

from blog.models import Series, StoryPage
from editorial.importing.importer import import_folder
from tests.editorial.test_import_folder import outcomes, write
from tests.editorial.test_pages import words_of
from tests.factories import ArticlePageFactory, BlogPageFactory, StoryPageFactory

pytestmark = pytest.mark.django_db


def lock(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


# --- Numbers ------------------------------------------------------------------------------------------


def test_the_next_free_number_is_proposed_for_a_new_story(admin_client, publisher):
    StoryPageFactory(number=7)
    StoryPageFactory(number=12, live=False)
    url = reverse("wagtailadmin_pages:add", args=["blog", "storypage", BlogPageFactory().pk])
    assert admin_client.get(url).context["form"]["number"].value() == 13


def test_a_number_that_is_taken_is_refused_with_the_next_free_one(home):
    StoryPageFactory(title="Der Eimer", number=7)
    other = StoryPageFactory(number=8)
    other.number = 7
    with pytest.raises(ValidationError) as refused:
        other.save()
    [message] = refused.value.message_dict["number"]
    assert "Der Eimer" in message
    assert "9" in message


def test_a_new_story_with_a_taken_number_is_told_so_in_the_form(admin_client, publisher):
    StoryPageFactory(title="Der Eimer", number=7)
    url = reverse("wagtailadmin_pages:add", args=["blog", "storypage", BlogPageFactory().pk])
    form = admin_client.get(url).context["form"]
    data = {
        "title": "Neu",
        "slug": "neu",
        "number": "7",
        "published_on": "2026-11-01",
        "editors_weight": "2",
        "body-count": "0",
    }
    for prefix in ("bylines", "comments"):
        data |= {
            f"{prefix}-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        }
    checked = type(form)(
        data,
        instance=StoryPage(),
        parent_page=BlogPageFactory(),
        for_user=form.for_user,
    )
    checked.is_valid()
    assert "Der Eimer" in str(checked.errors["number"])


def test_stories_without_a_number_do_not_disturb_one_another(home):
    StoryPageFactory(number=None)
    StoryPageFactory(number=None)
    assert StoryPage.objects.count() == 2


# --- Before and after ---------------------------------------------------------------------------------


def test_at_the_end_stand_the_story_before_and_the_one_after_by_number(client, publisher):
    first, second, third = (
        StoryPageFactory(number=number, published_on=date(2026, 9, day))
        for number, day in ((34, 9), (35, 3), (36, 1))
    )
    assert client.get(second.url).context["previous"] == first
    assert client.get(second.url).context["next"] == third
    page = client.get(second.url).content.decode()
    assert f'href="{third.url}" rel="next"' in page
    assert f'href="{first.url}" rel="prev"' in page


def test_the_newest_story_says_so_and_offers_something_on_its_subject(client, publisher):
    article = ArticlePageFactory(title="Was Vertrauen kostet", topics=["Vertrauen"])
    story = StoryPageFactory(number=1, topics=["Vertrauen"])
    response = client.get(story.url)
    assert response.context["elsewhere"] == article
    assert "Was Vertrauen kostet" in words_of(response)


def test_what_is_named_as_the_next_or_the_one_before_is_not_offered_once_more(client, publisher):
    ArticlePageFactory(title="Was Vertrauen kostet", topics=["Vertrauen"])
    for number, title in ((1, "Der Eimer"), (2, "Der Deckel"), (3, "Der Henkel")):
        StoryPageFactory(title=title, number=number, topics=["Vertrauen"])
    middle = words_of(client.get(StoryPage.objects.get(number=2).url))
    assert [middle.count(title) for title in ("Der Eimer", "Der Henkel", "Was Vertrauen kostet")] == [1, 1, 1]
    newest = words_of(client.get(StoryPage.objects.get(number=3).url))
    assert [newest.count(title) for title in ("Der Eimer", "Der Deckel", "Was Vertrauen kostet")] == [1, 1, 1]


def test_protected_stories_and_drafts_are_no_neighbours(client, publisher):
    story = StoryPageFactory(number=2)
    lock(StoryPageFactory(number=3))
    StoryPageFactory(number=1, live=False)
    context = client.get(story.url).context
    assert (context["previous"], context["next"]) == (None, None)


# --- Series -------------------------------------------------------------------------------------------


@pytest.fixture
def series(publisher):
    return Series.objects.create(name="Weglassen", description="Was andere abgeschafft haben.")


def test_a_story_names_its_part_of_the_series_and_leads_to_the_others(client, series):
    first, second, third = (StoryPageFactory(number=n, series=series) for n in (3, 5, 9))
    StoryPageFactory(number=4)
    response = client.get(second.url)
    place = response.context["place"]
    assert (place.part, place.parts, place.previous, place.next) == (2, 3, first, third)
    assert "Weglassen" in words_of(response)
    assert f'href="{series.get_absolute_url()}"' in response.content.decode()


def test_a_series_has_a_page_with_its_public_stories_in_order(client, series):
    StoryPageFactory(title="Zweite", number=5, series=series, published_on=date(2026, 9, 1))
    StoryPageFactory(title="Erste", number=3, series=series, published_on=date(2026, 9, 2))
    lock(StoryPageFactory(title="Geheime", number=7, series=series))
    response = client.get("/serien/weglassen/")
    words = words_of(response)
    assert "Serie Weglassen" in words
    assert words.index("Erste") < words.index("Zweite")
    assert "Geheime" not in words
    assert "Was andere abgeschafft haben." in words


def test_an_unknown_series_is_not_found(client, publisher):
    assert client.get("/serien/gibt-es-nicht/").status_code == 404


def test_series_are_kept_in_the_admin(admin_client, home):
    url = reverse(Series.snippet_viewset.get_url_name("add"))
    assert admin_client.post(url, {"name": "Lange Leitung"}).status_code == 302
    assert Series.objects.get().slug == "lange-leitung"
    assert (
        "Lange Leitung" in admin_client.get(reverse(Series.snippet_viewset.get_url_name("list"))).content.decode()
    )


def test_an_imported_story_finds_its_series_or_makes_it(tmp_path):
    write(tmp_path, "a.md", "title: Eins", "series: Weglassen", "number: 1")
    write(tmp_path, "b.md", "title: Zwei", "series: weglassen", "number: 2")
    assert outcomes(import_folder(tmp_path)) == {"a.md": "created", "b.md": "created"}
    assert Series.objects.get().stories.count() == 2
    assert outcomes(import_folder(tmp_path)) == {"a.md": "unchanged", "b.md": "unchanged"}


# --- Where it stood first -----------------------------------------------------------------------------


def test_a_republished_story_refers_search_engines_to_its_source(client, publisher):
    story = StoryPageFactory(source="Brotzeit 3", source_url="https://example.org/brot")
    assert '<link rel="canonical" href="https://example.org/brot">' in client.get(story.url).content.decode()


def test_a_story_of_our_own_is_canonical_itself(client, publisher):
    story = StoryPageFactory(source="Brotzeit 3")
    assert f'<link rel="canonical" href="{story.full_url}">' in client.get(story.url).content.decode()
