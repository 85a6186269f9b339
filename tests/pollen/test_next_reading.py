"""What a recognised reader is suggested below a text."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from editorial.models import ReadablePage, Topic
from pollen.models import Grain, Suggestion
from pollen.services import company, corrections, folding, gathering, next_reading, selection
from subscribers.models import Purpose, TopicChoice
from subscribers.services import consent
from tests.factories import IssuePageFactory, StoryPageFactory


@pytest.fixture
def read(ada, home):
    """Ada has read something about data protection, and lies below it now."""
    story = StoryPageFactory(title="Gelesen", topics=["Datenschutz"])
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    return story


def titles(reader, below):
    return [suggested.page.title for suggested in next_reading.suggest(reader, below.pk)]


def test_what_fits_is_suggested_with_its_reason(ada, read):
    StoryPageFactory(title="Das Register", topics=["Datenschutz"])
    [suggested] = next_reading.suggest(ada, read.pk)
    assert suggested.page.title == "Das Register"
    assert suggested.topic.label_de == "Datenschutz"
    assert "„Gelesen“" in suggested.why


def test_at_most_three_and_neither_what_was_read_nor_where_one_is(ada, read):
    here = StoryPageFactory(title="Hier", topics=["Datenschutz"])
    for n in range(5):
        StoryPageFactory(title=f"Neu {n}", topics=["Datenschutz"])
    found = titles(ada, here)
    assert len(found) == 3
    assert not {"Hier", "Gelesen"} & set(found)


def test_where_nothing_fits_the_list_for_everybody_stays(ada, read):
    StoryPageFactory(title="Etwas anderes", topics=["Preise"])
    assert titles(ada, read) == []
    assert not Suggestion.objects.exists()


def test_a_refused_topic_is_not_suggested(ada, read):
    StoryPageFactory(topics=["Datenschutz"])
    TopicChoice.objects.create(subscriber=ada, topic=Topic.objects.get(label_de="Datenschutz"), stance="refused")
    assert titles(ada, read) == []


def test_whole_issues_and_what_editors_want_nowhere_are_not_suggested(ada, read):
    IssuePageFactory(topics=["Datenschutz"])
    StoryPageFactory(topics=["Datenschutz"], editors_weight=ReadablePage.Weight.NOWHERE)
    assert titles(ada, read) == []


def test_what_was_closed_since_the_pool_was_frozen_is_left_out(ada, read):
    story = StoryPageFactory(title="Gleich verschlossen", topics=["Datenschutz"])
    StoryPageFactory(title="Offen", topics=["Datenschutz"])
    assert len(titles(ada, read)) == 2
    PageViewRestriction.objects.create(page=story, restriction_type="password", password="x")
    assert titles(ada, read) == ["Offen"]


def test_it_is_noted_what_was_chosen_from_what(ada, read):
    wanted, other = StoryPageFactory(topics=["Datenschutz"]), StoryPageFactory(topics=["Preise"])
    next_reading.suggest(ada, read.pk)
    [noted] = Suggestion.objects.all()
    assert (noted.subscriber, noted.below_id) == (ada, read.pk)
    assert sorted(noted.candidates) == sorted([wanted.pk, other.pk])
    assert [pick["readable"] for pick in noted.picks] == [wanted.pk]


def test_who_comes_back_on_the_same_day_gets_no_second_row(ada, read):
    below = StoryPageFactory(title="Hier", topics=["Preise"])
    one = StoryPageFactory(topics=["Datenschutz"])
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon, tick=False):
        next_reading.suggest(ada, below.pk)
    other = StoryPageFactory(topics=["Datenschutz"])
    cache.clear()
    with time_machine.travel(noon + timedelta(hours=3), tick=False):
        next_reading.suggest(ada, below.pk)
        next_reading.suggest(ada, read.pk)
    below_this = Suggestion.objects.filter(below=below)
    assert {one.pk, other.pk} <= set(below_this.get().candidates)
    assert below_this.get().at == noon + timedelta(hours=3)
    with time_machine.travel(noon + timedelta(days=1), tick=False):
        next_reading.suggest(ada, below.pk)
    assert (below_this.count(), Suggestion.objects.count()) == (2, 3)


def test_a_deleted_note_takes_with_it_what_was_suggested_below_its_text(ada, read):
    other = StoryPageFactory(topics=["Datenschutz"])
    for page in (read, other):
        StoryPageFactory(topics=["Datenschutz"])
        next_reading.suggest(ada, page.pk)
    assert corrections.delete_note(ada, ada.grains.get(readable=read).pk)
    assert [row.below_id for row in Suggestion.objects.all()] == [other.pk]


def test_what_was_learned_of_all_readers_is_used_and_not_kept_with_the_pool(ada, read, monkeypatch):
    StoryPageFactory(topics=["Datenschutz"])
    used = []
    select = selection.select

    def seen(readers, pool, *rest):
        used.append(pool)
        return select(readers, replace(pool, texts=[], arrays=without), *rest)

    def learned(topics):
        return [read.pk], "what was learned"

    without = next_reading._pool().arrays
    cache.clear()
    monkeypatch.setattr(company, "current", learned)
    monkeypatch.setattr(selection, "select", seen)
    for _twice in range(2):
        next_reading.suggest(ada, read.pk)
    assert [(pool.texts, pool.arrays.house.company) for pool in used] == [([read.pk], "what was learned")] * 2
    kept = cache.get(next_reading.POOL_KEY)
    assert (kept.texts, kept.arrays.house.company) == ([], None)


def test_without_consent_nothing_is_suggested_or_noted(ada, bruno, read):
    StoryPageFactory(topics=["Datenschutz"])
    assert titles(bruno, read) == []
    assert titles(ada, read)
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert titles(ada, read) == []
    assert not Suggestion.objects.exists()


def test_suggestions_go_with_the_grains_of_their_day(ada, read):
    StoryPageFactory(topics=["Datenschutz"])
    next_reading.suggest(ada, read.pk)
    Suggestion.objects.update(at="2020-01-01T00:00:00Z")
    gathering.expire()
    assert not Suggestion.objects.exists()


def test_many_candidates_take_a_fixed_number_of_queries(ada, read, django_assert_max_num_queries):
    for n in range(30):
        StoryPageFactory(topics=["Datenschutz", f"Thema {n}"])
    next_reading.suggest(ada, read.pk)
    with django_assert_max_num_queries(16):
        next_reading.suggest(ada, read.pk)
