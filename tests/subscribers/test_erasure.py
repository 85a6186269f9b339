"""Erasure reaches everything (GDPR Art. 17; privacy.md line 11)."""

import stat
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from wagtail.models import ReferenceIndex

from contributions.models import Contribution, Notice, Picture
from newsletters import outbox as letters_on_disk
from newsletters.models import Delivery, Edition
from newsletters.services import dispatch, sending
from pollen import recognition
from pollen.models import Grain, Interest
from segments.models import Export
from subscribers import personal_data
from subscribers.models import (
    AddressChange,
    ConsentEvent,
    LinkRequest,
    PersonalView,
    Receipt,
    SignUp,
    Subscriber,
    SuppressedAddress,
    TopicChoice,
)
from subscribers.services import erasure, erasure_notes, receipts, suppression
from subscribers.services.purposes import publication_purpose
from tests.factories import EditionFactory, PostcardPageFactory, StoryPageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "apart" / "erasures.log"
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.ERASURES_FILE


@pytest.fixture
def everything(ada, bruno):
    """Something of Ada in every room."""
    story, topic = StoryPageFactory(topics=["Recht"]), TopicFactory(label_de="Recht")
    Grain.objects.create(subscriber=ada, readable=story, kind="read", weight=1, day=timezone.localdate())
    Interest.objects.create(subscriber=ada, topic=topic, acute=1, as_of=timezone.now())
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    SignUp.objects.create(email="Ada@example.org")
    LinkRequest.objects.create(email="ada@example.org")
    AddressChange.objects.create(subscriber=ada, email="ada.neu@example.org")
    PersonalView.objects.create(subscriber=ada, what="history")
    Delivery.objects.create(edition=EditionFactory(), subscriber=ada, picks=[{"readable": story.pk}])
    subjects = [str(ada.subject), str(bruno.subject)]
    purpose = publication_purpose()
    Export.objects.create(topic=topic, purpose=purpose, subjects=subjects)
    sent_in = {"email": "ada@example.org", "name": "Ada", "wording": purpose.wording("de")}
    picture = Picture.objects.create(content=b"jpeg", width=1, height=1)
    waiting = Contribution.objects.create(kind="postcard", text="Noch nicht.", picture=picture, **sent_in)
    waiting.notices.create(kind=Notice.Kind.CONFIRM)
    Contribution.objects.create(kind="postcard", state="published", page=PostcardPageFactory(), **sent_in)
    return ada


def erase(reader, worker, **said):
    with worker():
        return erasure.erase(reader, via="preferences", **said)


def test_nothing_is_left_in_any_room(everything, worker, outbox):
    erase(everything, worker)
    stranger = Subscriber(email="ada@example.org", subject=everything.subject)
    left = {holding.key: rows for holding in personal_data.holdings() if (rows := holding.collect(stranger))}
    assert set(left) == {"consents"}
    for model in (
        Grain,
        Interest,
        TopicChoice,
        Delivery,
        SignUp,
        LinkRequest,
        AddressChange,
        PersonalView,
        Picture,
    ):
        assert not model.objects.exists(), model
    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    assert not ReferenceIndex.objects.filter(
        base_content_type__model__in=["grain", "interest", "delivery"]
    ).exists()


def test_the_row_in_the_log_of_exports_no_longer_says_who_it_was(everything, bruno, worker):
    erase(everything, worker)
    assert Export.objects.get().subjects == ["erased", str(bruno.subject)]


def test_a_published_card_stays_and_nobody_knows_any_more_who_sent_it(everything, worker, outbox):
    erase(everything, worker)
    published = Contribution.objects.get()
    assert (published.email, published.name) == ("", "")
    assert published.page.live
    assert "published, with the name that was given" in outbox[0].body or "veröffentlicht" in outbox[0].body


def test_every_consent_is_withdrawn_and_the_ledger_keeps_it_under_a_pseudonym_of_nobody(ada, worker):
    erase(ada, worker)
    events = ConsentEvent.objects.filter(subject=ada.subject)
    assert sorted(event.kind for event in events) == ["granted", "granted", "withdrawn", "withdrawn"]
    assert [event.evidence for event in events if event.kind == "withdrawn"] == [{"form": "preferences"}] * 2


def test_the_address_is_kept_as_a_hash_alone(ada, worker):
    erase(ada, worker)
    entry = suppression.find("Ada@example.org ")
    assert entry.reason == SuppressedAddress.Reason.ERASED
    assert "ada" not in str(vars(entry))


def test_the_receipt_says_what_was_erased_what_stays_and_why(everything, worker, outbox):
    said = erase(everything, worker)
    assert {"reader", "grains", "interests", "deliveries", "contributions"} <= {
        row["key"] for row in said["erased"]
    }
    assert next(row["count"] for row in said["erased"] if row["key"] == "contributions") == 2
    assert [row["key"] for row in said["stays"]] == ["reader", "consents", "contributions"]
    [mail] = outbox
    assert mail.to == ["ada@example.org"]
    for row in said["stays"]:
        assert " ".join(row["why"].split()) in " ".join(mail.body.split())


def test_the_receipt_is_the_last_that_knows_the_address(ada, worker, outbox):
    erase(ada, worker)
    assert len(outbox) == 1
    assert not Receipt.objects.exists()


def test_nobody_is_told_of_what_was_never_there(bruno, worker, outbox):
    said = erase(bruno, worker)
    assert [row["key"] for row in said["erased"]] == ["reader"]
    assert [row["key"] for row in said["stays"]] == ["reader", "consents"]


def test_a_receipt_that_the_server_refuses_for_good_is_given_up(ada, worker, monkeypatch):
    def refuse(*_args):
        raise receipts.mail.MailRefused("550")

    monkeypatch.setattr(receipts.mail, "send_mail", refuse)
    erase(ada, worker)
    assert not Receipt.objects.exists()


def test_a_receipt_waits_for_a_server_that_is_away_and_is_sent_later(ada, worker, monkeypatch, outbox):
    def defer(*_args):
        raise receipts.mail.MailDeferred("451")

    with monkeypatch.context() as patch:
        patch.setattr(receipts.mail, "send_mail", defer)
        erase(ada, worker)
    [receipt] = Receipt.objects.all()
    assert receipt.attempts == 1
    assert receipt.due_at > timezone.now()
    Receipt.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    receipts.send_due_receipts()
    assert [mail.to for mail in outbox] == [["ada@example.org"]]


def test_erasing_twice_is_harmless(ada, worker, outbox):
    erase(ada, worker)
    again = erase(ada, worker)
    assert again["erased"] == []
    assert len(outbox) == 1


def test_the_file_of_erasures_holds_hashes_and_is_for_its_owner_alone(ada, worker, erasures):
    erase(ada, worker)
    address, subject = erasure_notes.read(erasures)
    assert address.digest == suppression.digests("ada@example.org")[0][0]
    assert (address.of, subject.of) == ("address", "subject")
    assert stat.S_IMODE(erasures.stat().st_mode) == 0o600
    assert "ada" not in erasures.read_text()
    assert ada.subject.hex not in erasures.read_text()


def test_what_cannot_be_noted_is_not_done(ada, settings, tmp_path, worker):
    settings.ERASURES_FILE = tmp_path
    with pytest.raises(OSError, match="directory"):
        erasure.erase(ada, via="preferences")
    assert Subscriber.objects.filter(pk=ada.pk).exists()
    assert not SuppressedAddress.objects.exists()


def test_letters_in_the_outbox_on_disk_are_deleted(ada, bruno, worker, settings):
    for to in ("ada@example.org", "Bruno Voss <bruno@example.org>", "Ada <ADA@example.org>"):
        letters_on_disk.OutboxBackend().send_messages([EmailMessage("Brief", "…", to=[to])])
    erase(ada, worker)
    [left] = letters_on_disk.names()
    assert "bruno@example.org" in letters_on_disk.read(left).message["To"]


def test_a_letter_in_the_queue_is_not_sent(ada, bruno, worker, outbox):
    edition = EditionFactory(state=Edition.State.PREPARING, pins=[StoryPageFactory()])
    sending.prepare(edition.pk)
    erase(ada, worker, receipt=False)
    sending.deliver_batch(edition.pk)
    assert [mail.to for mail in outbox] == [["bruno@example.org"]]


def test_a_worker_in_the_middle_of_a_batch_neither_mails_nor_stumbles(ada, bruno, worker, outbox):
    edition = EditionFactory(state=Edition.State.PREPARING, pins=[StoryPageFactory()])
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    claimed = sending._claim(edition)
    assert {row.subscriber.email for row in claimed} == {"ada@example.org", "bruno@example.org"}
    erase(ada, worker, receipt=False)
    dispatch.send(edition, claimed)
    assert [mail.to for mail in outbox] == [["bruno@example.org"]]
    assert edition.deliveries.get().state == Delivery.State.SENT


def test_the_cookie_of_somebody_who_was_erased_recognises_nobody_and_is_taken_back(ada, worker, client, home):
    response = client.get("/")
    recognition.remember(response, ada)
    client.cookies[recognition.COOKIE] = response.cookies[recognition.COOKIE].value
    erase(ada, worker)
    response = client.get("/")
    assert response.cookies[recognition.COOKIE].value == ""
    assert not Grain.objects.exists()


def test_whoever_only_signed_up_or_sent_something_in_can_be_erased_too(publisher, worker, outbox):
    SignUp.objects.create(email="dora@example.org")
    with worker():
        said = erasure.erase_address("dora@example.org", via="desk")
    assert [row["key"] for row in said["erased"]] == ["sign_ups"]
    assert not SignUp.objects.exists()
    assert suppression.find("dora@example.org")
    assert [mail.to for mail in outbox] == [["dora@example.org"]]
