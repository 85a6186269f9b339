"""What was said about topics elsewhere («Mein Blütenstaub») survives a save of the preference page."""

import re

import pytest
from django.urls import reverse

from subscribers.models import TopicChoice
from subscribers.services import tokens
from tests.factories import TopicFactory


@pytest.fixture
def topic(db):
    return TopicFactory(label_de="Recht")


@pytest.fixture
def path(ada):
    return reverse("subscribers:preferences", args=[tokens.for_preferences(ada)])


def filled(page, **changes):
    """The page's form as a browser would send it, with the changes that are named."""
    form = page.context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"wordings": list(form.ticked()), "stood": list(form.shown_as_standing())}
    html = page.content.decode()
    data |= dict(re.findall(r'<input type="hidden" name="(topic-[^"]+)" value="([^"]*)">', html))
    data |= dict(re.findall(r'<input type="radio" name="(topic-[^"]+)" value="([^"]*)" checked>', html))
    return data | changes


def said(subscriber):
    return dict(subscriber.topic_choices.values_list("topic__label_de", "stance"))


@pytest.mark.parametrize(("stance", "words"), [("less", "weniger davon"), ("removed", "aus dem Profil entfernt")])
def test_what_was_said_elsewhere_has_a_button_of_its_own_and_stays(client, ada, topic, path, stance, words):
    choice = TopicChoice.objects.create(subscriber=ada, topic=topic, stance=stance)
    page = client.get(path)
    assert re.search(rf'value="{stance}" checked> <span>{words}</span>', page.content.decode())
    assert client.post(path, filled(page)).status_code == 302
    assert list(ada.topic_choices.values_list("pk", "stance", "at")) == [(choice.pk, stance, choice.at)]


def test_it_can_be_changed_here_too(client, ada, topic, path):
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="removed")
    client.post(path, filled(client.get(path), **{f"topic-{topic.pk}": "wanted"}))
    assert said(ada) == {"Recht": "wanted"}
    client.post(path, filled(client.get(path), **{f"topic-{topic.pk}": ""}))
    assert said(ada) == {}


def test_where_nothing_was_said_elsewhere_there_are_three_buttons_and_no_fourth(client, ada, topic, path):
    page = client.get(path)
    assert page.content.decode().count(f'type="radio" name="topic-{topic.pk}"') == 3
    client.post(path, filled(page, **{f"topic-{topic.pk}": "removed"}))
    assert said(ada) == {}


def test_a_page_left_open_takes_nothing_back_that_was_said_meanwhile(client, ada, topic, path):
    page = client.get(path)
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="removed")
    client.post(path, filled(page, name="Ada"))
    assert said(ada) == {"Recht": "removed"}


def test_a_form_without_the_hidden_fields_says_what_it_says(client, ada, topic, path):
    data = filled(client.get(path), **{f"topic-{topic.pk}": "refused"})
    data.pop(f"topic-{topic.pk}-shown")
    client.post(path, data)
    assert said(ada) == {"Recht": "refused"}
