"""What a fresh installation has, and that installing again leaves everything as somebody made it."""

import pytest
from django.contrib.auth.models import Group
from pollenpost import roles
from pollenpost.defaults import install_defaults
from wagtail.models import Page, Site

from editorial.models import HomePage
from newsletters.models import Newsletter
from subscribers.models import Purpose, Wording


@pytest.fixture
def installed(db):
    install_defaults(public_url="https://pollenpost.example")


def test_the_home_page_takes_the_place_of_wagtails_welcome(installed):
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="de")
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_the_site_goes_by_the_public_address_until_somebody_names_it(installed):
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("pollenpost.example", 443)

    install_defaults(public_url="http://localhost:8001")

    site.refresh_from_db()
    assert (site.hostname, site.port) == ("pollenpost.example", 443)


def test_each_purpose_is_worded_in_both_languages(installed):
    for purpose in Purpose.objects.all():
        assert {wording.language for wording in purpose.wordings.all()} == {"de", "en"}
    assert set(Purpose.objects.offered().values_list("kind", flat=True)) == {"newsletter", "pollen"}


def test_installing_again_changes_nothing(installed):
    Newsletter.objects.update(name="Flaschenpost")
    Group.objects.get(name=roles.EDITORS).permissions.add(roles.find_permissions(["auth.view_user"])[0])
    before = (Purpose.objects.count(), Wording.objects.count(), Page.objects.count())

    install_defaults()

    assert Newsletter.objects.get().name == "Flaschenpost"
    assert (Purpose.objects.count(), Wording.objects.count(), Page.objects.count()) == before
    assert Group.objects.get(name=roles.EDITORS).permissions.filter(codename="view_user").exists()


def test_marketers_are_given_nothing_about_a_single_reader(installed):
    marketers = Group.objects.get(name=roles.MARKETERS)

    assert set(marketers.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "view_segments",
        "export_segments",
    }
    assert not marketers.page_permissions.exists()
    assert not marketers.collection_permissions.exists()


def test_only_editors_in_chief_send(installed):
    sending = Group.objects.filter(permissions__codename="send_edition")

    assert [group.name for group in sending] == [roles.CHIEFS]


def test_a_permission_that_does_not_exist_is_named(db):
    with pytest.raises(roles.PermissionMissing, match=r"editorial\.fly_topic"):
        roles.find_permissions(["editorial.fly_topic"])
