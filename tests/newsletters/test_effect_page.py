"""The page that says what matching is worth."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from newsletters.models import ClickCount, Delivery
from pollen.models import Exploration
from pollen.services import learnt
from tests.factories import StoryPageFactory, SubscriberFactory

from .comparing import counted, edition_of

URL = reverse("newsletters_effect")


@pytest.fixture
def page(admin_client, settings):
    settings.POLLEN_HOLDOUT = 0.05

    def page(**query):
        return re.sub(r"\s+", " ", admin_client.get(URL, query).content.decode())

    return page


def cells(page, subject):
    """The numbers of the row of this edition, without the date."""
    [row] = [row for row in re.findall(r"<tr>.*?</tr>", page) if subject in row]
    numbers = re.findall(r'<td class="pp-number">(.*?)</td>', row)
    return [re.sub(r"<.*?>", "", number).replace("\N{NO-BREAK SPACE}", " ").strip() for number in numbers]


def test_without_an_edition_it_says_what_to_do(page, newsletter):
    shown = page()
    assert "Geben Sie eine Ausgabe mit freien Plätzen frei" in shown
    assert 'class="pp-shares"' not in shown
    assert "POLLEN_HOLDOUT" in shown


def test_it_says_by_how_much_the_chosen_letters_are_better(page, newsletter):
    counted(edition_of(newsletter), (300, 1000), (200, 1000))
    shown = page()
    assert "Um 6,2 bis 13,7 Punkte besser" in shown
    assert re.findall(r"<dd>([+\d,]+)", shown) == ["30,0", "20,0", "+10,0"]
    assert "von +6,2 bis +13,7" in shown


def test_it_says_so_if_they_are_worse(page, newsletter):
    counted(edition_of(newsletter), (200, 1000), (300, 1000))
    assert "Um 6,2 bis 13,7 Punkte schlechter" in page()


def test_it_says_that_there_is_not_enough_data(page, newsletter):
    counted(edition_of(newsletter), (300, 1000), (10, 50))
    shown = page()
    assert "Noch zu wenige Daten" in shown
    assert "<dd>+" not in shown
    assert "als 100 zählen" in shown


def test_it_says_that_the_arms_cannot_be_told_apart(page, newsletter):
    counted(edition_of(newsletter), (205, 1000), (200, 1000))
    assert "Nicht zu unterscheiden" in page()


def test_the_picture_is_written_with_points_in_every_language(page, newsletter):
    counted(edition_of(newsletter), (300, 1000), (200, 1000))
    picture = page().split('<svg class="pp-shares"')[1].split("</svg>")[0]
    places = re.findall(r'(?:x1|x2|cx|y1|cy)="([^"]*)"', picture)
    assert len(places) > 10
    assert all(0 <= float(place) <= 420 for place in places)


def test_a_period_is_chosen(page, newsletter):
    counted(edition_of(newsletter, days=20, subject="Neulich"), (300, 1000), (200, 1000))
    counted(edition_of(newsletter, days=200, subject="Früher"), (300, 1000), (200, 1000))
    assert ("Neulich" in page(days=30), "Früher" in page(days=30)) == (True, False)
    assert "Früher" in page(days=365)
    assert '<a href="?days=90" aria-current="true">' in page(days="nonsense")


def test_each_edition_has_its_letters_clicks_and_what_was_filtered(page, newsletter):
    edition = edition_of(newsletter, subject="Nummer zwölf")
    counted(edition, (30, 100), (4, 20))
    for verdict, count in (("person", 51), ("soon", 7), ("trap", 2)):
        ClickCount.objects.create(edition=edition, verdict=verdict, count=count)
    assert cells(page(), "Nummer zwölf") == ["100", "30 30,0 %", "20", "4 20,0 %", "51", "9"]


def test_of_a_few_readers_no_numbers_are_shown(page, newsletter, settings):
    settings.EXPORT_MINIMUM_SIZE = 10
    counted(edition_of(newsletter, subject="Nummer zwölf"), (30, 100), (1, 9))
    shown = page()
    assert cells(shown, "Nummer zwölf")[2:4] == ["einige wenige", "–"]
    assert "<dd>" not in shown


def test_of_a_few_readers_single_clicks_are_not_shown_either(page, admin_client, newsletter, settings):
    settings.EXPORT_MINIMUM_SIZE = 10
    edition = edition_of(newsletter, subject="Nummer zwölf")
    counted(edition, (1, 8), (0, 1))
    ClickCount.objects.create(edition=edition, verdict="person", count=51)
    assert cells(page(), "Nummer zwölf")[4:] == ["einige wenige", "–"]
    Delivery.objects.create(edition=edition, subscriber=SubscriberFactory(), state="sent")
    release = admin_client.get(reverse("newsletters_release", args=[edition.pk])).content.decode()
    assert "Klicks: einige wenige" in release
    assert "51" not in re.findall(r'<p class="pp-lead">.*?</p>', release, re.S)[0]


def test_it_is_said_that_the_comparison_is_switched_off(page, newsletter, settings):
    settings.POLLEN_HOLDOUT = 0
    assert "ausgeschaltet" in page()


def test_the_share_of_the_holdout_is_said(page, newsletter, settings):
    settings.POLLEN_HOLDOUT = 0.075
    assert "7,5 %" in page().replace("\N{NO-BREAK SPACE}", " ")


# --- What was tried out ------------------------------------------------------------------------------


def tried(title, clicked, shown):
    Exploration.objects.create(readable=StoryPageFactory(title=title), shown=shown, clicked=clicked)


def test_what_was_tried_out_often_enough_is_listed_from_both_ends(page, home):
    tried("Gern gelesen", 20, 100)
    tried("Nie geöffnet", 0, 100)
    tried("Eben erst", 5, 9)
    shown = page()
    assert "Gern gelesen" in shown
    assert "Eben erst" not in shown
    best, worst = learnt.best_and_worst(most=1)
    assert [[row.title for row in rows] for rows in (best, worst)] == [["Gern gelesen"], ["Nie geöffnet"]]


def test_what_is_believed_starts_from_one_click_in_twenty(home):
    tried("Gern gelesen", 20, 100)
    [[row], []] = learnt.best_and_worst()
    assert row.likely == pytest.approx(21 / 120)
    # Quantiles of Beta(21, 99).
    assert (row.low, row.high) == pytest.approx((0.1129, 0.2477), abs=0.0005)


def test_much_clicked_in_few_showings_does_not_stand_before_what_is_well_known(home):
    tried("Oft und gern", 60, 200)
    tried("Ein Zufall", 4, 10)
    best, _worst = learnt.best_and_worst()
    assert [row.title for row in best] == ["Oft und gern", "Ein Zufall"]


# --- Who sees it -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("permission", "sees"), [("view_edition", True), ("view_newsletter", False)])
def test_only_who_may_see_editions_has_it_in_the_menu(client, django_user_model, home, permission, sees):
    user = django_user_model.objects.create_user("henrike")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", permission]))
    client.force_login(user)
    assert (URL in client.get(reverse("wagtailadmin_home")).content.decode()) is sees
    assert (client.get(URL).status_code == 200) is sees
