"""The profile as a file: what is believed, said and noted, for other programs and for spreadsheets."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pollen.models import Grain, Interest
from pollen.services import gathering
from subscribers.models import Subscriber, TopicChoice
from subscribers.services import tokens
from tests.factories import StoryPageFactory, TopicFactory


@pytest.fixture
def profile(ada, home):
    story = StoryPageFactory(title="=1+1 Häkchen", topics=["Datenschutz"])
    gathering.record(ada, story, Grain.Kind.READ)
    Interest.objects.create(
        subscriber=ada,
        topic=story.topics.get(),
        acute=2.0,
        lasting=3.0,
        as_of=timezone.now() - timedelta(days=60),
    )
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Preise"), stance="less")
    return ada


def file_of(client, subscriber, name):
    return client.get(reverse(f"pollen:{name}", args=[tokens.for_preferences(subscriber)]))


def test_the_file_for_programs_holds_interests_choices_and_notes(client, profile):
    answer = file_of(client, profile, "profile_json")
    found = json.loads(answer.content)
    [interest] = found["interests"]
    assert (interest["topic"], interest["acute"], interest["lasting"]) == ("Datenschutz", 2.0, 3.0)
    assert interest["acute_now"] == pytest.approx(0.0, abs=1e-4)
    assert interest["lasting_now"] == pytest.approx(1.5, abs=1e-3)
    [choice] = found["choices"]
    assert (choice["topic"], choice["stance"]) == ("Preise", "less")
    [note] = found["notes"]
    assert (note["text"], note["kind"], note["weight"]) == ("=1+1 Häkchen", "read", 1.0)
    assert found["paused_since"] is None


def test_the_file_for_spreadsheets_has_the_same_rows_and_no_formula(client, profile):
    text = file_of(client, profile, "profile_csv").content.decode("utf-8-sig")
    interest, choice, note = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (interest["topic"], interest["lasting"], interest["lasting_now"]) == ("Datenschutz", "3.0", "1.5")
    assert (choice["topic"], choice["word"]) == ("Preise", "less")
    assert (note["text"], note["word"]) == ("'=1+1 Häkchen", "read")


@pytest.mark.parametrize("name", ["profile_json", "profile_csv"])
def test_the_files_are_kept_out_of_caches_and_saved_rather_than_shown(client, profile, name):
    answer = file_of(client, profile, name)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="mein-bluetenstaub-')
    assert "ada@example.org" not in answer.content.decode()


def test_a_restricted_reader_may_take_the_profile_along(client, profile):
    Subscriber.objects.update(restricted_at=timezone.now(), pollen_paused_at=timezone.now())
    found = json.loads(file_of(client, profile, "profile_json").content)
    assert len(found["interests"]) == 1
    assert found["paused_since"]


def test_somebody_without_pollen_gets_an_empty_file(client, bruno):
    found = json.loads(file_of(client, bruno, "profile_json").content)
    assert (found["interests"], found["choices"], found["notes"]) == ([], [], [])
