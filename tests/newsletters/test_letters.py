import re

import pytest
from wagtail.models import PageViewRestriction

from editorial.models import Topic
from newsletters.services import previewing
from newsletters.services.letters import Pieces
from pollen.models import Grain
from pollen.services import folding, gathering
from pollen.services.reasons import Pick
from subscribers.models import TopicChoice
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory


@pytest.fixture
def stories(home):
    return [
        StoryPageFactory(title="Drei Häkchen", topics=["Datenschutz"]),
        StoryPageFactory(title="Zwei Häkchen", topics=["Datenschutz"]),
        StoryPageFactory(
            title="Die Bäckerin & ihr Brot", topics=["Kundenwert"], standfirst="Ein Laden <ohne> Karte."
        ),
    ]


@pytest.fixture
def edition(newsletter, stories):
    return EditionFactory(
        newsletter=newsletter,
        intro='<p>Moin, hier <b>das Neue</b> vom <a href="https://example.org/kai">Kai</a>.</p>',
        pins=[StoryPageFactory(title="Das neue Heft")],
    )


def test_the_letter_has_the_pinned_item_first_and_then_what_fits(ada, edition, stories):
    gathering.record(ada, stories[0], Grain.Kind.READ)
    folding.fold()
    letter = previewing.preview(edition, ada)
    assert re.findall(r"^(?:Das neue|Zwei|Drei|Die B).*", letter.text, re.M) == [
        "Das neue Heft",
        "Zwei Häkchen",
        "Die Bäckerin & ihr Brot",
    ]


def test_each_item_says_why_in_the_text_and_in_the_html(ada, edition, stories):
    gathering.record(ada, stories[0], Grain.Kind.READ)
    folding.fold()
    ada.language = "en"
    ada.save()
    letter = previewing.preview(edition, ada)
    why = "Because you read “Drei Häkchen”, which is about Datenschutz, too"
    assert why in letter.text
    assert why in letter.html
    assert letter.text.count("From the editors, for everyone") == 1
    assert letter.text.count("New from us") == 1


def test_what_editors_wrote_cannot_break_out_of_the_html(edition):
    letter = previewing.preview(edition)
    assert "Ein Laden &lt;ohne&gt; Karte." in letter.html
    assert "Die Bäckerin &amp; ihr Brot" in letter.html
    assert "Ein Laden <ohne> Karte." in letter.text


def test_the_text_part_is_written_from_the_content(edition):
    letter = previewing.preview(edition)
    assert "Moin, hier das Neue vom Kai (https://example.org/kai)." in letter.text
    assert "<" not in letter.text.replace("<ohne>", "")


def test_links_to_our_own_pages_are_whole_addresses_in_both_parts(newsletter, stories):
    link = f'<p>Siehe <a linktype="page" id="{stories[0].pk}">hier</a>.</p>'
    letter = previewing.preview(EditionFactory(newsletter=newsletter, intro=link, outro=link))
    address = "http://testserver/geschichten/drei-hakchen/"
    assert letter.html.count(f'href="{address}">hier') == 2
    assert letter.text.count(f"hier ({address})") == 2


def test_the_foot_names_publisher_address_and_the_way_out(bruno, edition):
    letter = previewing.preview(edition, bruno)
    for part in (letter.text, letter.html):
        assert "Pollenpost Verlag, Am Alten Hafen 3, 25813 Husum" in part
        assert "http://testserver/brief/" in part


def test_no_mark_of_the_compilation_is_left_over(ada, edition):
    letter = previewing.preview(edition, ada)
    assert "%%" not in letter.html
    assert "%%" not in letter.text


def test_the_letter_calls_nobody_elses_host(ada, edition):
    letter = previewing.preview(edition, ada)
    hosts = set(re.findall(r'(?:src|href)="https?://([^/"]+)', letter.html))
    assert hosts <= {"testserver", "example.org"}


def test_no_link_carries_an_address(ada, edition):
    letter = previewing.preview(edition, ada)
    assert not [url for url in re.findall(r'href="(https?:[^"]+)"', letter.html) if "@" in url or "ada" in url]


def test_each_cut_piece_is_whole_for_outlook(edition):
    html = previewing.preview(edition).html
    assert html.count("<!--[if") == html.count("<![endif]")
    assert html.count("<table") == html.count("</table>")
    assert html.count("<div") == html.count("</div>")


def test_du_and_sie_are_greeted_in_their_own_way(newsletter, edition):
    jule = SubscriberFactory(
        email="jule@example.org", name="Jule Hansen", form_of_address="du", consents=["brief"]
    )
    TopicChoice.objects.create(subscriber=jule, topic=Topic.objects.first(), stance="wanted")
    assert previewing.preview(edition, jule).text.split(",")[0].endswith("Jule")


def test_an_english_readers_links_lead_to_english_pages(newsletter, edition):
    jule = SubscriberFactory(email="jule@example.org", name="Jule Hansen", language="en", consents=["brief"])
    letter = previewing.preview(edition, jule)
    assert "Hello Jule Hansen," in letter.text
    paths = re.findall(r"http://testserver(/\S+)", letter.text)
    assert paths
    assert all(path.startswith("/en/") for path in paths)


def test_a_page_behind_a_password_is_in_no_letter(edition):
    for pin in edition.pins.all():
        PageViewRestriction.objects.create(page=pin.readable, restriction_type="password", password="geheim")
    assert "Das neue Heft" not in previewing.preview(edition).text


def test_an_unpublished_pin_is_left_out(edition):
    edition.pins.get().readable.unpublish()
    assert "Das neue Heft" not in previewing.preview(edition).text


def test_an_edition_without_items_still_has_its_frame(newsletter):
    edition = EditionFactory(newsletter=newsletter, free_places=0, intro="<p>Nur ein Gruß.</p>")
    letter = previewing.preview(edition)
    assert "Nur ein Gruß." in letter.text
    assert "%%" not in letter.html


def test_pieces_are_cut_at_their_marks():
    pieces = Pieces.cut("A %%card:1%%one%%end%%, %%card:2%%two %%why:2%%%%end%% B")
    assert pieces.join([Pick(2)], {"why:2": "because"}) == "A two because B"
