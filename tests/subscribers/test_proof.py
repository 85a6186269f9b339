"""All declarations of one person on paper, with both steps and the proof of the chain. (Law list, line 4.)"""

import io
from datetime import UTC, datetime

import pypdf
import pytest
import time_machine
from django.urls import reverse

from subscribers.models import ConsentEvent, PersonalView, Wording
from subscribers.services import consent, proof
from tests.factories import PurposeFactory, SubscriberFactory
from tests.subscribers.tampering import tamper


def reader_of(subscriber):
    return pypdf.PdfReader(io.BytesIO(proof.proof_pdf(subscriber)))


def text_of(subscriber):
    text = " ".join(page.extract_text() for page in reader_of(subscriber).pages)
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


@pytest.fixture
def dora(newsletter):
    """Agreed in two steps, agreed to something else by an import, and left."""
    with time_machine.travel("2026-07-01T10:00:05Z"):
        dora = SubscriberFactory(email="dora@example.org", name="Dora Müller")
        brief = PurposeFactory()
        consent.grant(
            dora.subject,
            brief.wording("de"),
            form="/brief/",
            requested_at="2026-07-01T09:55:00+00:00",
            confirmed_at=datetime(2026, 7, 1, 10, 0, 5, tzinfo=UTC).isoformat(),
        )
    with time_machine.travel("2026-08-01T10:00:00Z"):
        consent.withdraw(dora.subject, brief, form="preferences")
    return dora


def test_the_proof_says_who_when_what_and_by_which_words(dora):
    text = text_of(dora)
    for said in (
        "Dora Müller",
        "dora@example.org",
        str(dora.subject),
        "Ja zu Brief.",
        "/brief/",
        "Pollenpost Verlag, Am Alten Hafen 3, 25813 Husum",
        "Deutsch",
    ):
        assert said in text


def test_both_steps_of_the_double_opt_in_are_told_to_the_second(dora):
    text = text_of(dora)
    assert "1.7.2026 11:55:00 CEST" in text
    assert "1.7.2026 12:00:05 CEST" in text


def test_the_withdrawal_stands_beside_the_consent(dora):
    text = text_of(dora)
    assert "1. Brief:" in text
    assert "2. Brief:" in text
    assert "1.8.2026 12:00:00 CEST" in text


def test_the_hashes_of_the_chain_are_printed_with_the_result_of_proving_it(dora):
    text = text_of(dora)
    for event in ConsentEvent.objects.filter(subject=dora.subject):
        assert event.hash in text.replace(" ", "")
    document = proof._document(dora)
    assert document["verdict"]["sound"]
    assert " ".join(document["verdict"]["text"].split()) in text


def test_a_broken_chain_is_said_on_the_paper(dora):
    tamper("UPDATE {event} SET kind = 'imported' WHERE id = %s", ConsentEvent.objects.earliest("pk").pk)
    verdict = proof._document(dora)["verdict"]
    assert not verdict["sound"]
    assert "1" in verdict["text"]


def test_the_file_is_tagged_and_in_the_language_of_the_reader(dora):
    pdf = reader_of(dora)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert pdf.trailer["/Root"]["/Lang"].startswith("de")
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    dora.language = "en"
    english = reader_of(dora)
    assert english.trailer["/Root"]["/Lang"].startswith("en")
    text = " ".join(english.pages[0].extract_text().split())
    assert "Proof of consent" in text
    assert "First step: requested" in " ".join(text_of(dora).split())


def test_each_wording_is_printed_as_it_was_shown_then(dora):
    brief = PurposeFactory()
    newer = Wording.objects.create(purpose=brief, language="de", version=2, text="Ja, ganz neu.")
    consent.grant(dora.subject, newer)
    text = text_of(dora)
    assert "Ja zu Brief." in text
    assert "Ja, ganz neu." in text


def test_what_the_fonts_lack_is_named_by_its_number(newsletter):
    text = text_of(SubscriberFactory(name="Dora 李", consents=["brief"]))
    assert "Dora ¤" in text
    assert "U+674E" in text


def test_nothing_somebody_wrote_is_read_as_markup(newsletter):
    assert "#panic() $x$ *a* @b" in text_of(SubscriberFactory(name="#panic() $x$ *a* @b", consents=["brief"]))


def test_a_reader_without_any_declaration_has_a_proof_of_that(newsletter):
    assert proof.proof_pdf(SubscriberFactory()).startswith(b"%PDF")


def test_an_imported_consent_without_a_wording_of_ours_is_printed_with_what_its_list_said(newsletter):
    emil = SubscriberFactory(email="emil@example.org")
    event = ConsentEvent(
        subject=emil.subject,
        purpose=newsletter.purpose,
        kind="imported",
        evidence={"form": "import", "source": "Messe Husum", "wording": "Ich will Post.", "row": 7},
    )
    from subscribers.services import ledger

    ledger.append(event)
    text = text_of(emil)
    assert "Messe Husum" in text
    assert "Ich will Post." in text


def test_staff_download_it_and_are_noted(admin_client, dora):
    answer = admin_client.get(reverse("readers:proof", args=[dora.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "dora" not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    assert [(view.subscriber, view.what) for view in PersonalView.objects.all()] == [(dora, "proof")]


def test_who_may_not_see_readers_gets_no_proof_and_leaves_no_note(client, django_user_model, dora):
    client.force_login(django_user_model.objects.create_user("edda", password="x"))
    assert client.get(reverse("readers:proof", args=[dora.pk])).status_code == 302
    assert not PersonalView.objects.exists()
