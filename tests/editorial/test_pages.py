"""What readers see on the front page, on topics, authors and the imprint, and on every page alike."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from editorial.models import Topic
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    EpisodePageFactory,
    IssuePageFactory,
    PostcardPageFactory,
    SectionFactory,
    StoryPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
HOLD = "\N{NO-BREAK SPACE}"


@pytest.fixture
def house(publisher):
    """An issue with two articles, four stories, an episode and a postcard, all about trust."""
    issue = IssuePageFactory(
        title="Wer zuhört, muss weniger rufen", published_on=date(2026, 11, 9), topics=["Vertrauen"]
    )
    for number, (section, title) in enumerate([("Tagebuch", "Drei Tage am Telefon"), ("Recht", "Ein Gespräch")]):
        ArticlePageFactory(
            parent=issue,
            title=title,
            section=SectionFactory(name=section),
            page_number=4 + 4 * number,
            topics=["Vertrauen"],
        )
    for number in range(38, 42):
        StoryPageFactory(title=f"Geschichte {number}", number=number, topics=["Vertrauen"])
    EpisodePageFactory(title="Sechs Wochen Karteikarten", topics=["Vertrauen"])
    PostcardPageFactory(title="Bierdeckel", place="Husum", sender="Jochen", topics=["Vertrauen"])
    return issue


def words_of(response):
    """The text of a page without markup, with plain single spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    text = re.sub("[\N{SOFT HYPHEN}\N{WORD JOINER}]", "", text)
    return " ".join(re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text).split())


def test_the_front_page_shows_the_current_issue_with_its_contents(client, house):
    words = words_of(client.get("/"))
    assert "Wer zuhört, muss weniger rufen" in words
    assert re.search(r"Tagebuch\s+Drei Tage am Telefon .{0,12}\b4\b", words)
    assert "Geschichte 41" in words
    assert "Sechs Wochen Karteikarten" in words
    assert "Ein Brief im Jahr, aber einer, den man aufhebt." in words


def test_the_front_page_needs_few_queries(client, house, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(25):
        client.get("/")


def test_the_front_page_stands_before_anything_is_published(client, home):
    assert client.get("/").status_code == 200


def test_a_draft_is_not_shown(client, house):
    StoryPageFactory(title="Noch nicht fertig", live=False, topics=["Vertrauen"])
    for address in ("/", "/geschichten/", "/themen/vertrauen/"):
        assert "Noch nicht fertig" not in words_of(client.get(address))


def test_the_menu_names_the_rooms_of_the_house(client, house):
    menu = client.get("/geschichten/").content.decode().split("<nav", 1)[1].split("</nav>")[0]
    assert re.findall(r">(Magazin|Geschichten|Schnack|Ansichtskarten)<", menu) == [
        "Magazin",
        "Geschichten",
        "Schnack",
        "Ansichtskarten",
    ]
    assert re.search(r'aria-current="page">Geschichten', menu)


def test_a_proposed_topic_is_neither_shown_nor_reachable(client, house):
    proposed = TopicFactory(label_de="Unsinn", state=Topic.State.PROPOSED)
    story = StoryPageFactory(title="Reihe neun", topics=["Vertrauen", proposed])
    for address in ("/", story.url, "/geschichten/", "/themen/", "/themen/vertrauen/"):
        assert "Unsinn" not in words_of(client.get(address))
    assert client.get("/themen/unsinn/").status_code == 404


def test_the_list_of_topics_counts_what_is_live_and_puts_narrower_topics_below(client, house):
    broad = TopicFactory(label_de="Recht")
    TopicFactory(label_de="Datenschutz", parent=broad)
    StoryPageFactory(topics=["Datenschutz"])
    StoryPageFactory(topics=["Datenschutz"], live=False)
    assert re.search(r"Recht 0 \S+ Datenschutz 1 ", words_of(client.get("/themen/")))


def test_a_topic_lists_the_newest_first_and_names_its_neighbours(client, house):
    trust = Topic.objects.get(slug="vertrauen")
    TopicFactory(label_de="Verlässlichkeit", parent=trust)
    StoryPageFactory(title="Die älteste", published_on=date(2020, 1, 1), topics=[trust])
    words = words_of(client.get("/themen/vertrauen/"))
    assert "Verlässlichkeit" in words
    assert words.index("Geschichte 41") < words.index("Drei Tage am Telefon") < words.index("Die älteste")
    child = words_of(client.get("/themen/verlaesslichkeit/"))
    assert "Vertrauen" in child


def test_topics_are_named_in_the_language_of_the_page(client, house):
    Topic.objects.filter(slug="vertrauen").update(label_en="Trust")
    assert "Trust" in words_of(client.get("/en/themen/vertrauen/"))
    assert "Trust" not in words_of(client.get("/themen/vertrauen/"))


def test_an_author_page_lists_what_she_wrote(client, house):
    henrike = AuthorFactory(name="Henrike Petersen", bio="Leitete zwölf Jahre einen Schalter.")
    story = StoryPageFactory(title="Das elfte Brot")
    story.bylines.create(author=henrike)
    story.save()
    words = words_of(client.get(reverse("author", args=["henrike-petersen"])))
    assert "Leitete zwölf Jahre einen Schalter." in words
    assert "Das elfte Brot" in words
    assert "Geschichte 41" not in words


def test_an_author_page_counts_the_texts_of_each_kind_and_narrows_them_down(client, house):
    jonas = AuthorFactory(name="Jonas Brandt")
    stories = [StoryPageFactory(title="Reihe neun"), StoryPageFactory(title="Zehn nach sieben")]
    texts = [*stories, *house.articles()[:1]]
    for text in texts:
        text.bylines.create(author=jonas)
        text.save()
    address = reverse("author", args=["jonas-brandt"])
    page = client.get(address).content.decode()
    assert re.findall(r'href="\?kind=(\w+)"[^>]*>\D+<span>(\d)', page) == [("article", "1"), ("story", "2")]
    stories = words_of(client.get(f"{address}?kind=story"))
    assert "Reihe neun" in stories
    assert "Drei Tage am Telefon" not in stories
    assert "Drei Tage am Telefon" in words_of(client.get(f"{address}?kind=unsinn"))


def test_the_older_pages_of_one_kind_stay_with_that_kind(client, house):
    for number in range(12):
        StoryPageFactory(title=f"Noch eine {number}", topics=["Vertrauen"])
    page = client.get("/themen/vertrauen/?kind=story").content.decode()
    assert re.search(r'href="\?kind=story&amp;p=2"', page)


def test_a_topic_names_those_that_often_come_with_it(client, house):
    for number in range(2):
        StoryPageFactory(title=f"Zu zweit {number}", topics=["Vertrauen", "Zuhören"])
    StoryPageFactory(title="Einmal", topics=["Vertrauen", "Preise"])
    head = client.get("/themen/vertrauen/").content.decode().split('class="related"')[1].split("</header>")[0]
    assert "Zuhören" in head
    assert "Preise" not in head


def test_the_front_page_without_an_issue_opens_with_the_claim(client, publisher):
    publisher.claim = "Für Leute, die zuhören"
    publisher.save()
    StoryPageFactory(title="Das elfte Brot")
    words = words_of(client.get("/"))
    assert words.index("Für Leute, die zuhören") < words.index("Das elfte Brot")


def test_the_imprint_names_who_publishes(client, publisher):
    words = words_of(client.get("/impressum/"))
    assert "Pollenpost Verlag Am Alten Hafen 3 25813 Husum" in words
    assert "post@pollenpost.example" in words


def test_the_language_switch_leads_to_the_same_page(client, house):
    assert 'href="/en/themen/"' in client.get("/themen/").content.decode()
    english = client.get("/en/themen/").content.decode()
    assert 'href="/themen/"' in english
    assert '<html lang="en">' in english


def test_english_frames_say_that_the_text_is_german(client, house):
    page = client.get("/en/magazin/").content.decode()
    assert re.search(r'<main id="content"[^>]* lang="de"', page)


def test_an_unknown_address_is_answered_kindly(client, house):
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert 'href="/themen/"' in answer.content.decode()


def test_no_page_has_styles_or_scripts_of_its_own_or_calls_a_third_party(client, house):
    article = house.articles()[0]
    addresses = [
        "/",
        "/themen/",
        "/themen/vertrauen/",
        "/impressum/",
        "/geschichten/",
        "/ansichtskarten/",
        "/schnack/",
    ]
    addresses += ["/magazin/", house.url, article.url, "/ansichtskarten/bierdeckel/", "/gibt-es-nicht/"]
    for address in addresses:
        page = client.get(address).content.decode()
        assert '<html lang="de">' in page, address
        # Structured data is no script: it is read, never run.
        assert not re.search(r"\sstyle=|<style|<script(?!.type=.application/ld|[^>]*\ssrc=)|\son[a-z]+=", page), (
            address
        )
        assert not re.search(r'(?:src|srcset|rel="stylesheet" href)="(?:https?:)?//', page), address
        assert len(re.findall(r"<h1[ >]", page)) == 1, address


def test_a_topic_knows_its_address_in_both_languages(db):
    topic = TopicFactory(label_de="Zuhören")
    assert topic.get_absolute_url() == "/themen/zuhoeren/"
    with override("en"):
        assert topic.get_absolute_url() == "/en/themen/zuhoeren/"
