"""The forms of the admin for what is written: pages, topics, authors, sections."""

import pytest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import get_page_models

from editorial.models import Author, ReadablePage, Topic
from magazine.models import Section
from tests.factories import TopicFactory

READABLE = [model for model in get_page_models() if issubclass(model, ReadablePage) and model.is_creatable]


def panels_below(panel):
    yield panel
    for child in getattr(panel, "children", []):
        yield from panels_below(child)


@pytest.mark.parametrize("model", READABLE, ids=lambda model: model.__name__)
def test_the_address_of_a_page_is_written_from_its_title(model):
    panels = [panel for panel in panels_below(model.get_edit_handler()) if isinstance(panel, FieldPanel)]
    [title] = [panel for panel in panels if panel.field_name == "title"]
    assert isinstance(title, TitleFieldPanel)


def form_of(model, name, slug=""):
    fields = {
        Topic: {"label_de": name, "state": "approved", "mark_seed": 0},
        Author: {"name": name},
        Section: {"name": name, "position": 0},
    }
    return fields[model] | {"slug": slug}


@pytest.mark.parametrize("model", [Topic, Author, Section])
def test_an_address_that_is_taken_or_empty_is_said_at_the_field(admin_client, home, model):
    url = reverse(model.snippet_viewset.get_url_name("add"))
    assert admin_client.post(url, form_of(model, "Kündigung")).status_code == 302
    assert model.objects.get().slug == "kuendigung"
    for name in ("Kuendigung!", "???"):
        page = admin_client.post(url, form_of(model, name))
        assert "slug" in page.context["form"].errors
    assert model.objects.count() == 1


def test_a_topic_keeps_its_address_when_it_is_saved_again(admin_client, home):
    topic = TopicFactory(label_de="Kündigung")
    url = reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    assert admin_client.post(url, form_of(Topic, "Kündigungen", topic.slug)).status_code == 302
    topic.refresh_from_db()
    assert (topic.label_de, topic.slug) == ("Kündigungen", "kuendigung")


def test_states_are_told_in_words_in_the_list_of_topics(admin_client, home):
    TopicFactory(state=Topic.State.PROPOSED)
    page = admin_client.get(reverse(Topic.snippet_viewset.get_url_name("list"))).content.decode()
    assert "Vorgeschlagen" in page
    assert "method" not in page.partition("<thead>")[2].partition("</thead>")[0]
