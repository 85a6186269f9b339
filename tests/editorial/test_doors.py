"""A door before a text is a door before its translations, whichever came first."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from editorial.models import ReadablePage
from tests.factories import StoryPageFactory, translate

PASSWORD = PageViewRestriction.PASSWORD


@pytest.fixture
def bread(english):
    return StoryPageFactory(title="Das elfte Brot", slug="brot")


@pytest.fixture
def loaf(bread, english):
    return translate(bread, english, title="The eleventh loaf", slug="loaf")


def doors(page):
    return list(PageViewRestriction.objects.filter(page=page).values_list("restriction_type", "password"))


def test_a_door_that_comes_later_stands_before_the_translation_too(client, bread, loaf):
    PageViewRestriction.objects.create(page=bread, restriction_type=PASSWORD, password="geheim")
    assert doors(loaf) == [(PASSWORD, "geheim")]
    assert "The eleventh loaf" not in client.get("/en/feed/").content.decode()
    assert not ReadablePage.objects.open_to_all().exists()


def test_a_door_before_the_translation_stands_before_the_original_too(bread, loaf):
    PageViewRestriction.objects.create(page=loaf, restriction_type=PASSWORD, password="secret")
    assert doors(bread) == [(PASSWORD, "secret")]


def test_another_password_is_another_password_everywhere(bread, loaf):
    door = PageViewRestriction.objects.create(page=bread, restriction_type=PASSWORD, password="alt")
    door.password = "neu"
    door.save()
    assert doors(loaf) == [(PASSWORD, "neu")]


def test_the_groups_that_may_enter_are_the_same(bread, loaf):
    door = PageViewRestriction.objects.create(page=bread, restriction_type=PageViewRestriction.GROUPS)
    door.groups.add(Group.objects.create(name="Freundeskreis"))
    twin = PageViewRestriction.objects.get(page=loaf)
    assert [group.name for group in twin.groups.all()] == ["Freundeskreis"]


def test_a_door_that_is_taken_away_is_taken_away_everywhere(bread, loaf):
    door = PageViewRestriction.objects.create(page=bread, restriction_type=PASSWORD, password="geheim")
    door.delete()
    assert doors(loaf) == []


def test_deleting_a_page_opens_no_other(bread, loaf):
    PageViewRestriction.objects.create(page=bread, restriction_type=PASSWORD, password="geheim")
    bread.delete()
    assert doors(loaf) == [(PASSWORD, "geheim")]
