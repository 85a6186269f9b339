import pytest

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
