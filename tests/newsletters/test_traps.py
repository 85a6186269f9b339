"""The link that people do not see: in which letters it stands, and what an editor sees of what it caught."""

import re

import pytest
from django.urls import reverse

from newsletters.models import ClickCount
from newsletters.services import links, previewing
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import EditionFactory

from .stage import send

LINK = re.compile(r"http://testserver/l/([^/\"\s]+)/")


@pytest.fixture
def letters(ada, bruno, edition, outbox):
    """The two parts of everybody's letter."""
    send(edition)
    return {letter.to[0]: (letter.body, letter.alternatives[0][0]) for letter in outbox}


def readables(part):
    return [links.read_click(token).readable for token in LINK.findall(part)]


def test_a_letter_with_links_that_recognise_has_one_that_nobody_sees(letters, edition):
    text, html = letters["ada@example.org"]
    assert readables(html).count(None) == 1
    assert {links.read_click(token).delivery for token in LINK.findall(html)} == {
        edition.deliveries.get(subscriber__email="ada@example.org").pk
    }
    assert "%%" not in text + html


def test_in_the_text_part_everybody_would_see_it(letters):
    text, _html = letters["ada@example.org"]
    assert readables(text)
    assert None not in readables(text)


def test_it_is_hidden_from_sight_from_screen_readers_and_from_the_keyboard(letters):
    _text, html = letters["ada@example.org"]
    [hidden] = re.findall(r"<span[^>]*aria-hidden[^>]*>.*?</span>", html)
    assert re.search(r'<span aria-hidden="true" style="display:none;mso-hide:all;', hidden)
    assert re.search(r'<a href="http://testserver/l/[^"]+" tabindex="-1" style="display:none"></a>', hidden)
    assert readables(hidden) == [None]


def test_letters_without_pollen_have_neither_a_trap_nor_a_token(letters):
    for part in letters["bruno@example.org"]:
        assert "/l/" not in part
        assert "aria-hidden" not in part
        assert "%%" not in part


def test_without_pollen_a_letter_is_to_the_byte_that_of_nobody_known(ada, newsletter, edition):
    before = previewing.preview(edition, ada)
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    ada.name = ""
    nobody = previewing.preview(edition)
    letter = previewing.preview(edition, ada)
    assert letter == nobody
    assert "/l/" not in before.html + letter.html


@pytest.fixture
def release(admin_client, edition, settings):
    settings.EXPORT_MINIMUM_SIZE = 1
    address = reverse("newsletters_release", args=[edition.pk])

    def page():
        return " ".join(admin_client.get(address).content.decode().split())

    return page


def test_before_an_edition_is_sent_nothing_is_said_of_clicks(release):
    assert "geklickt" not in release()


def test_an_edition_that_nobody_clicked_says_so(release, letters):
    assert "Noch wurde nichts angeklickt." in release()


def test_an_editor_sees_what_people_clicked_and_what_was_filtered(release, letters, edition):
    other = EditionFactory(newsletter=edition.newsletter)
    for verdict, count in zip(ClickCount.Verdict.values, (12, 3, 8, 5, 1), strict=True):
        ClickCount.objects.create(edition=edition, verdict=verdict, count=count)
        ClickCount.objects.create(edition=other, verdict=verdict, count=100)
    assert "Klicks von Menschen: 12." in release()
    filtered = "zu früh 3, alle auf einmal 8, bekannte Programme 5, unsichtbarer Link 1"
    assert f"Herausgefiltert: 17 ({filtered})." in release()


def test_where_nothing_was_filtered_it_says_none(release, letters, edition):
    ClickCount.objects.create(edition=edition, verdict="person", count=2)
    assert "Klicks von Menschen: 2. Herausgefiltert: keine." in release()
