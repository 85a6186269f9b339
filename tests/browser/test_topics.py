"""Topics are suggested while somebody writes, and proposals are mapped without a mouse."""

from django.urls import reverse
from pollenpost.roles import CHIEFS

from editorial.models import Topic
from tests.factories import StoryPageFactory, TopicFactory


def test_a_suggestion_is_explained_and_ticked_with_one_click(page, home, log_in):
    consent = TopicFactory(label_de="Einwilligung")
    TopicFactory(label_de="Handwerk")
    story = StoryPageFactory(title="Reihe neun")
    log_in(CHIEFS)

    page.goto(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    # The button stays out of sight until its script runs.
    page.locator("[data-suggest] > button").wait_for()
    page.fill("#id_title", "Eine Einwilligung ist genug")
    button = page.locator("[data-suggest] > button")
    button.scroll_into_view_if_needed()
    button.click()
    suggestion = page.locator(".pp-suggestion")
    suggestion.wait_for()
    assert "Einwilligung" in page.locator(".pp-suggestions small").inner_text()
    assert suggestion.count() == 1

    suggestion.click()
    box = page.locator(f"input[name=topics][value='{consent.pk}']")
    assert box.is_checked()
    assert suggestion.get_attribute("aria-pressed") == "true"
    box.uncheck()
    assert suggestion.get_attribute("aria-pressed") == "false"


def test_a_proposal_is_mapped_with_the_keyboard_alone(page, home, log_in):
    TopicFactory(label_de="Kundentreue")
    TopicFactory(label_de="Stammkundentreue", state=Topic.State.PROPOSED)
    log_in(CHIEFS)

    page.goto(reverse("editorial_topic_proposals"))
    page.get_by_role("link", name="Kundentreue").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**target=**")
    page.locator(".pp-actions button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "target=" not in url)
    assert "Stammkundentreue" in Topic.objects.get().synonym_list
