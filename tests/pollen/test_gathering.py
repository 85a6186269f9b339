import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pollen import page_token, recognition
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from pollen.tasks import forget_profiles_without_consent
from subscribers.models import Purpose
from subscribers.services import consent, tokens
from tests.factories import StoryPageFactory
from tests.pollen.cookies import carry_cookie


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert"])


def leave(client, page, seconds=600, depth=1.0, **headers):
    return tell(client, {"page": page_token.for_page(page), "seconds": seconds, "depth": depth}, **headers)


def tell(client, said, **headers):
    body = said if isinstance(said, str | bytes) else json.dumps(said)
    return client.post(reverse("pollen:beacon"), body, content_type="text/plain", headers=headers)


def test_a_consenting_readers_reading_becomes_a_grain(client, ada, story):
    carry_cookie(client, ada)
    assert leave(client, story).status_code == 204
    [grain] = Grain.objects.all()
    assert (grain.subscriber, grain.readable_id, grain.kind) == (ada, story.pk, "read")


def test_a_glance_is_a_visit_and_not_a_reading(client, ada, story):
    carry_cookie(client, ada)
    leave(client, story, seconds=3, depth=0.2)
    assert [grain.kind for grain in Grain.objects.all()] == ["visit"]


def test_reading_the_same_page_again_on_the_same_day_adds_nothing(client, ada, story):
    carry_cookie(client, ada)
    leave(client, story)
    leave(client, story)
    assert Grain.objects.count() == 1


def test_without_a_cookie_nothing_is_kept(client, ada, story):
    assert leave(client, story).status_code == 204
    assert not Grain.objects.exists()


def test_a_reader_who_withdrew_is_not_recognised_by_an_old_cookie(client, ada, story):
    carry_cookie(client, ada)
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    leave(client, story)
    assert not Grain.objects.exists()


def test_a_forged_cookie_is_nobody(client, ada, story):
    client.cookies[recognition.COOKIE] = str(ada.subject)
    leave(client, story)
    assert not Grain.objects.exists()


@pytest.mark.parametrize("signal", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_a_browsers_no_wins_over_an_earlier_yes(client, ada, story, signal):
    carry_cookie(client, ada)
    leave(client, story, **signal)
    assert not Grain.objects.exists()


def test_a_page_carries_the_script_for_a_recognised_reader_alone(client, ada, story):
    assert "pollen.js" not in client.get(story.url).content.decode()
    carry_cookie(client, ada)
    assert "pollen.js" in client.get(story.url).content.decode()
    assert "pollen.js" not in client.get(story.url, headers={"Sec-GPC": "1"}).content.decode()
    client.cookies[recognition.COOKIE] = "forged"
    assert "pollen.js" not in client.get(story.url).content.decode()


def test_a_cookie_that_recognises_nobody_is_deleted_with_the_next_answer(client, ada, story):
    carry_cookie(client, ada)
    assert not client.get(story.url).cookies
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    page = client.get(story.url)
    assert "pollen.js" not in page.content.decode()
    assert page.cookies[recognition.COOKIE]["max-age"] == 0


def test_withdrawing_on_the_preference_page_deletes_the_cookie_at_once(client, ada, story):
    carry_cookie(client, ada)
    page = reverse("subscribers:preferences", args=[tokens.for_preferences(ada)])
    answer = client.post(page, {"leave": "everything"})
    assert not consent.stands(ada.subject, "pollen")
    assert answer.cookies[recognition.COOKIE]["max-age"] == 0


def test_nobody_else_gets_a_cookie(client, bruno, story):
    assert not client.get(story.url).cookies
    assert not leave(client, story).cookies


def test_what_differs_for_a_recognised_reader_is_kept_out_of_shared_caches(client, ada, story):
    carry_cookie(client, ada)
    assert "private" in client.get(story.url)["Cache-Control"]


def test_the_cookie_lives_for_a_week(client, ada, story):
    carry_cookie(client, ada)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        leave(client, story)
    assert not Grain.objects.exists()


def test_a_reader_without_the_pollen_consent_leaves_no_grain(bruno, story):
    assert gathering.record(bruno, story, Grain.Kind.READ) is None
    assert not Grain.objects.exists()


def test_withdrawing_pollen_deletes_grains_and_interests_at_once(ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    assert Interest.objects.filter(subscriber=ada).exists()
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert not Grain.objects.exists()
    assert not Interest.objects.exists()


def stray(subscriber, story):
    """What a withdrawal that was overtaken would have left behind."""
    now = timezone.now()
    Grain.objects.create(subscriber=subscriber, readable=story, kind="read", weight=1.0, at=now, day=now.date())
    Interest.objects.create(subscriber=subscriber, topic=story.topics.get(), lasting=1.0, as_of=now)


def test_grains_without_a_standing_consent_are_never_folded(ada, bruno, story):
    gathering.record(ada, story, Grain.Kind.READ)
    stray(bruno, story)
    folding.fold()
    assert [grain.subscriber for grain in Grain.objects.all()] == [ada]
    assert Interest.objects.get(subscriber=ada).lasting == pytest.approx(1.0, rel=1e-3)
    assert Interest.objects.get(subscriber=bruno).lasting == 1.0


def test_profiles_without_a_standing_consent_are_forgotten(
    ada, bruno, clara, story, django_assert_max_num_queries
):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    stray(bruno, story)
    stray(clara, story)
    # One for each table, and one for the purpose.
    with django_assert_max_num_queries(5):
        forget_profiles_without_consent()
    assert {grain.subscriber for grain in Grain.objects.all()} == {ada}
    assert {interest.subscriber for interest in Interest.objects.all()} == {ada}


def test_the_hourly_forgetting_is_scheduled(settings):
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "pollen.tasks.forget_profiles_without_consent" in tasks


def test_withdrawing_the_newsletter_leaves_the_profile_alone(ada, newsletter, story):
    gathering.record(ada, story, Grain.Kind.READ)
    consent.withdraw(ada.subject, newsletter.purpose)
    assert Grain.objects.exists()


def test_grains_expire_and_the_profile_stays(ada, story):
    with time_machine.travel("2026-06-01 12:00"):
        gathering.record(ada, story, Grain.Kind.READ)
        folding.fold()
    before = Interest.objects.get().lasting
    with time_machine.travel("2026-09-15 12:00"):
        gathering.expire()
    assert not Grain.objects.exists()
    assert Interest.objects.get().lasting == before
