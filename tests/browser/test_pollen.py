"""A recognised reader in a real browser: reading is told once, and what stands below a text works with and without
a script. Whoever is not recognised loads no script and sends nothing."""

import pytest
from django.core.cache import caches
from wagtail.rich_text import RichText

from editorial import freshness
from editorial.models import Topic
from pollen import recognition
from pollen.models import Grain
from subscribers.services import preferences
from tests import factories
from tests.blog.sound import recording
from tests.pollen.cookies import cookie_of


@pytest.fixture(autouse=True)
def _kept(settings):
    """As in production, where pages are kept."""
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    freshness.begin(None)


@pytest.fixture
def story(publisher):
    """One that an average reader reads in some seconds, so that a test can."""
    text = "<p>Wer fragt, bekommt Antworten.</p>" * 12
    topics = ["Kundenwert", "Handwerk"]
    return factories.StoryPageFactory(title="Reihe neun", topics=topics, body=[("paragraph", RichText(text))])


@pytest.fixture
def recognised(page, live_server, ada):
    """Ada's browser, or that of somebody else."""
    cookie = {"name": recognition.COOKIE, "value": cookie_of(ada), "url": live_server.url, "httpOnly": True}
    page.context.add_cookies([{**cookie, "sameSite": "Lax"}])
    return page


@pytest.fixture
def without_script(chromium, live_server, ada, _stage):
    context = chromium.new_context(base_url=live_server.url, locale="de-DE", java_script_enabled=False)
    cookie = {"name": recognition.COOKIE, "value": cookie_of(ada), "url": live_server.url, "httpOnly": True}
    context.add_cookies([{**cookie, "sameSite": "Lax"}])
    yield context.new_page()
    context.close()


def posts(page):
    """What is sent from now on, as (path, body)."""
    sent = []
    page.context.on("request", lambda request: request.method == "POST" and sent.append(request))
    return sent


def hide(page):
    """As when another tab comes to the front, or a phone goes into its pocket."""
    _visibility(page, "hidden")


def show(page):
    _visibility(page, "visible")


def _visibility(page, state):
    page.evaluate(
        """state => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            Object.defineProperty(document, "hidden", { value: state === "hidden", configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def kinds():
    return sorted(Grain.objects.values_list("kind", flat=True))


def until(page, condition):
    """Beacons are answered after the page has gone on."""
    for _try in range(50):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not come to pass.")


def test_a_text_read_to_its_end_becomes_one_grain_when_its_reader_leaves(recognised, story):
    page = recognised
    sent = posts(page)
    page.goto(story.url)
    page.locator(".article-foot").scroll_into_view_if_needed()
    page.wait_for_timeout(6500)
    assert not sent
    page.goto("/themen/")
    until(page, lambda: Grain.objects.exists())
    page.wait_for_timeout(300)

    assert kinds() == ["read"]
    assert Grain.objects.get().readable_id == story.pk


def test_hiding_again_and_again_tells_a_visit_once_and_the_reading_once_more(recognised, story):
    page = recognised
    sent = posts(page)
    page.goto(story.url)
    page.wait_for_timeout(2200)
    for _time in range(3):
        hide(page)
        show(page)
    until(page, lambda: kinds() == ["visit"])
    assert len(sent) == 1

    page.locator(".article-foot").scroll_into_view_if_needed()
    page.wait_for_timeout(4500)
    for _time in range(3):
        hide(page)
        show(page)
    until(page, lambda: "read" in kinds())
    assert len(sent) == 2


def test_what_was_heard_of_an_episode_is_what_was_played(recognised, publisher):
    page = recognised
    episode = factories.EpisodePageFactory(parent=factories.ShowPageFactory(), slug="folge", audio=recording(60))
    sent = posts(page)
    page.goto(episode.url)
    page.evaluate("document.querySelector('audio').play()")
    page.wait_for_timeout(1200)
    # What is jumped over was not heard.
    page.evaluate("document.querySelector('audio').currentTime = 58")
    page.wait_for_timeout(1500)
    hide(page)
    until(page, lambda: sent)
    assert 0.01 < sent[0].post_data_json["heard"] < 0.15


def test_who_is_not_recognised_has_no_script_and_sends_nothing(page, story):
    sent = posts(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(story.url)
    page.locator(".article-foot").scroll_into_view_if_needed()
    page.wait_for_timeout(2500)
    page.goto("/themen/")
    page.wait_for_timeout(300)

    assert not sent
    assert not [url for url in asked if "pollen.js" in url or "/pollen/" in url]
    assert not page.context.cookies()
    assert not Grain.objects.exists()


def test_below_a_text_everything_can_be_said_without_leaving_it(recognised, ada, story):
    page = recognised
    page.goto(story.url)
    said = page.get_by_role("status").filter(has_text="")
    page.get_by_role("button", name="Für später merken").click()
    page.get_by_text("ist für später gemerkt").wait_for()
    assert kinds() == ["saved"]

    page.get_by_text("Nicht mein Thema").focus()
    page.keyboard.press("Enter")
    page.get_by_role("group", name="Welches seiner Themen").get_by_role("button", name="Kundenwert").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Kundenwert ist nicht Ihr Thema").wait_for()
    assert kinds() == ["refused", "saved"]
    assert ada.topic_choices.get().stance == "refused"

    page.get_by_role("button", name="Rückgängig machen").click()
    page.get_by_text("gilt wieder, was vorher galt").wait_for()
    assert kinds() == ["saved"]
    assert page.url.endswith(story.url)
    assert said.count() == 1
    # The button is gone, and the keyboard is where it said so.
    assert page.evaluate("document.activeElement.matches('[data-said]')")


def test_passing_on_copies_the_address_where_nothing_can_be_shared(recognised, story):
    page = recognised
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(story.url)
    page.evaluate("Object.defineProperty(navigator, 'share', { value: undefined, configurable: true })")
    page.get_by_role("button", name="Weiterempfehlen").click()
    page.get_by_text("ist kopiert").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == story.full_url
    assert kinds() == ["shared"]


def test_sharing_that_was_broken_off_counts_for_nothing(recognised, story):
    page = recognised
    page.goto(story.url)
    page.evaluate(
        "() => { navigator.share = () => Promise.reject(new DOMException('Never mind', 'AbortError')); }"
    )
    page.get_by_role("button", name="Weiterempfehlen").click()
    page.wait_for_timeout(500)
    assert not kinds()


def test_without_a_script_the_same_is_said_on_a_page_of_its_own(without_script, ada, story):
    page = without_script
    page.goto(story.url)
    page.locator("summary", has_text="Nicht mein Thema").click()
    page.get_by_role("button", name="Kundenwert").click()
    assert "Kundenwert ist nicht Ihr Thema" in page.locator("main").inner_text()
    assert (kinds(), ada.topic_choices.get().stance) == (["refused"], "refused")

    page.get_by_role("button", name="Rückgängig machen").click()
    assert "gilt wieder, was vorher galt" in page.locator("main").inner_text()
    assert (kinds(), ada.topic_choices.count()) == ([], 0)

    page.get_by_role("link", name="Zurück zum Text").click()
    assert page.url.endswith(story.url)
    page.get_by_role("button", name="Für später merken").click()
    assert "ist für später gemerkt" in page.locator("main").inner_text()
    assert kinds() == ["saved"]


def test_what_to_read_next_takes_the_place_of_the_list_for_everybody(recognised, ada, story):
    for number in ("zehn", "elf", "zwölf"):
        factories.StoryPageFactory(title=f"Reihe {number}", topics=["Kundenwert"])
    preferences.choose_topics(ada, {Topic.objects.get(label_de="Kundenwert"): "wanted"})
    page = recognised
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(story.url)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "weiterlesen" in url]
    page.locator("#more-texts").scroll_into_view_if_needed()
    page.get_by_role("heading", name="für Sie ausgesucht").wait_for()
    assert "Reihe" in page.locator("[data-next]").inner_text()
    assert page.locator("[data-next] .why").count() >= 1
