"""Editors keep the vocabulary: proposals are accepted, mapped or declined, and no word leads to two topics."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from pollenpost.roles import AUTHORS, CHIEFS, EDITORS, install_roles

from editorial.forms import TopicForm
from editorial.models import Topic
from editorial.services import naming
from subscribers.models import TopicChoice
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory

LIST = "wagtailsnippets_editorial_topic:list"


def login(client, *groups):
    user = get_user_model().objects.create_user("henrike", "henrike@pollenpost.example", "secret")
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return user


@pytest.fixture
def chief(client, home):
    install_roles()
    return login(client, CHIEFS)


@pytest.fixture
def proposal(home):
    return TopicFactory(label_de="Stammkundentreue", state=Topic.State.PROPOSED)


@pytest.fixture
def loyalty(home):
    return TopicFactory(label_de="Kundentreue", label_en="Loyalty", synonyms="Wiederkehr")


def rows(answer):
    return [topic.label_de for topic in answer.context["object_list"]]


def test_the_list_counts_texts_and_says_how_many_proposals_wait(client, chief, proposal, loyalty):
    StoryPageFactory(slug="eins", topics=[loyalty])
    StoryPageFactory(slug="zwei", topics=[loyalty, proposal])
    answer = client.get(reverse(LIST))
    assert {topic.label_de: topic.page_count for topic in answer.context["object_list"]} == {
        "Kundentreue": 2,
        "Stammkundentreue": 1,
    }
    assert reverse("editorial_topic_proposals") in answer.content.decode()
    assert rows(client.get(reverse(LIST), {"ordering": "page_count"})) == ["Stammkundentreue", "Kundentreue"]


def test_readers_are_numbers_and_small_groups_not_even_that(client, chief, newsletter, loyalty, settings):
    small = TopicFactory(label_de="Abwegiges")
    for number in range(settings.EXPORT_MINIMUM_SIZE):
        reader = SubscriberFactory(email=f"r{number}@example.org", consents=["brief", "pollen"])
        reader.topic_choices.create(topic=loyalty, stance=TopicChoice.Stance.WANTED)
    reader.topic_choices.create(topic=small, stance=TopicChoice.Stance.WANTED)
    silent = SubscriberFactory(email="ohne@example.org", consents=["brief"])
    silent.topic_choices.create(topic=loyalty, stance=TopicChoice.Stance.WANTED)

    answer = client.get(reverse(LIST), {"ordering": "-fact_interested"})
    known = {topic.label_de: topic.fact_interested for topic in answer.context["object_list"]}
    assert known == {"Kundentreue": settings.EXPORT_MINIMUM_SIZE, "Abwegiges": 0}
    assert rows(answer) == ["Kundentreue", "Abwegiges"]
    assert "@example.org" not in answer.content.decode()


def test_a_proposal_is_accepted_with_one_click(client, chief, proposal):
    client.post(reverse("editorial_topic_accept", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == Topic.State.APPROVED


def test_a_proposal_that_a_topic_understands_already_is_not_accepted(client, chief, proposal, loyalty):
    Topic.objects.filter(pk=loyalty.pk).update(synonyms="Stammkundentreue")
    answer = client.post(reverse("editorial_topic_accept", args=[proposal.pk]), follow=True)
    proposal.refresh_from_db()
    assert proposal.state == Topic.State.PROPOSED
    assert "Kundentreue" in str(next(iter(answer.context["messages"])))


def test_a_proposal_shows_what_it_may_mean(client, chief, proposal, loyalty):
    TopicFactory(label_de="Recht")
    [row] = client.get(reverse("editorial_topic_proposals")).context["rows"]
    assert (row["topic"], row["nearest"]) == (proposal, loyalty)


def test_mapping_asks_in_numbers_and_happens_on_post_alone(client, chief, proposal, loyalty):
    page = StoryPageFactory(topics=[proposal])
    address = reverse("editorial_topic_merge", args=[proposal.pk])
    asked = client.get(address, {"target": loyalty.pk})
    assert (asked.context["prospect"].texts, asked.context["prospect"].drafts) == (1, 0)
    assert Topic.objects.filter(pk=proposal.pk).exists()

    client.post(address, {"target": loyalty.pk})
    loyalty.refresh_from_db()
    assert "Stammkundentreue" in loyalty.synonym_list
    assert list(page.__class__.objects.get(pk=page.pk).topics.all()) == [loyalty]


def test_the_target_is_found_by_its_synonyms(client, chief, proposal, loyalty):
    TopicFactory(label_de="Recht")
    answer = client.get(reverse("editorial_topic_merge", args=[proposal.pk]), {"q": "wiederk"})
    assert answer.context["topics"] == [loyalty]


@pytest.mark.parametrize("target", ["", "nichts", "999999"])
def test_a_target_that_is_none_leads_back_to_the_choice(client, chief, proposal, target):
    answer = client.get(reverse("editorial_topic_merge", args=[proposal.pk]), {"target": target})
    assert answer.context["source"] == proposal


def test_declining_asks_first(client, chief, proposal):
    StoryPageFactory(topics=[proposal])
    address = reverse("editorial_topic_decline", args=[proposal.pk])
    assert client.get(address).context["texts"] == 1
    assert Topic.objects.filter(pk=proposal.pk).exists()
    client.post(address)
    assert not Topic.objects.filter(pk=proposal.pk).exists()


def test_a_proposal_that_readers_chose_is_not_declined(client, chief, ada, proposal):
    ada.topic_choices.create(topic=proposal, stance=TopicChoice.Stance.WANTED)
    answer = client.post(reverse("editorial_topic_decline", args=[proposal.pk]), follow=True)
    assert Topic.objects.filter(pk=proposal.pk).exists()
    assert list(answer.context["messages"])


def test_editors_map_proposals_and_leave_topics_that_readers_know(client, proposal, loyalty):
    install_roles()
    login(client, EDITORS)
    assert client.get(reverse("editorial_topic_merge", args=[proposal.pk])).status_code == 200
    assert client.get(reverse("editorial_topic_merge", args=[loyalty.pk])).status_code == 302
    assert client.post(reverse("editorial_topic_decline", args=[proposal.pk])).status_code == 302
    assert Topic.objects.filter(pk=proposal.pk).exists()


def test_authors_keep_no_vocabulary(client, proposal):
    install_roles()
    login(client, AUTHORS)
    client.post(reverse("editorial_topic_accept", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == Topic.State.PROPOSED
    assert client.get(reverse("editorial_topic_proposals")).status_code == 302


def form(topic, **changes):
    values = {"label_de": topic.label_de, "label_en": topic.label_en, "synonyms": topic.synonyms, **changes}
    fields = type("Form", (TopicForm,), {"Meta": type("Meta", (), {"model": Topic, "fields": list(values)})})
    return fields(values, instance=topic)


def test_synonyms_are_kept_once_and_do_not_repeat_the_label(loyalty):
    checked = form(loyalty, synonyms="Wiederkehr\n  wiederkehr \n\nKundentreue\nStraßenfest\nStrassenfest")
    assert checked.is_valid()
    assert checked.cleaned_data["synonyms"] == "Wiederkehr\nStraßenfest"


@pytest.mark.parametrize("word", ["Kundentreue", "loyalty", "WIEDERKEHR"])
@pytest.mark.parametrize("field", ["synonyms", "label_en"])
def test_a_word_that_leads_elsewhere_is_named_with_its_topic(loyalty, field, word):
    checked = form(TopicFactory(label_de="Recht"), **{field: word})
    [error] = checked.errors[field]
    assert word in error
    assert "Kundentreue" in error


def test_nothing_is_near_where_nothing_sounds_alike(proposal, home):
    assert naming.nearest(proposal, [TopicFactory(label_de="Recht"), TopicFactory(label_de="Preise")]) is None
