"""Turning a postcard over with the mouse, the keyboard and without any movement."""

import pytest

from tests.factories import PostcardPageFactory

SWITCH = ".postcard__turn > summary"
LONG = "Seit sechs Jahren gratuliert das Autohaus meinem verstorbenen Mann zum Geburtstag. "


def shows(page):
    """Which side of the first card lies on top: what one would see at its middle."""
    turned = page.locator(".postcard__turn").first.evaluate("details => details.open")
    angle = page.locator(".postcard__sides").first.evaluate(
        "sides => new DOMMatrix(getComputedStyle(sides).transform).m11"
    )
    assert (angle < 0) == turned
    return "back" if turned else "front"


@pytest.fixture
def rack(page, publisher):
    PostcardPageFactory(title="Bierdeckel", place="Rapperswil", sender="Jochen")
    page.goto("/ansichtskarten/")
    return page


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_turns_a_card_over_and_back(rack, key):
    while not rack.evaluate("selector => document.activeElement?.matches(selector)", SWITCH):
        rack.keyboard.press("Tab")
    assert shows(rack) == "front"
    for side in ("back", "front"):
        rack.keyboard.press(key)
        rack.wait_for_timeout(650)
        assert shows(rack) == side
    outline = rack.locator(".postcard__sides").first.evaluate("sides => getComputedStyle(sides).outlineStyle")
    assert outline == "solid"


def test_a_click_turns_a_card_over(rack):
    rack.locator(SWITCH).click()
    rack.wait_for_timeout(650)
    assert shows(rack) == "back"


def test_both_sides_are_read_out_without_turning(rack):
    spoken = rack.locator(".postcard").first.aria_snapshot()
    assert "Bierdeckel" in spoken
    assert "Grüße aus Rapperswil" in spoken
    assert "Ein Brief im Jahr" in spoken
    assert "Jochen" in spoken


def test_nothing_moves_for_those_who_prefer_stillness(rack):
    rack.emulate_media(reduced_motion="reduce")
    seen = "side => getComputedStyle(side).opacity"
    front, back = rack.locator(".postcard__picture").first, rack.locator(".postcard__text").first
    assert (front.evaluate(seen), back.evaluate(seen)) == ("1", "0")
    rack.locator(SWITCH).click()
    assert (front.evaluate(seen), back.evaluate(seen)) == ("0", "1")
    styles = rack.locator(".postcard__sides").first.evaluate(
        "sides => [getComputedStyle(sides).transform, getComputedStyle(sides).transitionDuration]"
    )
    assert styles[0] == "none"


@pytest.mark.parametrize("length", [60, 300, 1000, 3000])
@pytest.mark.parametrize("where", ["rack", "own page"])
def test_no_letter_runs_over_the_edge_of_a_card_on_a_small_phone(page, publisher, length, where):
    card = PostcardPageFactory(
        statement=(LONG * 40)[:length] + " Donaudampfschifffahrtsgesellschaftskapitänsmütze",
        place="Garmisch-Partenkirchen",
        sender="Friederike Schulze-Bramstedt",
    )
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/ansichtskarten/" if where == "rack" else card.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    side, text = (
        page.locator(selector).first.evaluate(
            "e => [e.offsetHeight, e.scrollHeight, e.offsetWidth, e.scrollWidth]"
        )
        for selector in (".postcard__text", ".postcard__statement")
    )
    assert side[1] <= side[0] + 1
    assert text[3] <= text[2] + 1
    if where == "own page":
        assert text[1] <= text[0] + 1
