"""Erasure and access reach every room (privacy.md lines 9 and 11).

No room may hold personal data that nobody answers for: the registry names every model that points at a reader.
"""

import json

import pytest
from django.apps import apps
from django.db import models

from subscribers.models import Subscriber
from subscribers.personal_data import holdings

TELLING = {"subject", "subjects", "email", "address", "recipient"}
# What is called like personal data of readers and is none.
EXCEPTIONS = {
    "newsletters.Edition": "its subject is the subject line of a letter",
    "editorial.PublisherSettings": "the address is the publisher's own",
}


def our_models():
    """The models of the project's own apps, wherever they lie; nothing of what was installed from elsewhere."""
    ours = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ours]


def points_at_a_reader(model):
    """Why this model holds something of a reader: the names of the fields that say so."""
    found = []
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if field.name in TELLING or (field.is_relation and field.related_model is Subscriber):
            found.append(field.name)
    return found


def unanswered(found_models, registry):
    answered = {label.lower() for holding in registry for label in holding.models} | {
        label.lower() for label in EXCEPTIONS
    }
    return {
        model._meta.label: fields
        for model in found_models
        if (fields := points_at_a_reader(model)) and model._meta.label_lower not in answered
    }


def test_every_model_that_points_at_a_reader_belongs_to_a_holding():
    assert unanswered(our_models(), holdings()) == {}


def test_a_room_that_forgets_to_answer_is_found():
    without_grains = [holding for holding in holdings() if "pollen.Grain" not in holding.models]
    assert unanswered(our_models(), without_grains) == {"pollen.Grain": ["subscriber"]}


def test_a_new_model_that_points_at_a_reader_is_found():
    class Diary(models.Model):  # noqa: DJ008 (nobody will look at it)
        reader = models.ForeignKey(Subscriber, on_delete=models.DO_NOTHING, related_name="+")
        witnesses = models.ManyToManyField(Subscriber, related_name="+")

        class Meta:
            app_label = "pollen"

    try:
        missing = unanswered(our_models(), holdings())
        assert missing["pollen.Diary"] == ["reader", "witnesses"]
        # The table between the two is found as well.
        assert missing["pollen.Diary_witnesses"] == ["subscriber"]
    finally:
        for name in ("diary", "diary_witnesses"):
            del apps.all_models["pollen"][name]
        apps.clear_cache()


def test_all_our_rooms_are_looked_at():
    rooms = {
        "pollenpost",
        "newsletters",
        "segments",
        "pollen",
        "contributions",
        "subscribers",
        "blog",
        "editorial",
    }
    assert rooms <= {model._meta.app_label for model in our_models()}


def test_every_holding_names_models_that_exist():
    for holding in holdings():
        # Reports of imports are files, and no table.
        assert holding.models or holding.erase_files, holding.key
        for label in holding.models:
            apps.get_model(label)


@pytest.mark.django_db
def test_nobody_has_nothing():
    """A person without a reader's row can be asked about, too: somebody who only sent in a form."""
    stranger = Subscriber(email="niemand@example.org")
    for holding in holdings():
        assert holding.collect(stranger) == [], holding.key
        assert holding.erase(stranger) == 0, holding.key


@pytest.mark.django_db
def test_what_is_collected_is_plain_enough_for_json(ada):
    for holding in holdings():
        json.dumps(holding.collect(ada))
