"""A reader's whole life with us, by keyboard alone and with JavaScript off: from the sign-up to the erasure."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from newsletters.services import links
from subscribers.models import ConsentState, Purpose, Subscriber
from subscribers.services import suppression
from tests.factories import PurposeFactory

# More stops than any page has.
MOST_STOPS = 250


class Keyboard:
    """Somebody who tabs to what they want and presses Space or Enter. No mouse, no script."""

    def __init__(self, page):
        self.page = page

    def to(self, selector):
        """Tabs forward until the focus stands on this; where that is must be seen."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            focus = self.page.locator(f":is({selector}):focus")
            if focus.count():
                assert focus.evaluate("element => getComputedStyle(element).outlineStyle !== 'none'"), selector
                return self
        raise AssertionError(f"{selector} cannot be reached by Tab.")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def press(self, key):
        self.page.keyboard.press(key)
        return self

    def enter(self):
        """Sends the form or follows the link that has the focus."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def download(self):
        """Follows the link that has the focus to a file, and reads that."""
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return Path(download.value.path()).read_text("utf-8")


@pytest.fixture
def keyboard(chromium, live_server, _stage):
    context = chromium.new_context(
        base_url=live_server.url,
        locale="de-DE",
        viewport={"width": 375, "height": 800},
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    yield Keyboard(context.new_page())
    context.close()


def link_in(mail, part):
    return next(url for url in re.findall(r"http://\S+", mail.body) if part in urlsplit(url).path)


def fresh_link(keyboard, outbox, address):
    keyboard.page.goto(reverse("subscribers:preferences_request"))
    keyboard.page.wait_for_timeout(2100)  # Forms that come back within two seconds are taken for a program's.
    keyboard.to("main input[name=email]").type(address).enter()
    mail = outbox[-1]
    assert mail.to == [address]
    return link_in(mail, "einstellungen")


def standing(person):
    states = ConsentState.objects.standing().filter(subject=person.subject)
    return set(states.values_list("purpose__key", flat=True))


def test_from_the_sign_up_to_the_erasure(keyboard, newsletter, outbox, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    PurposeFactory(key=Purpose.POLLEN, kind=Purpose.Kind.POLLEN, label_de="Blütenstaub")
    page = keyboard.page

    # Signs up; nothing is ticked beforehand, and only the letter is wanted.
    page.goto(reverse("subscribers:signup"))
    assert not page.locator("main input[type=checkbox]:checked").count()
    page.wait_for_timeout(2100)
    keyboard.to("main input[name=email]").type("dora@example.org")
    brief = newsletter.purpose.wording("de").pk
    keyboard.to(f"main input[name=wordings][value='{brief}']").press("Space")
    keyboard.to("main form button[type=submit]").enter()
    assert not Subscriber.objects.exists()

    # Confirms on the page behind the mailed link.
    page.goto(link_in(outbox[-1], "bestaetigen"))
    keyboard.to("main form button").enter()
    dora = Subscriber.objects.get()
    assert standing(dora) == {"brief"}

    # Adds pollen, and wants one letter a week.
    link = fresh_link(keyboard, outbox, "dora@example.org")
    page.goto(link)
    pollen = Purpose.objects.get(key=Purpose.POLLEN).wording("de").pk
    keyboard.to(f"main input[name=wordings][value='{pollen}']").press("Space")
    keyboard.to("main input[name=frequency]").press("ArrowDown")
    keyboard.to("main form button.button[type=submit]").enter()
    dora.refresh_from_db()
    assert standing(dora) == {"brief", "pollen"}
    assert dora.frequency == Subscriber.Frequency.WEEKLY

    # Takes home everything that is held.
    page.goto(link)
    keyboard.to("main a[href$='/daten/']").enter()
    assert "dora@example.org" in keyboard.to("main a[href$='/daten.html']").download()

    # Moves to another address, which is told at both.
    page.goto(link)
    keyboard.to("main a[href$='/adresse/']").enter()
    keyboard.to("main input[name=email]").type("dora.nissen@example.org").enter()
    page.goto(link_in(outbox[-1], "brief/adresse"))
    keyboard.to("main form button").enter()
    dora.refresh_from_db()
    assert dora.email == "dora.nissen@example.org"
    assert outbox[-1].to == ["dora@example.org"]

    # Leaves by the link of a letter, thinks better of it, and stays.
    page.goto(links.unsubscribe(dora, newsletter.purpose))
    keyboard.to("main form button").enter()
    assert standing(dora) == {"pollen"}
    keyboard.to("main form[action$='/doch-weiter/'] button").enter()
    assert standing(dora) == {"brief", "pollen"}

    # Has everything erased, and gets a receipt.
    page.goto(fresh_link(keyboard, outbox, "dora.nissen@example.org"))
    keyboard.to("main a[href$='/loeschen/']").enter()
    keyboard.to("main form button").enter()
    assert not Subscriber.objects.exists()
    assert suppression.find("dora.nissen@example.org")
    assert outbox[-1].to == ["dora.nissen@example.org"]
