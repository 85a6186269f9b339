"""One time line of all that happened with a person, and a note of everybody who looked. (Law list, line 9.)"""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Delivery
from pollen.models import Grain
from subscribers.models import ConsentEvent, PersonalView, TopicChoice
from subscribers.services import consent, history
from tests.factories import EditionFactory, StoryPageFactory, TopicFactory


def kinds(reader):
    return [moment.kind for moment in history.timeline(reader).moments]


def page_of(client, reader):
    return client.get(reverse("readers:inspect", args=[reader.pk])).content.decode()


@pytest.fixture
def lived(ada, newsletter):
    """Ada agreed, chose a topic, got a letter, read a story, and left: a day each."""
    begin = timezone.now() - timedelta(days=10)
    topic = TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Datenschutz"), stance="wanted")
    TopicChoice.objects.filter(pk=topic.pk).update(at=begin + timedelta(days=1))
    Delivery.objects.create(
        edition=EditionFactory(newsletter=newsletter),
        subscriber=ada,
        state="sent",
        personalised=True,
        sent_at=begin + timedelta(days=2),
    )
    Grain.objects.create(
        subscriber=ada,
        readable=StoryPageFactory(title="Vom Deich"),
        kind="read",
        weight=1,
        at=begin + timedelta(days=3),
        day=begin.date(),
    )
    return ada


def test_all_rooms_tell_in_one_line_the_newest_first(lived):
    moments = history.timeline(lived).moments
    assert [moment.kind for moment in moments] == ["consent", "consent", "grain", "letter", "topic"]
    assert [moment.at for moment in moments] == sorted((moment.at for moment in moments), reverse=True)
    told = " ".join(str(moment.text) for moment in moments)
    for said in ("Vom Deich", "Was wir gelernt haben", "Datenschutz", "Brief"):
        assert said in told


def test_what_somebody_reads_is_told_only_while_the_consent_to_pollen_stands(lived, pollen):
    assert "grain" in kinds(lived)
    lived.restricted_at = timezone.now()
    lived.save()
    assert "grain" not in kinds(lived)
    lived.restricted_at = None
    lived.save()
    consent.withdraw(lived.subject, pollen)
    assert "grain" not in kinds(lived)


def test_a_declaration_is_told_with_its_evidence_and_leads_to_its_entry(lived):
    [newest] = [moment for moment in history.timeline(lived).moments if "Brief" in str(moment.text)][:1]
    event = ConsentEvent.objects.get(subject=lived.subject, purpose__key="brief")
    assert newest.link == reverse("consent-ledger:inspect", args=[event.pk])
    assert any("/test/" in detail for detail in newest.details)


def test_a_long_history_is_cut_and_says_so(lived, monkeypatch):
    monkeypatch.setattr(history, "SHOWN", 2)
    line = history.timeline(lived)
    assert len(line.moments) == 2
    assert line.more
    assert [moment.kind for moment in line.moments] == ["consent", "consent"]


def test_a_letter_that_is_still_waiting_has_no_moment(bruno, newsletter):
    Delivery.objects.create(edition=EditionFactory(newsletter=newsletter), subscriber=bruno)
    assert kinds(bruno) == ["consent"]


def test_whoever_opens_the_page_of_a_reader_is_noted_and_the_next_one_sees_it(admin_client, admin_user, home, ada):
    with time_machine.travel("2026-07-01T10:00:00Z"):
        first = page_of(admin_client, ada)
    assert "pp-looks" not in first
    [view] = PersonalView.objects.all()
    assert (view.by, view.subscriber, view.what) == (admin_user, ada, "page")
    second = page_of(admin_client, ada)
    assert admin_user.username in second.partition("pp-looks")[2]
    assert "01.07.2026 12:00" in second
    assert PersonalView.objects.count() == 2


def test_the_list_of_readers_is_not_a_look_at_anybody(admin_client, home, ada):
    admin_client.get(reverse("readers:index"), {"q": "ada"})
    assert not PersonalView.objects.exists()


def test_looking_at_the_letter_of_one_reader_is_noted(admin_client, admin_user, newsletter, ada):
    edition = EditionFactory(newsletter=newsletter)
    admin_client.get(reverse("newsletters_preview", args=[edition.pk]))
    assert not PersonalView.objects.exists()
    admin_client.get(reverse("newsletters_preview", args=[edition.pk]), {"reader": ada.pk})
    assert [(view.by, view.subscriber, view.what) for view in PersonalView.objects.all()] == [
        (admin_user, ada, "preview")
    ]


@pytest.mark.parametrize("role", ["Marketers", "Editors", "Authors", "Operators"])
@pytest.mark.parametrize("name", ["readers:inspect", "readers:proof"])
def test_marketers_and_editors_see_no_single_reader(client, django_user_model, home, ada, role, name):
    user = django_user_model.objects.create_user("mara", password="x")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(reverse(name, args=[ada.pk])).status_code == 302
    assert not PersonalView.objects.exists()


def test_the_page_is_not_kept_by_browsers_or_proxies(admin_client, home, ada):
    assert "no-store" in admin_client.get(reverse("readers:inspect", args=[ada.pk]))["Cache-Control"]
