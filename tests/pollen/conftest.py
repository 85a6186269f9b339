"""The stage for «Mein Blütenstaub»: two texts about data protection, and a reader who presses buttons."""

import pytest
from django.urls import reverse

from subscribers.services import tokens
from tests.factories import StoryPageFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Zwei Häkchen", topics=["Datenschutz"])


@pytest.fixture
def topic(story):
    return story.topics.get()


@pytest.fixture
def another(home):
    return StoryPageFactory(title="Drei Häkchen", topics=["Datenschutz"])


@pytest.fixture
def press(client):
    """Presses a button of the page and gives the page that follows, as text."""

    def send(subscriber, **fields):
        path = reverse("pollen:profile", args=[tokens.for_preferences(subscriber)])
        answer = client.post(path, fields)
        assert answer.status_code == 302
        return client.get(answer["Location"].partition("#")[0]).content.decode()

    return send
