"""Retention: what, how long, why, as rules that beat keeps (privacy.md line 14)."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Delivery
from pollen.models import Grain
from segments.models import Export
from subscribers import retention, tasks
from subscribers.models import (
    AddressChange,
    LeavingReason,
    LinkRequest,
    PersonalView,
    Receipt,
    RetentionRun,
    SignUp,
)
from subscribers.retention import Rule
from subscribers.services import retaining
from tests.factories import EditionFactory, StoryPageFactory, TopicFactory

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs"


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    settings.OUTBOX_DIR = tmp_path / "outbox"


@pytest.fixture
def old_things(ada, bruno, brief):
    """One thing of each kind that is over, and one that is not."""
    story, topic = StoryPageFactory(), TopicFactory(label_de="Recht")
    for days in (2, 800):
        SignUp.objects.create(email="dora@example.org", requested_at=ago(days))
        Receipt.objects.create(kind="erased", email="emil@example.org", at=ago(days))
        LeavingReason.objects.create(purpose=brief, reason="many", on=ago(days).date())
        PersonalView.objects.create(subscriber=ada, what="history", at=ago(days))
        Export.objects.create(topic=topic, purpose=brief, at=ago(days))
        Grain.objects.create(
            subscriber=ada, readable=story, kind="read", weight=1, at=ago(days), day=ago(days).date(), folded=True
        )
        edition = EditionFactory(finished_at=ago(days), state="sent")
        edition.deliveries.create(
            subscriber=ada, state="sent", sent_at=ago(days), picks=[{"readable": story.pk}], reply="250 OK"
        )
    LinkRequest.objects.create(email="ada@example.org", requested_at=ago(1))
    AddressChange.objects.create(subscriber=bruno, email="bruno.neu@example.org", requested_at=ago(15))


OVER = {
    "sign-ups": 1,
    "receipts": 1,
    "leaving-reasons": 1,
    "looks": 1,
    "exports": 1,
    "grains": 1,
    "delivery-details": 1,
    "link-requests": 1,
    "address-changes": 1,
}


def test_a_dry_run_counts_what_is_over_and_lets_nothing_go(old_things):
    out = io.StringIO()
    call_command("retain", dry_run=True, stdout=out)
    assert {line.rule.key: line.due for line in retaining.table() if line.due} == OVER
    assert SignUp.objects.count() == 2
    assert not RetentionRun.objects.exists()
    assert all(key in out.getvalue() for key in OVER)


def test_a_pass_lets_go_exactly_what_the_dry_run_counted_and_reports_it(old_things):
    tasks.run_retention()
    report = RetentionRun.objects.get().report
    assert {key: count for key, count in report.items() if count} == OVER
    for model in (SignUp, Receipt, LeavingReason, PersonalView, Export, Grain):
        assert model.objects.count() == 1, model
    assert not LinkRequest.objects.exists()
    assert not AddressChange.objects.exists()
    assert {line.due for line in retaining.table()} == {0}


def test_of_a_letter_sent_long_ago_only_that_it_was_sent_stays(old_things):
    retaining.run()
    old, young = Delivery.objects.order_by("sent_at")
    assert (old.picks, old.reply, old.state) == ([], "", "sent")
    assert old.sent_at
    assert young.picks


def test_whose_processing_is_restricted_keeps_everything(old_things, ada):
    ada.restricted_at = timezone.now()
    ada.save()
    retaining.run()
    assert Delivery.objects.order_by("sent_at").first().picks
    assert Grain.objects.count() == 2


def test_a_rule_that_fails_is_named_and_stops_no_other(old_things, monkeypatch):
    def broken():
        raise RuntimeError("out of order")

    rule = Rule("broken", "Etwas", "Darum", lambda: 1, broken, broken, order=0)
    monkeypatch.setitem(retention._rules, "broken", rule)
    with pytest.raises(CommandError, match="broken"):
        call_command("retain", stdout=io.StringIO())
    report = RetentionRun.objects.get().report
    assert report["broken"] == retaining.FAILED
    assert report["sign-ups"] == 1


def test_every_rule_says_what_how_long_and_why():
    for rule in retention.rules():
        assert str(rule.what), rule.key
        assert str(rule.why), rule.key
        assert rule.days() >= 0, rule.key


def test_every_rule_belongs_to_an_activity_and_every_activity_names_rules_that_exist():
    rules = {rule.key for rule in retention.rules()}
    named = {key for activity in retention.activities() for key in activity.rules}
    assert named == rules


def test_counting_changes_nothing_however_often(old_things):
    assert [line.due for line in retaining.table()] == [line.due for line in retaining.table()]


def test_the_admin_shows_the_rules_and_the_last_pass(admin_client, old_things, home):
    retaining.run()
    page = admin_client.get(reverse("retention:index")).content.decode()
    for rule in retention.rules():
        assert str(rule.what) in page.replace("&#x27;", "'")
    assert "example.org" not in page


@pytest.mark.parametrize(
    ("role", "status"), [("Editors in chief", 200), ("Operators", 200), ("Marketers", 302), ("Editors", 302)]
)
def test_the_rules_are_for_chiefs_and_operators(client, home, member_of, role, status):
    client.force_login(member_of(role))
    assert client.get(reverse("retention:index")).status_code == status


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "record-of-processing.md"), ("de", "verzeichnis-von-verarbeitungstaetigkeiten.md")],
)
def test_the_record_of_processing_is_up_to_date(language, name):
    """Run `manage.py record_of_processing --write` and commit what it wrote."""
    out = io.StringIO()
    call_command("record_of_processing", language=language, placeholder=True, stdout=out)
    assert (DOCS / name).read_text() == out.getvalue()


def test_the_record_names_the_publisher_at_run_time(publisher):
    out = io.StringIO()
    call_command("record_of_processing", language="de", stdout=out)
    assert "Pollenpost Verlag, Am Alten Hafen 3, 25813 Husum" in out.getvalue()
    assert "post@pollenpost.example" in out.getvalue()
