"""What the house learns once a day from who read what, and the reasons that follow from it."""

import numpy as np
import pytest
from django.utils import timezone, translation

from editorial.models import Topic
from pollen.engine import Places
from pollen.models import Grain, Interest, LearnedCompany
from pollen.services import company, folding, gathering, reasons, selection
from pollen.services.pool import pool_of
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import StoryPageFactory, SubscriberFactory


@pytest.fixture
def circles(home, monkeypatch):
    """Twelve readers of one circle and twelve of another, each with twelve texts of their own."""
    monkeypatch.setattr(company, "FEWEST_READERS", 20)
    stories = [
        [StoryPageFactory(topics=[topic, f"{topic} {n % 3}"]) for n in range(12)] for topic in ("Segeln", "Backen")
    ]
    readers = [[SubscriberFactory(consents=["pollen"]) for _n in range(12)] for _circle in stories]
    grains, today = [], timezone.localdate()
    for circle, texts in zip(readers, stories, strict=True):
        for number, reader in enumerate(circle):
            grains += [
                Grain(subscriber=reader, readable=text, kind="read", weight=1.0, day=today)
                for place, text in enumerate(texts)
                if (place + number) % 3
            ]
    Grain.objects.bulk_create(grains)
    folding.fold()
    return readers, stories


def test_it_is_learned_from_consenting_readers_and_holds_nobodys_name(circles):
    (sailors, _bakers), _stories = circles
    consent.withdraw(sailors[0].subject, Purpose.objects.get(key="pollen"))
    learned = company.learn()
    assert learned.readers == 23
    assert len(learned.texts) == 24
    assert LearnedCompany.objects.count() == 1
    assert not any(field.is_relation for field in LearnedCompany._meta.get_fields())


def test_each_day_replaces_what_was_learned_before_and_too_little_leaves_nothing(circles, monkeypatch):
    first, second = company.learn(), company.learn()
    assert list(LearnedCompany.objects.values_list("pk", flat=True)) == [second.pk] != [first.pk]
    monkeypatch.setattr(company, "FEWEST_READERS", 100)
    assert company.learn() is None
    assert not LearnedCompany.objects.exists()


def test_a_text_that_too_few_read_is_not_learned_from(circles):
    (sailors, _bakers), _stories = circles
    rare = StoryPageFactory(topics=["Segeln"])
    for reader in sailors[:4]:
        gathering.record(reader, rare, Grain.Kind.READ)
    assert rare.pk not in company.learn().texts


def readers_interested(topic, among):
    return Interest.objects.filter(topic=topic, subscriber__in=among).count() / max(len(among), 1)


def test_the_reason_is_true_of_those_who_read_the_same(circles):
    (sailors, bakers), (sailing, _baking) = circles
    company.learn()
    newcomer = SubscriberFactory(consents=["pollen"])
    for text in sailing[:3]:
        gathering.record(newcomer, text, Grain.Kind.READ)
    folding.fold()
    Interest.objects.filter(subscriber=newcomer, topic__label_de="Segeln").delete()
    Interest.objects.filter(subscriber=newcomer).exclude(topic__label_de="Segeln 0").delete()
    known, kindred, foreign = (StoryPageFactory(topics=[topic]) for topic in ("Segeln 0", "Segeln", "Backen"))
    pool = pool_of([foreign, kindred, known])
    found = selection.select([newcomer.pk], pool, Places(3))[newcomer.pk].picks
    assert [pick.readable for pick in found] == [known.pk, kindred.pk, foreign.pk]
    assert [pick.kind for pick in found] == [reasons.READ, reasons.COMPANY, reasons.NEWEST]
    same = [reader for reader in (*sailors, *bakers) if reader.grains.filter(readable__in=sailing[:3]).exists()]
    topic = Topic.objects.get(pk=found[1].topic)
    assert readers_interested(topic, same) > readers_interested(topic, [*sailors, *bakers])
    with translation.override("en"):
        said = reasons.sentence(found[1].as_json(), {topic.pk: topic}, "sie")
    assert said == "Because readers of the same texts as you often care for Segeln"


def test_a_topic_that_is_newer_than_what_was_learned_is_no_error(circles):
    company.learn()
    newest = StoryPageFactory(topics=["Ganz neu", "Segeln"])
    pool = pool_of([newest])
    texts, known = company.current(pool.topics)
    assert known.topics.shape[0] == len(pool.topics)
    assert not known.topics[pool.topics.index(Topic.objects.get(label_de="Ganz neu").pk)].any()
    assert len(texts) == known.texts.shape[0]
    assert np.isfinite(known.usual).all()


def test_learning_is_scheduled(settings):
    assert "pollen.tasks.learn_company" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
