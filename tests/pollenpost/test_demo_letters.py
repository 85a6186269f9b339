"""Every reason in every letter of the demo, checked against the rows it speaks of without the code that chose."""

from collections import Counter
from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from editorial.models import ReadablePage
from newsletters.models import Edition
from newsletters.services import sending
from pollen.models import Grain, Interest
from subscribers.models import TopicChoice

KINDS = {"read": ["read"], "heard": ["finished"], "opened": ["visit", "click", "saved", "shared"]}


def grains_about(reader, topic, kinds):
    since = timezone.now() - timedelta(days=settings.GRAIN_EXPIRES_DAYS)
    found = Grain.objects.filter(subscriber=reader, kind__in=kinds, readable__topics=topic, at__gte=since)
    return dict(found.order_by("at").values_list("readable_id", "readable__title"))


def is_about(pick, topic):
    """The text itself, or one of the articles of the issue that are pointed at."""
    return ReadablePage.objects.filter(pk__in=[pick["readable"], *pick.get("inside", [])], topics=topic).exists()


def readers_lately(readable):
    lately = Grain.objects.filter(
        readable=readable, kind__in=["read", "finished"], at__gte=timezone.now() - timedelta(days=14)
    )
    return lately.values("subscriber").distinct().count()


def age(pick):
    """In days; an issue is as new as the articles in it to begin with."""
    pages = ReadablePage.objects.filter(pk__in=pick.get("inside", [pick["readable"]]))
    return min((timezone.localdate() - page.published_on).days for page in pages)


def cares_more_than_all(reader, topic):
    """Whether more of those who read something that this reader read care for the topic than of all."""
    mine = reader.grains.readings().values("readable")
    all_of_them = Grain.objects.readings().exclude(subscriber=reader)
    groups = (all_of_them.filter(readable__in=mine), all_of_them)
    same, everybody = (set(group.values_list("subscriber", flat=True)) for group in groups)
    caring = set(Interest.objects.filter(topic=topic).values_list("subscriber", flat=True))
    return len(caring & same) / max(len(same), 1) >= len(caring & everybody) / max(len(everybody), 1)


def holds(pick, reader):
    """Whether the sentence that this pick becomes is true."""
    kind, topic = pick["kind"], pick.get("topic")
    wanted = TopicChoice.objects.filter(subscriber=reader, topic=topic, stance="wanted").exists()
    if kind in KINDS:
        seen = grains_about(reader, topic, KINDS[kind])
        named = pick["title"] in seen.values()
        return len(seen) == pick["count"] > 0 and named and is_about(pick, topic)
    if kind == "stated":
        return wanted and is_about(pick, topic)
    if kind == "interest":
        none_left = not grains_about(reader, topic, [kind for kinds in KINDS.values() for kind in kinds])
        return none_left and reader.interests.filter(topic=topic, lasting__gt=0).exists() and is_about(pick, topic)
    if kind == "company":
        return is_about(pick, topic) and cares_more_than_all(reader, topic)
    page = ReadablePage.objects.get(pk=pick["readable"])
    return {
        "recommended": page.editors_weight == ReadablePage.Weight.RECOMMENDED,
        "popular": all(readers_lately(one) >= 10 for one in pick.get("inside", [page.pk])[:1]),
        "newest": age(pick) <= 30,
        "archive": age(pick) > 30,
        "explored": 0 < pick.get("propensity", 0) <= 1,
    }[kind]


class TestDemoLetters(TestCase):
    @classmethod
    @override_settings(DEBUG=True, POLLEN_HOLDOUT=0.1)
    def setUpTestData(cls):
        """The demo's due edition, with a place for a whole issue as well, sent to sixty readers."""
        call_command("load_demo", readers=60, pictures=False, stdout=StringIO())
        due = Edition.objects.due().get()
        Edition.objects.filter(pk=due.pk).update(state=Edition.State.PREPARING, with_issue=True)
        for _batch in range(sending.prepare(due.pk)):
            while sending.deliver_batch(due.pk):
                pass
        cls.letters = list(due.deliveries.filter(state="sent").select_related("subscriber"))

    def test_every_reason_of_every_letter_is_true(self):
        picks = [(row, pick) for row in self.letters for pick in row.picks]
        false = [(row.subscriber.email, pick) for row, pick in picks if not holds(pick, row.subscriber)]
        assert false == []
        kinds = Counter(pick["kind"] for _row, pick in picks)
        assert kinds["read"] > 20
        assert kinds["explored"] > 20
        assert len(kinds) >= 4

    def test_only_who_agreed_to_pollen_gets_reasons_of_their_own_and_is_compared(self):
        of_the_house = {"recommended", "newest", "popular", "archive"}
        for row in self.letters:
            with_pollen = row.arm != ""
            assert with_pollen == (row.subscriber in type(row.subscriber).objects.consenting("pollen"))
            if row.arm != "matched":
                assert {pick["kind"] for pick in row.picks} <= of_the_house
            assert bool(row.eligible) == with_pollen
        assert {row.arm for row in self.letters} == {"", "matched", "holdout"}

    def test_nobody_gets_what_they_read_before(self):
        for row in self.letters:
            if row.arm == "matched":
                read = set(row.subscriber.grains.values_list("readable_id", flat=True))
                assert not read & {pick["readable"] for pick in row.picks}

    def test_everybody_gets_a_whole_issue_with_articles_to_begin_with(self):
        for row in self.letters:
            *_texts, issue = row.picks
            page = ReadablePage.objects.get(pk=issue["readable"]).specific
            inside = {article.pk for article in page.articles()}
            assert 1 <= len(issue["inside"]) <= 3
            assert set(issue["inside"]) <= inside
