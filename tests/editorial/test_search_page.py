"""The page of results: plain links and a plain form."""

from datetime import date

import pytest
from wagtail.models import Locale

from tests.factories import PostcardPageFactory, StoryPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(home):
    """Two stories and a postcard about letters, of two years."""
    post, trust = TopicFactory(label_de="Post"), TopicFactory(label_de="Vertrauen")
    StoryPageFactory(title="Der späte Brief", published_on=date(2025, 3, 1), topics=[post])
    StoryPageFactory(title="Briefe im Regen", published_on=date(2026, 3, 1), topics=[post, trust])
    PostcardPageFactory(title="Gruß", statement="Ein Brief im Jahr genügt.", published_on=date(2026, 4, 1))


def shown(client, **asked):
    response = client.get("/suche/", asked)
    assert response.status_code == 200
    return response


def headlines(response):
    return {hit.page.title for hit in response.context["results"].hits}


def facets(response):
    """Kinds, topics and years with their counts."""
    return [
        {option.label: option.count for option in facet.options} for facet in response.context["results"].facets
    ]


def test_the_page_needs_no_question_and_then_shows_ways_on(client, texts):
    page = shown(client).content.decode()

    assert 'action="/suche/"' in page
    assert "Briefe im Regen" in page
    assert "/themen/post/" in page


def test_words_that_were_found_are_marked_however_they_were_typed(client, texts):
    page = shown(client, q="spaete brif").content.decode()

    assert "Der <mark>späte</mark> <mark>Brief</mark>" in page


def test_the_snippet_is_cut_from_where_the_words_stand(client, home):
    filling = "Wort " * 200
    StoryPageFactory(title="Lang", body=[("paragraph", f"<p>{filling} Der Leuchtturm blinkt. {filling}</p>")])
    [hit] = shown(client, q="Leuchttürme").context["results"].hits

    assert "Der <mark>Leuchtturm</mark> blinkt" in hit.snippet
    assert len(hit.snippet) < 300


def test_nothing_that_was_typed_or_written_becomes_markup(client, home):
    StoryPageFactory(title="Ein <script>alert(1)</script> Brief", standfirst="Fünf < sieben & Brief")
    page = shown(client, q='Brief "><b onclick="x">').content.decode()

    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "Ein &lt;script&gt;" in page
    assert "Fünf &lt; sieben &amp; <mark>Brief</mark>" in page


def test_facets_count_what_choosing_them_would_show(client, texts):
    kinds, topics, years = facets(shown(client, q="Brief"))

    assert kinds == {"Geschichte": 2, "Ansichtskarte": 1}
    assert topics == {"Post": 2, "Vertrauen": 1}
    assert years == {"2026": 2, "2025": 1}


def test_a_facet_narrows_down_and_a_second_click_lets_go(client, texts):
    response = shown(client, q="Brief", art="story", jahr="2026")

    assert headlines(response) == {"Briefe im Regen"}
    assert facets(response)[-1] == {"2026": 1, "2025": 1}
    chosen = response.context["results"].chosen
    assert {option.url for option in chosen} == {"?q=Brief&jahr=2026", "?q=Brief&art=story"}


def test_a_topic_narrows_down_by_its_slug(client, texts):
    assert headlines(shown(client, q="Brief", thema="vertrauen")) == {"Briefe im Regen"}


@pytest.mark.parametrize(
    "nonsense", [{"art": "x"}, {"jahr": "99999"}, {"jahr": "²²²²"}, {"thema": "\x00"}, {"p": "-3"}]
)
def test_facets_that_make_no_sense_are_as_if_not_there(client, texts, nonsense):
    assert len(headlines(shown(client, q="Brief", **nonsense))) == 3


def test_a_selection_that_fits_nothing_can_be_left(client, texts):
    page = shown(client, q="Brief", art="story", thema="vertrauen", jahr="2025").content.decode()

    assert 'href="?q=Brief"' in page


def test_results_are_in_leaves_and_links_keep_the_question(client, home):
    for number in range(11):
        StoryPageFactory(title=f"Brief {number}")
    first, second = shown(client, q="Brief"), shown(client, q="Brief", p="2")

    assert len(headlines(first) | headlines(second)) == 11
    assert 'href="?q=Brief&amp;p=2"' in first.content.decode()


def test_a_correction_is_offered_as_a_link(client, texts):
    page = shown(client, q="Vertraun").content.decode()

    assert '<a href="?q=Vertrauen">Vertrauen</a>?' in page
    assert "Briefe im Regen" in page


def test_nothing_found_says_what_was_tried_and_leads_on(client, texts):
    page = shown(client, q="Xylophonquark").content.decode()

    assert "Xylophonquark" in page
    assert "/themen/post/" in page


def test_search_engines_and_shared_caches_keep_off(client, texts):
    response = shown(client, q="Brief")

    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_what_was_asked_is_not_logged(client, texts, caplog):
    shown(client, q="Schuldnerberatung")

    assert "Schuldnerberatung" not in caplog.text


def test_a_translation_is_found_instead_of_its_original(client, home):
    english, _made = Locale.objects.get_or_create(language_code="en")
    story = StoryPageFactory(title="Der Brief")
    StoryPageFactory(title="Brief ohne Übersetzung")
    for page in (home, story.get_parent(), story):
        copy = page.specific.copy_for_translation(english)
        if page == story:
            copy.title = "The Brief"
        copy.save_revision().publish()

    assert headlines(shown(client, q="Brief")) == {"Der Brief", "Brief ohne Übersetzung"}
    response = client.get("/en/suche/", {"q": "Brief"})
    assert headlines(response) == {"The Brief", "Brief ohne Übersetzung"}


@pytest.mark.parametrize("path", ["/", "/gibt-es-nicht/"])
def test_every_page_leads_to_the_search(client, home, path):
    assert "/suche/" in client.get(path).content.decode()
