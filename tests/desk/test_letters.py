"""Letters of the desk: drafted, seen, and sent once; in the person's language and form of address."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings as conf
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone

from desk.models import Case, CaseEntry, Letter
from desk.services import identity, mailing, writing
from tests.desk.conftest import mails_to

Kind = Letter.Kind
CHANCES = [
    (kind, language, address)
    for kind in Kind
    for language, address in [("de", "sie"), ("de", "du"), ("en", "sie")]
]


@pytest.fixture
def case(type_in, henrike, worker) -> Case:
    case = type_in("complaint", name="Dora Nissen", text="Zu viele Briefe.")
    with worker():
        identity.seen(case.pk, henrike, "bekannt")
    case.refresh_from_db()
    return case


def test_a_letter_is_seen_before_it_is_sent(case, at_desk, client, outbox):
    before = len(outbox)
    page = at_desk("desk_letter", case.pk, "question", words="Welcher <b>Brief</b> war es?", preview="1")
    assert "Welcher &amp;lt;b&amp;gt;Brief" in page.content.decode()
    assert "sandbox" in page.content.decode()
    assert len(outbox) == before
    assert not case.letters.filter(kind=Kind.QUESTION).exists()


def test_it_begins_with_a_draft_and_the_draft_alone_is_not_sent(case, at_desk, client, outbox):
    path = reverse("desk_letter", args=[case.pk, "refusal"])
    draft = writing.draft(case, Kind.REFUSAL)
    at_desk("desk_note", case.pk, text="x")
    assert "Der Grund:" in client.get(path).content.decode()
    response = at_desk("desk_letter", case.pk, "refusal", words=draft, send="1")
    assert response.status_code == 422
    assert not case.letters.filter(kind=Kind.REFUSAL).exists()


def test_a_refusal_names_the_reason_and_the_way_to_the_authority(type_in, at_desk, publisher, outbox):
    publisher.supervisory_authority = "ULD, Holstenstraße 98, 24103 Kiel"
    publisher.save()
    case = type_in("access")
    at_desk("desk_letter", case.pk, "refusal", words="Sie fragen zum zehnten Mal in dieser Woche.", send="1")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (Case.State.REFUSED, Case.Outcome.REFUSED)
    mail = mails_to(outbox, "dora@example.org")[-1]
    for part in (mail.body, mail.alternatives[0][0]):
        assert "zum zehnten Mal" in part
        assert "Aufsichtsbehörde" in part or "aufsichtsbehörde" in part
        assert "Art. 77" in part
        assert "Holstenstraße 98" in part


def test_a_question_is_not_answered_with_the_law(case, at_desk, outbox):
    at_desk("desk_step", case.pk, "look_into", do="tick")
    at_desk("desk_letter", case.pk, "answer", words="Es war ein Versehen.", outcome="answered", send="1")
    mail = mails_to(outbox, "dora@example.org")[-1]
    assert "Es war ein Versehen." in mail.body
    assert "Art. 77" not in mail.body
    case.refresh_from_db()
    assert case.outcome == Case.Outcome.ANSWERED


@pytest.mark.parametrize(("kind", "language", "address"), CHANCES)
def test_every_letter_exists_in_both_languages_and_forms_of_address(case, kind, language, address):
    case.language, case.form_of_address, case.kind = language, address, "access"
    case.save()
    letter = writing.preview(case, kind, "Ein Satz.")
    assert case.number in letter.subject
    assert case.number in letter.text
    assert "Pollenpost Verlag, Am Alten Hafen 3, 25813 Husum" in letter.text
    assert "\n\n\n\n" not in letter.text
    if kind in Letter.WRITTEN:
        assert writing.draft(case, kind)
        assert "Ein Satz." in letter.text
    german = letter.text.partition("--")[0]
    if language == "en":
        assert not {" wir ", " Ihre ", " deine "} & {f" {word} " for word in german.split()}
    elif address == "du":
        assert not {"Sie", "Ihre", "Ihrer", "Ihnen"} & set(german.replace(",", " ").split())


@pytest.mark.parametrize("kind", list(Case.Kind))
def test_every_kind_has_a_draft_of_the_answer(case, kind):
    Case.objects.filter(pk=case.pk).update(kind=kind)
    case.refresh_from_db()
    assert writing.draft(case, Kind.ANSWER)


def test_a_letter_is_sent_once_however_often_the_job_comes(case, outbox):
    letter = case.letters.get(kind=Kind.RECEIVED)
    for _time in range(3):
        mailing.send_letter(letter.pk)
    assert len([mail for mail in outbox if "Angekommen" in mail.subject]) == 1


def test_without_an_imprint_it_waits(type_in, at_desk, publisher, outbox):
    publisher.postal_address = ""
    publisher.save()
    case = type_in()
    at_desk("desk_identity", case.pk, do="ask")
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.claimed_at, letter.attempts) == (None, None, 1)
    assert letter.due_at > timezone.now()
    assert not outbox


def test_a_letter_that_is_refused_stands_in_the_log(type_in, at_desk, settings, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise SMTPRecipientsRefused({"dora@example.org": (550, b"no such user")})

    monkeypatch.setattr(django_mail.EmailMultiAlternatives, "send", refuse)
    case = type_in()
    page = at_desk("desk_identity", case.pk, do="ask").content.decode()
    assert case.entries.filter(what=CaseEntry.What.LETTER_FAILED, about="identity").exists()
    assert Letter.objects.get().refused_at
    assert page


def test_without_an_address_staff_send_it_on_paper(type_in, henrike, at_desk, outbox):
    case = type_in("question", email="", name="Karl Thiel")
    at_desk("desk_identity", case.pk, do="seen", how="steht vor mir")
    page = at_desk("desk_letter", case.pk, "answer", words="Heft 3 kommt im März.", outcome="answered", send="1")
    assert "auf Papier" in page.content.decode()
    assert not outbox
    assert all(letter.by_post and letter.sent_at for letter in case.letters.all())


def test_a_letter_goes_to_the_readers_newest_address(ask_from_preferences, ada, at_desk, outbox):
    ask_from_preferences(ada, "rectification")
    ada.email = "ada.lund@example.org"
    ada.save()
    case = Case.objects.get()
    at_desk("desk_letter", case.pk, "question", words="Wie heißen Sie jetzt?", send="1")
    assert outbox[-1].to == ["ada.lund@example.org"]


def test_there_are_templates_for_each_kind():
    folder = conf.ROOT / "templates" / "emails"
    for kind in Kind:
        for name in ("subject.txt", "body.txt", "body.mjml"):
            assert (folder / f"desk_{kind}" / name).exists()
    assert all((folder / f"desk_{kind}" / "draft.txt").exists() for kind in Letter.WRITTEN)
