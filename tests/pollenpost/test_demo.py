"""The demo's data: loaded once, the same every time, never where real readers are."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from pollenpost.demo import readers

from editorial.models import Author, PublisherSettings, ReadablePage, Topic
from newsletters.models import Edition, Newsletter
from newsletters.services import releasing
from pollen.models import Grain, Interest
from subscribers.models import ConsentEvent, Purpose, Subscriber, TopicChoice
from subscribers.services import consent

COUNTED = [
    Author,
    ConsentEvent,
    Edition,
    Grain,
    Interest,
    Newsletter,
    ReadablePage,
    Subscriber,
    Topic,
    TopicChoice,
]


def load_demo(**options):
    said = StringIO()
    call_command("load_demo", readers=12, pictures=False, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def demo(db, settings):
    settings.DEBUG = True
    return load_demo()


def test_a_second_time_everything_is_kept_and_says_so(demo):
    before = [model.objects.count() for model in COUNTED]

    said = load_demo()

    assert [model.objects.count() for model in COUNTED] == before
    assert 0 not in before
    assert all("already there" in line for line in said.splitlines() if not line.startswith("Pictures"))


def test_the_newest_piece_is_of_yesterday_and_none_lies_ahead(demo):
    newest = ReadablePage.objects.live().newest_first().first()

    assert newest.published_on == timezone.localdate() - timedelta(days=1)


def test_no_two_topics_have_marks_that_are_mistaken_for_one_another(demo):
    marks = [(topic.grain.outline, topic.grain.colour) for topic in Topic.objects.all()]

    assert len(set(marks)) == len(marks)


def test_a_letter_is_due_and_one_is_a_draft(demo):
    [due] = Edition.objects.due()
    draft = Edition.objects.get(state=Edition.State.DRAFT)

    assert PublisherSettings.objects.get().complete
    assert releasing.obstacles(due) == releasing.obstacles(draft) == []
    assert len(due.pinned) == len(draft.pinned) == 1
    assert due.candidates().count() >= due.free_places


def test_the_readers_whom_the_documentation_names_are_there(demo):
    ada, bruno, clara, jule = (
        Subscriber.objects.get(email=f"{name}@example.org")
        for name in ("ada.lindgren", "bruno.voss", "clara.thiel", "jule.hansen")
    )
    brief = Newsletter.objects.get().purpose

    assert set(Subscriber.objects.mailable(brief)) >= {ada, bruno, clara, jule}
    assert not consent.stands(bruno.subject, Purpose.POLLEN)
    assert not bruno.grains.exists()
    assert (clara.form_of_address, jule.language) == ("du", "en")
    for reader, topic in ((ada, "Datenschutz"), (clara, "Kundenwert"), (jule, "Führung")):
        assert reader.grains.readings().filter(readable__topics__label_de=topic).count() >= 2


def test_no_grain_is_older_than_the_consent_or_its_piece(demo):
    for grain in Grain.objects.select_related("subscriber", "readable"):
        assert grain.subscriber.confirmed_at <= grain.at <= timezone.now()
        assert timezone.localdate(grain.at) >= grain.readable.published_on
        assert consent.stands(grain.subscriber.subject, Purpose.POLLEN)
        assert grain.folded


def test_most_of_three_hundred_get_the_letter_and_some_left():
    crowd = readers.invent(300, timezone.now())

    assert [reader.subscriber.email for reader in crowd] == [
        reader.subscriber.email for reader in readers.invent(300, timezone.now())
    ]
    assert len({reader.subscriber.email for reader in crowd}) == 300
    letter = [reader for reader in crowd if reader.letter and not reader.withdrew_at]
    assert 0.8 < len(letter) / 300 < 0.9
    assert 0.5 < sum(reader.pollen for reader in letter) / len(letter) < 0.7
    assert any(reader.withdrew_at for reader in crowd)
    assert any(reader.subscriber.paused_until for reader in crowd)


def test_logins_are_refused_where_debug_is_off(db, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        load_demo()

    assert not get_user_model().objects.exists()
    assert not Subscriber.objects.exists()


def test_without_logins_the_demo_may_be_loaded_where_debug_is_off(db, settings):
    settings.DEBUG = False

    load_demo(without_logins=True)

    assert Subscriber.objects.count() == 12
    assert not get_user_model().objects.exists()


def test_nothing_is_mixed_with_real_readers(db, settings):
    settings.DEBUG = True
    Subscriber.objects.create(email="somebody@pollenpost.example")

    with pytest.raises(CommandError, match="readers of its own"):
        load_demo()

    assert not Edition.objects.exists()


def test_the_logins_have_the_roles_they_are_named_for(demo, client):
    assert client.login(username="redaktion", password="pollenpost-demo")
    redaktion, mitarbeit, marketing = (
        get_user_model().objects.get(username=name) for name in ("redaktion", "mitarbeit", "marketing")
    )

    assert redaktion.has_perm("newsletters.send_edition")
    assert not mitarbeit.has_perm("newsletters.send_edition")
    assert mitarbeit.has_perm("newsletters.change_edition")
    assert marketing.get_all_permissions() == {
        "wagtailadmin.access_admin",
        "segments.view_segments",
        "segments.export_segments",
    }
