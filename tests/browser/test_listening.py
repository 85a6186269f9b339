"""Listening in a real browser: a click on a time is heard from there, and the browser remembers the place."""

import pytest

from tests.blog.sound import chapter, recording, turn
from tests.factories import EpisodePageFactory, ShowPageFactory

SECONDS = "() => document.querySelector('audio').currentTime"


@pytest.fixture
def episode(publisher):
    return EpisodePageFactory(
        parent=ShowPageFactory(),
        slug="folge",
        audio=recording(60),
        chapters=[chapter(0, "Anfang"), chapter(30, "Mitte")],
        transcript=[turn("Ole", 0, "Moin."), turn("Wiebke", 32, "Moin auch."), turn("Ole", 50, "Tschüss.")],
    )


def playing_from(page, seconds):
    # A little further: at the very second it may still be looking for the place.
    page.wait_for_function(f"({SECONDS})() > {seconds} + 0.1 && !document.querySelector('audio').paused")
    assert page.evaluate(SECONDS) < seconds + 5


def test_a_click_on_a_time_plays_from_there_and_the_running_turn_is_marked(page, episode):
    page.goto(episode.url)
    page.locator(".turn a[data-seek='32']").click()
    playing_from(page, 32)
    running = page.locator(".turn[aria-current=true]")
    assert "Moin auch." in running.inner_text()
    assert "Mitte" in page.locator(".chapters [aria-current=true]").inner_text()


def test_times_are_reached_and_played_with_the_keyboard(page, episode):
    page.goto(episode.url)
    page.locator(".chapters a[data-seek='30']").focus()
    page.keyboard.press("Enter")
    playing_from(page, 30)


def test_the_place_is_remembered_only_after_listening_and_can_be_forgotten(page, episode):
    page.goto(episode.url)
    page.reload()
    assert page.evaluate("localStorage.length") == 0
    page.locator(".turn a[data-seek='32']").click()
    playing_from(page, 32)
    page.evaluate("document.querySelector('audio').pause()")
    page.wait_for_function("localStorage.length === 1")
    page.reload()
    page.locator("[data-resume]").wait_for(state="visible")
    assert "0:3" in page.locator("[data-place]").inner_text()
    page.locator("[data-again]").click()
    playing_from(page, 0)
    assert page.locator("[data-resume]").is_hidden()


def test_a_link_to_a_moment_begins_there(page, episode):
    page.goto(f"{episode.url}?t=40")
    page.evaluate("document.querySelector('audio').play()")
    playing_from(page, 40)
