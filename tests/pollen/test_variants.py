"""Kept pages have two variants. Without a standing consent a reader gets, to the byte, what a stranger gets."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from editorial import freshness
from pollen import recognition
from pollen.models import Grain
from pollen.services import corrections
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests import factories
from tests.pollen.cookies import carry_cookie, is_taken_back

SCRIPT = Path(__file__).resolve().parents[2] / "site/pollenpost/static/js/pollen.js"
OURS = ("pollen.js", "data-acts", "data-next", "/pollen/")


@pytest.fixture
def story(home):
    text = RichText("<p>Wer fragt, bekommt Antworten.</p>")
    story = factories.StoryPageFactory(title="Reihe neun", topics=["Kundenwert"], body=[("paragraph", text)])
    factories.StoryPageFactory(title="Reihe zehn", topics=["Kundenwert"])
    return story


@pytest.fixture(params=[600, 0], ids=["kept", "not kept"])
def _kept_or_not(settings, request):
    yield from _keeping(settings, request.param)


@pytest.fixture
def _kept(settings):
    yield from _keeping(settings, 600)


def _keeping(settings, seconds):
    settings.PAGE_CACHE_SECONDS = seconds
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    freshness.begin(None)


def withdraw(client, reader):
    carry_cookie(client, reader)
    consent.withdraw(reader.subject, Purpose.objects.get(key=Purpose.POLLEN))


def pause(client, reader):
    carry_cookie(client, reader)
    corrections.pause(reader)


def restrict(client, reader):
    carry_cookie(client, reader)
    Subscriber.objects.filter(pk=reader.pk).update(restricted_at=timezone.now())


def forge(client, reader):
    client.cookies[recognition.COOKIE] = f"{reader.subject}:forged"


def say_no(client, reader):
    carry_cookie(client, reader)
    client.defaults["HTTP_SEC_GPC"] = "1"


def say_no_to_tracking(client, reader):
    carry_cookie(client, reader)
    client.defaults["HTTP_DNT"] = "1"


@pytest.mark.usefixtures("_kept_or_not")
@pytest.mark.parametrize("become_useless", [withdraw, pause, restrict, forge, say_no, say_no_to_tracking])
def test_who_does_not_agree_gets_the_page_of_a_stranger_to_the_byte(ada, story, become_useless):
    stranger = Client().get(story.url)
    client = Client()
    become_useless(client, ada)
    answer = client.get(story.url)

    assert answer.content == stranger.content
    if become_useless in (pause, restrict):
        # The consent stands and only rests: the device need not be remembered anew afterwards.
        assert not answer.cookies
    else:
        assert list(answer.cookies) == [recognition.COOKIE]
        assert is_taken_back(answer)
    assert "private" in answer["Cache-Control"]
    assert answer.get("ETag") == stranger.get("ETag")
    assert not Grain.objects.exists()


@pytest.mark.usefixtures("_kept_or_not")
def test_a_stranger_gets_no_cookie_no_script_and_no_button(client, ada, story):
    carry_cookie(Client(), ada).get(story.url)
    answer = client.get(story.url)

    assert not answer.cookies
    assert not [word for word in OURS if word in answer.content.decode()]


@pytest.mark.usefixtures("_kept")
def test_the_first_to_come_decides_nothing_for_the_others(ada, story):
    """Whoever writes a page, be it with a cookie that says nothing, writes what everybody of the variant gets."""
    forger = Client()
    forge(forger, ada)
    first = forger.get(story.url)
    second = Client().get(story.url)

    assert first.content == second.content
    assert second.has_header("Age")
    assert not second.cookies


@pytest.mark.usefixtures("_kept")
def test_a_kept_page_asks_the_ledger_once_for_a_recognised_reader(client, ada, story, django_assert_num_queries):
    carry_cookie(client, ada)
    first = client.get(story.url)
    with django_assert_num_queries(1):
        second = client.get(story.url)

    assert second.content == first.content
    assert all(word in second.content.decode() for word in OURS)
    assert second.has_header("Age")


@pytest.mark.usefixtures("_kept")
def test_what_was_written_for_ada_holds_nothing_of_her(ada, story):
    emil = factories.SubscriberFactory(email="emil@example.org", name="Emil Brandt", consents=["brief", "pollen"])
    of_ada = carry_cookie(Client(), ada)
    written = of_ada.get(story.url).content
    served = carry_cookie(Client(), emil).get(story.url).content
    caches["pages"].clear()
    anew = carry_cookie(Client(), emil).get(story.url).content

    assert written == served == anew
    text = served.decode()
    for said in (ada.email, "Ada", ada.subject.hex, str(ada.subject), of_ada.cookies[recognition.COOKIE].value):
        assert said not in text


@pytest.mark.usefixtures("_kept")
def test_the_two_variants_have_tags_of_their_own(client, ada, story, django_assert_num_queries):
    everybodys = Client().get(story.url)["ETag"]
    carry_cookie(client, ada)
    tag = client.get(story.url)["ETag"]
    assert tag != everybodys
    with django_assert_num_queries(1):
        again = client.get(story.url, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert "private" in again["Cache-Control"]

    withdraw(client, ada)
    answer = client.get(story.url, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert is_taken_back(answer)
    assert is_taken_back(client.get(story.url, headers={"if-none-match": everybodys}))


@pytest.mark.usefixtures("_kept")
def test_nothing_between_here_and_a_reader_may_keep_what_a_carrier_gets(client, ada, story, settings):
    settings.PAGE_CACHE_PROXY_SECONDS = 60
    carry_cookie(client, ada)
    client.get(story.url)
    for answer in (client.get(story.url), client.head(story.url)):
        assert answer["Cache-Control"] == "private, max-age=0"
        assert "Cookie" in answer["Vary"]
        assert not answer.cookies
    assert "s-maxage=60" in Client().get(story.url)["Cache-Control"]


@pytest.mark.usefixtures("_kept")
def test_both_variants_are_sent_compressed(client, ada, story):
    carry_cookie(client, ada)
    plain = client.get(story.url)
    packed = client.get(story.url, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.usefixtures("_kept")
def test_who_is_logged_in_gets_a_page_of_their_own_with_the_cookie_as_well(client, ada, story):
    carry_cookie(client, ada)
    client.force_login(get_user_model().objects.create_superuser("henrike", "h@pollenpost.example", "secret"))
    assert not client.get(story.url).has_header("Age")
    assert "wagtail-userbar" in client.get(story.url).content.decode()
    assert "wagtail-userbar" not in carry_cookie(Client(), ada).get(story.url).content.decode()


@pytest.mark.usefixtures("_kept_or_not")
def test_a_page_behind_a_password_has_neither_script_nor_buttons(client, ada, story):
    restriction = PageViewRestriction.objects.create(page=story, restriction_type="password", password="x")
    carry_cookie(client, ada)
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    page = client.get(story.url).content.decode()
    assert "Wer fragt" in page
    assert not [word for word in OURS if word in page]


def test_a_preview_has_neither_script_nor_buttons(ada, story):
    assert not [word for word in OURS if word in story.make_preview_request().content.decode()]


@pytest.mark.usefixtures("_kept")
def test_a_publication_renews_both_variants(client, ada, story, django_capture_on_commit_callbacks):
    carry_cookie(client, ada)
    client.get(story.url)
    Client().get(story.url)
    with django_capture_on_commit_callbacks(execute=True):
        story.title = "Reihe elf"
        story.save_revision().publish()
    assert "Reihe elf" in client.get(story.url).content.decode()
    assert "Reihe elf" in Client().get(story.url).content.decode()


def test_the_kinds_of_readables_all_have_the_buttons(client, ada, home):
    carry_cookie(client, ada)
    topics = ["Kundenwert"]
    pages = [
        factories.ArticlePageFactory(topics=topics),
        factories.EpisodePageFactory(topics=topics),
        factories.PostcardPageFactory(topics=topics),
    ]
    for page in pages:
        text = client.get(page.url).content.decode()
        assert len(re.findall("data-acts", text)) == 1
        assert "Kundenwert</span></button>" in text


def test_the_script_is_tiny_and_needs_nothing():
    script = SCRIPT.read_text()
    code = re.sub(r"^ *//.*\n", "", script, flags=re.M)
    assert len(code.encode()) < 3000
    assert len(gzip.compress(script.encode())) < 2000
    assert "import" not in code
