"""«Mein Blütenstaub» with the keyboard alone, without JavaScript, on the narrowest phone and on a desk."""

import pytest
from django.utils import timezone

from pollen.models import Grain, Interest
from subscribers.models import TopicChoice
from subscribers.services import tokens
from tests import factories
from tests.browser.test_readers import tab_to

LONG = ("Datenschutz-Grundverordnung", "Kundenzufriedenheitsbefragung")


@pytest.fixture(params=[320, 900], ids=["320 px", "900 px"])
def page_without_script(request, chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url,
        locale="de-DE",
        viewport={"width": request.param, "height": 700},
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def topics(ada):
    story = factories.StoryPageFactory(title="Zwei Häkchen", topics=list(LONG))
    topics = [factories.TopicFactory(label_de=label) for label in (*LONG, *(f"Thema {n}" for n in range(6)))]
    now = timezone.now()
    for n, topic in enumerate(topics):
        Interest.objects.create(subscriber=ada, topic=topic, acute=n % 2, lasting=1 + n, as_of=now)
    for kind in ("read", "saved"):
        Grain.objects.create(
            subscriber=ada, readable=story, kind=kind, weight=1, at=now, day=now.date(), folded=True
        )
    return topics


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def test_topics_pause_and_beginning_anew_need_no_mouse_and_no_script(page_without_script, ada, topics):
    page = page_without_script
    page.goto(f"/brief/bluetenstaub/{tokens.for_preferences(ada)}/")
    assert page.get_by_role("img", name="Ihre Interessen als Blumenstrauß").count() == 1
    assert page.locator(".bouquet__behind > .bouquet__flower").count() == len(topics)
    assert page.get_by_role("button", name=f"Entfernen : {LONG[1]}").count() == 1

    press(page, f"#topic-{topics[1].pk} button[value=removed]")
    assert TopicChoice.objects.get().stance == "removed"
    assert LONG[1] in page.locator("#said").inner_text().replace("\xad", "")
    assert page.locator(".bouquet__behind > .bouquet__flower").count() == len(topics) - 1
    press(page, "#said button[name=stance]")
    assert not TopicChoice.objects.exists()

    press(page, "button[name=saved]")
    press(page, "button[name=note]")
    assert not ada.grains.exists()

    press(page, "button[name=pause]")
    assert "Pause" in page.locator("#said").inner_text()
    press(page, "button[name=end_pause]")
    ada.refresh_from_db()
    assert ada.pollen_paused_at is None

    press(page, "a[href$='/neu/']")
    press(page, "main form button[type=submit]")
    assert not ada.interests.exists()
    assert "gelöscht" in page.locator("#said").inner_text()
