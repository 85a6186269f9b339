"""The reader's own pages with the keyboard alone, without JavaScript, on the narrowest phone."""

import pytest
from django.conf import settings

from subscribers.models import Subscriber
from subscribers.services import tokens
from tests import factories
from tests.browser.test_readers import tab_to


@pytest.fixture
def narrow(chromium, live_server):
    context = chromium.new_context(
        base_url=live_server.url,
        locale="de-DE",
        viewport={"width": 320, "height": 700},
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_settings_restriction_address_and_erasure_need_no_mouse_and_no_script(narrow, ada, outbox):
    for label in ("Datenschutz", "Kundenbeziehungsmanagement"):
        factories.TopicFactory(label_de=label)
    page = narrow
    page.goto(f"/brief/einstellungen/{tokens.for_preferences(ada)}/")
    tab_to(page, "input[name=frequency]")
    page.keyboard.press("ArrowDown")
    press(page, "main .form__end button[type=submit]")
    assert Subscriber.objects.get().frequency == "weekly"

    press(page, "nav a[href$='/widerspruch/']")
    press(page, "button[name=restrict]")
    assert Subscriber.objects.get().restricted_at
    press(page, "button[name=end_restriction]")
    assert Subscriber.objects.get().restricted_at is None

    press(page, "nav a[href$='/adresse/']")
    tab_to(page, "input[name=email]")
    page.keyboard.type("ada@example.net")
    press(page, "main .form__end button[type=submit]")
    link = next(word for word in outbox[-1].body.split() if "/brief/adresse/" in word)
    own = page.url
    page.goto(link)
    press(page, "main button[type=submit]")
    assert Subscriber.objects.get().email == "ada@example.net"

    page.goto(own)
    press(page, "nav a[href$='/daten/']")
    for holding in page.locator("summary").all()[:3]:
        assert holding.is_visible()
    press(page, "nav a[href$='/loeschen/']")
    press(page, "main .form__end button[type=submit]")
    assert not Subscriber.objects.exists()
    assert outbox[-1].to == ["ada@example.net"]
    assert settings.ERASURES_FILE.exists()
