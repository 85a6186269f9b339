import pytest

from subscribers.checks import what_the_wording_promises
from subscribers.models import Purpose, Wording
from subscribers.services.purposes import install_purposes, newsletter_purpose

pytestmark = pytest.mark.django_db


def test_the_pollen_purpose_is_worded_in_german_and_english():
    purpose = install_purposes()
    assert purpose.kind == Purpose.Kind.POLLEN
    for language in ("de", "en"):
        wording = purpose.wording(language)
        assert wording.language == language
        assert wording.published_at
        assert wording.yes_means
        assert wording.no_means
    assert "90\u00a0Tagen" in purpose.wording("de").yes_means
    assert "DSGVO" in purpose.wording("de").text


def test_installing_twice_changes_nothing():
    install_purposes()
    install_purposes()
    assert Purpose.objects.count() == 1
    assert Wording.objects.count() == 2


def test_a_later_wording_of_the_publisher_is_left_alone():
    purpose = install_purposes()
    Wording.objects.create(purpose=purpose, language="de", version=2, text="Unser eigener Satz.")
    install_purposes()
    assert purpose.wording("de").text == "Unser eigener Satz."


def test_each_newsletter_is_a_purpose_of_its_own():
    purpose = newsletter_purpose("der-brief", "Der Brief", "The Letter", "alle zwei Wochen", "every two weeks")
    assert purpose.kind == Purpose.Kind.NEWSLETTER
    assert "„Der Brief“" in purpose.wording("de").text
    assert "alle zwei Wochen" in purpose.wording("de").yes_means
    assert "every two weeks" in purpose.wording("en").yes_means
    assert purpose.wordings.get(language="de").text != install_purposes().wording("de").text


def test_the_wording_promises_the_days_that_are_set(settings):
    settings.GRAIN_EXPIRES_DAYS = 30
    purpose = install_purposes()
    assert "nach spätestens 30\u00a0Tagen" in purpose.wording("de").yes_means
    assert "after 30\u00a0days at the latest" in purpose.wording("en").yes_means


def test_keeping_grains_longer_than_a_published_wording_promises_is_warned_of(settings):
    settings.GRAIN_EXPIRES_DAYS = 90
    install_purposes()
    assert what_the_wording_promises(databases=["default"]) == []
    settings.GRAIN_EXPIRES_DAYS = 120
    [warning] = what_the_wording_promises(databases=["default"])
    assert "GRAIN_EXPIRES_DAYS" in warning.msg
    assert "90" in warning.msg
    settings.GRAIN_EXPIRES_DAYS = 60
    assert what_the_wording_promises(databases=["default"]) == []


def test_the_database_is_not_asked_by_a_check_that_may_not(settings):
    settings.GRAIN_EXPIRES_DAYS = 120
    install_purposes()
    assert what_the_wording_promises(databases=None) == []
