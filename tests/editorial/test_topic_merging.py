"""Two topics become one, and nothing that hung on them is lost, doubled or left behind."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from editorial.models import ReadablePage, Topic
from editorial.search.finding import find
from editorial.search.queries import understand
from editorial.services import merging
from editorial.signals import topic_merged
from newsletters.services import letters
from pollen.models import Interest
from pollen.services import reasons
from pollen.services.folding import strength
from segments.models import Export
from subscribers.models import Purpose, SignUp, TopicChoice
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory

WANTED, REFUSED = TopicChoice.Stance.WANTED, TopicChoice.Stance.REFUSED


@pytest.fixture
def treue(home):
    return TopicFactory(label_de="Treue", label_en="Fidelity", synonyms="Stammkunden\nBleiben")


@pytest.fixture
def bindung(home):
    return TopicFactory(label_de="Kundenbindung", label_en="Customer loyalty", synonyms="stammkunden", mark_seed=7)


def topics_of(page):
    return {topic.label_de for topic in ReadablePage.objects.get(pk=page.pk).topics.all()}


def in_newest_draft(page):
    return Revision.objects.filter(object_id=str(page.pk)).order_by("-pk").first().content["topics"]


def test_every_text_changes_over_and_none_has_the_topic_twice(treue, bindung):
    one = StoryPageFactory(slug="eins", topics=[treue])
    both = StoryPageFactory(slug="zwei", topics=[treue, bindung, "Recht"])
    merging.merge(treue, bindung)
    assert (topics_of(one), topics_of(both)) == ({"Kundenbindung"}, {"Kundenbindung", "Recht"})
    assert not Topic.objects.filter(label_de="Treue").exists()


def test_the_names_become_synonyms_and_the_mark_stays(treue, bindung):
    merging.merge(treue, bindung)
    bindung.refresh_from_db()
    assert bindung.synonym_list == ["stammkunden", "Treue", "Fidelity", "Bleiben"]
    assert (bindung.mark_seed, bindung.slug) == (7, "kundenbindung")


def test_drafts_and_scheduled_versions_keep_the_topic_and_stay_unpublished(treue, bindung):
    page = StoryPageFactory(title="Alt", topics=["Recht"])
    page.title, page.topics = "Neu", [treue, bindung]
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    merging.merge(treue, bindung)
    assert in_newest_draft(page) == [bindung.pk]
    page.refresh_from_db()
    assert (page.title, topics_of(page)) == ("Alt", {"Recht"})

    page.get_latest_revision().publish()
    assert topics_of(page) == {"Kundenbindung"}


def test_an_earlier_version_that_is_brought_back_has_the_topic_too(treue, bindung):
    page = StoryPageFactory(topics=[treue])
    earlier = page.save_revision()
    page.topics = []
    page.save_revision().publish()
    merging.merge(treue, bindung)
    earlier.refresh_from_db()
    earlier.as_object().save_revision().publish()
    assert topics_of(page) == {"Kundenbindung"}


def test_what_translations_are_made_from_names_the_target(treue, bindung, english):
    from wagtail_localize.models import TranslationSource

    page = StoryPageFactory(topics=[treue])
    source, _made = TranslationSource.get_or_create_from_instance(page)
    merging.merge(treue, bindung)
    source.refresh_from_db()
    assert source.as_instance().topics.get() == bindung


def test_narrower_topics_come_below_the_target(treue, bindung):
    child = TopicFactory(label_de="Kundenclub", parent=treue)
    merging.merge(treue, bindung)
    child.refresh_from_db()
    assert child.parent == bindung


def test_a_target_that_stands_below_the_source_moves_up(treue, bindung):
    top = TopicFactory(label_de="Beziehung")
    middle = TopicFactory(label_de="Mitte", parent=treue)
    Topic.objects.filter(pk=treue.pk).update(parent=top)
    Topic.objects.filter(pk=bindung.pk).update(parent=middle)
    merging.merge(treue, bindung)
    parents = dict(Topic.objects.values_list("label_de", "parent__label_de"))
    assert parents["Mitte"] == "Beziehung"
    assert parents["Kundenbindung"] == "Mitte"
    for topic in Topic.objects.all():
        topic.clean()


def test_the_old_addresses_lead_to_the_target(client, treue, bindung, english):
    StoryPageFactory(topics=[treue])
    merging.merge(treue, bindung)
    for old, new in [
        ("/themen/treue/", "/themen/kundenbindung/"),
        ("/themen/treue/feed/", "/themen/kundenbindung/feed/"),
    ]:
        assert client.get(old)["Location"] == new
    assert client.get("/en/themen/treue/")["Location"] == "/en/themen/kundenbindung/"


def test_interests_are_added_up_as_of_the_later_moment(ada, bruno, treue, bindung):
    now = timezone.now()
    Interest.objects.create(subscriber=ada, topic=treue, acute=2, lasting=3, as_of=now - timedelta(days=40))
    Interest.objects.create(subscriber=ada, topic=bindung, acute=1, lasting=1, as_of=now - timedelta(days=2))
    Interest.objects.create(subscriber=bruno, topic=treue, acute=1, lasting=1, as_of=now)
    rows = Interest.objects.filter(subscriber=ada)
    before = sum(strength(row.acute, row.lasting, row.as_of, now) for row in rows)

    merging.merge(treue, bindung)

    one = Interest.objects.get(subscriber=ada)
    assert (one.topic, one.as_of) == (bindung, now - timedelta(days=2))
    assert strength(one.acute, one.lasting, one.as_of, now) == pytest.approx(before)
    assert Interest.objects.get(subscriber=bruno).topic == bindung


@pytest.mark.parametrize(
    ("of_source", "of_target", "becomes"),
    [
        (WANTED, None, WANTED),
        (REFUSED, None, REFUSED),
        (WANTED, WANTED, WANTED),
        (REFUSED, WANTED, REFUSED),
        (WANTED, REFUSED, REFUSED),
        ("removed", WANTED, "removed"),
        (WANTED, "less", "less"),
        ("less", "removed", "removed"),
        ("removed", REFUSED, REFUSED),
    ],
)
def test_the_more_reserved_of_two_words_outlives_the_other(ada, treue, bindung, of_source, of_target, becomes):
    TopicChoice.objects.create(subscriber=ada, topic=treue, stance=of_source)
    if of_target:
        TopicChoice.objects.create(subscriber=ada, topic=bindung, stance=of_target)
    merging.merge(treue, bindung)
    assert list(ada.topic_choices.values_list("topic", "stance")) == [(bindung.pk, becomes)]


@pytest.mark.parametrize("removed", ["source", "target"])
def test_a_removed_topic_does_not_come_back_under_another_name(ada, treue, bindung, removed):
    of = {"source": treue, "target": bindung}
    other = bindung if removed == "source" else treue
    TopicChoice.objects.create(subscriber=ada, topic=of[removed], stance="removed")
    Interest.objects.create(subscriber=ada, topic=other, lasting=2.0, as_of=timezone.now())
    merging.merge(treue, bindung)
    assert not Interest.objects.filter(subscriber=ada).exists()


def test_a_sign_up_that_waits_keeps_its_topics(newsletter, treue, bindung):
    waiting = SignUp.objects.create(email="dora@example.org")
    waiting.topics.set([treue, bindung])
    merging.merge(treue, bindung)
    assert list(waiting.topics.all()) == [bindung]


def test_the_log_of_exports_goes_on_under_the_target(newsletter, treue, bindung):
    Export.objects.create(topic=treue, purpose=Purpose.objects.first(), subjects=["a"])
    merging.merge(treue, bindung)
    assert Export.objects.get().topic == bindung


def test_the_search_finds_the_text_by_both_names(treue, bindung, django_capture_on_commit_callbacks):
    page = StoryPageFactory(topics=[treue])
    with django_capture_on_commit_callbacks(execute=True):
        merging.merge(treue, bindung)
    assert find(understand("Kundenbindung")).pages == [page.pk]
    assert find(understand("Fidelity")).pages == [page.pk]


def test_a_letter_that_was_sent_about_the_source_is_explained_without_it(ada, treue, bindung):
    pick = reasons.Pick(1, reasons.STATED, treue.pk).as_json()
    merging.merge(treue, bindung)
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    assert reasons.sentence(pick, topics, ada.form_of_address)
    assert letters.grain_address(topics.get(pick["topic"]))


def test_if_one_room_fails_nothing_is_merged(ada, treue, bindung):
    def fails(**_):
        raise RuntimeError

    page = StoryPageFactory(topics=[treue])
    TopicChoice.objects.create(subscriber=ada, topic=treue, stance=WANTED)
    topic_merged.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            merging.merge(treue, bindung)
    finally:
        topic_merged.disconnect(fails)
    assert topics_of(page) == {"Treue"}
    assert ada.topic_choices.get().topic == treue


def test_what_a_room_forgot_to_move_stops_the_merging(treue, bindung):
    def hangs_on(source, **_):
        Interest.objects.create(
            subscriber=SubscriberFactory(email="emil@example.org"), topic=source, as_of=timezone.now()
        )

    topic_merged.connect(hangs_on)
    try:
        with pytest.raises(merging.StillNeeded):
            merging.merge(treue, bindung)
    finally:
        topic_merged.disconnect(hangs_on)
    assert Topic.objects.filter(pk=treue.pk).exists()


def test_a_topic_is_not_merged_with_itself_or_into_a_proposal(treue, bindung):
    Topic.objects.filter(pk=bindung.pk).update(state=Topic.State.PROPOSED)
    bindung.refresh_from_db()
    for target in (treue, bindung):
        with pytest.raises(merging.CannotMerge):
            merging.merge(treue, target)


def test_a_topic_that_went_meanwhile_is_said_so(treue, bindung):
    Topic.objects.filter(pk=treue.pk).delete()
    with pytest.raises(merging.CannotMerge):
        merging.merge(treue, bindung)


def test_a_declined_proposal_leaves_texts_and_drafts(home):
    proposal = TopicFactory(label_de="Vernetzung", state=Topic.State.PROPOSED)
    page = StoryPageFactory(topics=[proposal, "Recht"])
    page.save_revision()
    merging.decline(proposal)
    assert topics_of(page) == {"Recht"}
    assert in_newest_draft(page) == [Topic.objects.get(label_de="Recht").pk]
