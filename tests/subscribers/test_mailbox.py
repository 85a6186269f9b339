"""The mailbox: mails that unsubscribe, read from a Maildir and from an IMAP server."""

import logging
import mailbox
from datetime import timedelta
from email.header import Header

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import OperationalError
from django.utils import timezone

from subscribers import tasks
from subscribers.mailbox import rounds, unsubscribing
from subscribers.models import ConsentEvent
from subscribers.services import consent, mailed_token
from tests.factories import PurposeFactory
from tests.subscribers.imap_server import ImapServer

HANDLED, UNKNOWN = rounds.HANDLED, rounds.UNKNOWN


@pytest.fixture
def token(ada, brief):
    return mailed_token.make(ada.subject, brief.pk)


@pytest.fixture
def maildir(tmp_path, settings):
    settings.MAILBOX_URL = f"maildir://{tmp_path}/post"
    return mailbox.Maildir(tmp_path / "post")


def mail(subject, body="", **headers):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = ["From: Ada <ada@example.org>", "To: post@example.org", f"Subject: {subject}", *lines]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def in_folder(maildir, name):
    return len(maildir.get_folder(name)) if name in maildir.list_folders() else 0


def test_a_mail_with_the_token_ends_this_newsletter_alone(maildir, ada, token):
    consent.grant(ada.subject, PurposeFactory(key="monatsbrief").wording("de"))
    maildir.add(mail(f"unsubscribe {token}"))
    tasks.read_mailbox()
    assert not consent.stands(ada.subject, "brief")
    assert consent.stands(ada.subject, "monatsbrief")
    assert ConsentEvent.objects.last().evidence == {"form": "mail"}
    assert (len(maildir), in_folder(maildir, HANDLED)) == (0, 1)


def folded(token):
    return f"Re: unsubscribe\r\n {token[:30]}\r\n {token[30:]}"


@pytest.mark.parametrize(
    "write",
    [
        lambda token: mail(f"Re: unsubscribe {token}"),
        lambda token: mail(f"AW: WG: unsubscribe {token.lower()}"),
        lambda token: mail(f"Re:unsubscribe{token}Von meinem Telefon gesendet"),
        lambda token: mail(folded(token)),
        lambda token: mail(Header(f"Ré: unsubscribe {token}", "utf-8").encode()),
        lambda token: mail(f"=?utf-8?q?unsubscribe_{token}?="),
        lambda token: mail(
            "Abbestellen", f"Bitte nicht mehr.\r\n\r\n> unsubscribe {token[:40]}\r\n> {token[40:]}\r\n"
        ),
        lambda token: mail(
            "",
            f"<p>&gt; unsubscribe <b>{token}</b></p>",
            MIME_Version="1.0",
            Content_Type="text/html; charset=utf-8",
        ),
    ],
    ids=[
        "reply",
        "passed on",
        "glued",
        "folded",
        "base64",
        "quoted-printable",
        "quoted in the body",
        "html alone",
    ],
)
def test_what_mail_programs_and_telephones_make_of_the_subject_is_understood(maildir, ada, token, write):
    maildir.add(write(token))
    assert rounds.read_mailbox() == {HANDLED: 1}
    assert not consent.stands(ada.subject, "brief")


def test_a_token_that_was_not_made_here_ends_nothing(maildir, ada, token, settings):
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:40], "1" + "A" * 56, ""):
        maildir.add(mail(f"unsubscribe {wrong}"))
    assert rounds.read_mailbox() == {UNKNOWN: 4}
    settings.SECRET_KEY = "another"
    maildir.add(mail(f"unsubscribe {token}"))
    assert rounds.read_mailbox() == {UNKNOWN: 1}
    assert consent.stands(ada.subject, "brief")


def test_a_token_outlives_its_key_while_that_is_a_fallback(maildir, ada, token, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old]
    maildir.add(mail(f"unsubscribe {token}"))
    rounds.read_mailbox()
    assert not consent.stands(ada.subject, "brief")


def test_a_bounce_that_carries_the_headers_of_the_letter_unsubscribes_nobody(maildir, ada, token):
    header = f"List-Unsubscribe: <mailto:post@example.org?subject=unsubscribe%20{token}>"
    report = 'multipart/report; report-type=delivery-status; boundary="b"'
    maildir.add(mail("Undelivered", f"--b\r\n\r\n{header}\r\n--b--", MIME_Version="1.0", Content_Type=report))
    maildir.add(mail("failure notice", f"Sorry.\r\n{header}\r\n", Return_Path="<>"))
    maildir.add(mail("Bin verreist", f"> unsubscribe {token}\r\n", Auto_Submitted="auto-replied"))
    maildir.add(mail("WG: Ihr Brief", f"Sehen Sie mal:\r\n\r\n{header}\r\n"))
    assert rounds.read_mailbox() == {UNKNOWN: 4}
    assert consent.stands(ada.subject, "brief")


def test_broken_messages_are_put_aside_and_stop_nobody_behind_them(maildir, ada, token, caplog):
    caplog.set_level(logging.INFO)
    maildir.add(b"")
    maildir.add(b"\xff\xfe\x00 no header at all \x80")
    maildir.add(mail("=?utf-8?b?////?=", Content_Type='multipart/mixed; boundary=""'))
    maildir.add(mail("=?no-such-charset?q?x?=", "\udcff", Content_Type="text/plain; charset=no-such"))
    maildir.add(mail(f"unsubscribe {token}"))
    assert rounds.read_mailbox() == {UNKNOWN: 4, HANDLED: 1}
    assert not consent.stands(ada.subject, "brief")
    assert "ada" not in caplog.text


def test_each_message_is_handled_once(maildir, ada, brief, token):
    maildir.add(mail(f"unsubscribe {token}"))
    rounds.read_mailbox()
    consent.grant(ada.subject, brief.wording("de"))
    assert not rounds.read_mailbox()
    assert consent.stands(ada.subject, "brief")


def test_a_mail_of_somebody_who_left_or_was_erased_is_done_with(maildir, ada, brief, token):
    consent.withdraw(ada.subject, brief)
    before = ConsentEvent.objects.count()
    maildir.add(mail(f"unsubscribe {token}"))
    ada.delete()
    assert rounds.read_mailbox() == {HANDLED: 1}
    assert ConsentEvent.objects.count() == before


def test_a_database_that_is_away_leaves_the_mail_for_the_next_pass(maildir, ada, token, monkeypatch):
    def locked(_message):
        raise OperationalError("database is locked")

    maildir.add(mail(f"unsubscribe {token}"))
    with monkeypatch.context() as broken:
        broken.setattr(rounds, "HANDLERS", [locked])
        with pytest.raises(OperationalError):
            rounds.read_mailbox()
    assert [unsubscribing.handle] == rounds.HANDLERS
    assert rounds.read_mailbox() == {HANDLED: 1}


def test_a_pass_takes_no_more_than_it_may(maildir, token, monkeypatch):
    monkeypatch.setattr(rounds, "MOST_MESSAGES", 2)
    for _n in range(3):
        maildir.add(mail("Moin"))
    assert [sum(rounds.read_mailbox().values()) for _n in range(3)] == [2, 1, 0]


def test_what_was_handled_is_forgotten_after_a_month_and_the_unknown_is_left(maildir, token):
    maildir.add(mail(f"unsubscribe {token}"))
    maildir.add(mail("Moin"))
    rounds.read_mailbox()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        rounds.read_mailbox()
    assert in_folder(maildir, HANDLED) == 1
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        rounds.read_mailbox()
    assert (in_folder(maildir, HANDLED), in_folder(maildir, UNKNOWN)) == (0, 1)


def test_without_a_mailbox_nothing_happens(db, settings):
    settings.MAILBOX_URL = ""
    assert not rounds.read_mailbox()


@pytest.fixture(params=[("MOVE", "UIDPLUS"), ("UIDPLUS",), ()], ids=["new", "older", "old"])
def imap(request, settings):
    with ImapServer(request.param) as server:
        settings.MAILBOX_URL = server.url()
        yield server


def test_an_imap_server_is_read_and_tidied_whatever_it_can(imap, ada, token):
    imap.receive(mail("Moin"))
    imap.receive(mail(f"unsubscribe {token}"))
    assert rounds.read_mailbox() == {UNKNOWN: 1, HANDLED: 1}
    assert not consent.stands(ada.subject, "brief")
    assert imap.subjects("INBOX") == []
    assert imap.subjects(UNKNOWN) == ["Moin"]
    assert imap.subjects(HANDLED) == [f"unsubscribe {token}"]
    assert not rounds.read_mailbox()


def test_a_message_that_the_server_does_not_let_go_stops_nobody_behind_it(imap, ada, token):
    imap.refused.add(imap.receive(mail("Moin")))
    imap.receive(mail(f"unsubscribe {token}"))
    assert rounds.read_mailbox() == {HANDLED: 1}
    assert not consent.stands(ada.subject, "brief")


def test_the_handled_are_forgotten_on_a_server_too(imap, db):
    imap.receive(mail("alt"), HANDLED, came=timezone.localdate() - timedelta(days=32))
    imap.receive(mail("jung"), HANDLED, came=timezone.localdate() - timedelta(days=5))
    rounds.read_mailbox()
    assert imap.subjects(HANDLED) == ["jung"]


def test_a_server_that_keeps_folders_below_the_inbox_gets_them_there(settings, ada, token):
    with ImapServer(below_the_inbox=True) as server:
        settings.MAILBOX_URL = server.url()
        server.receive(mail(f"unsubscribe {token}"))
        assert rounds.read_mailbox() == {HANDLED: 1}
        assert server.subjects(f"INBOX.{HANDLED}") == [f"unsubscribe {token}"]


def test_a_wrong_password_is_reported_and_not_repeated(settings, db, caplog):
    with ImapServer() as server:
        settings.MAILBOX_URL = server.url(password="geheim")
        assert not rounds.read_mailbox()
    assert "MAILBOX_URL" in caplog.text
    assert "geheim" not in caplog.text


def test_a_server_that_is_away_is_no_error(settings, db):
    with ImapServer() as server:
        settings.MAILBOX_URL = server.url()
    assert not rounds.read_mailbox()


def test_a_mailbox_that_cannot_be_is_named_with_what_to_do(settings, db, caplog, tmp_path):
    for url in ("ftp://x", "imap://", "maildir:"):
        settings.MAILBOX_URL = url
        assert [found.id for found in run_checks() if found.id.startswith("subscribers.E")] == ["subscribers.E001"]
        assert not rounds.read_mailbox()
    settings.MAILBOX_URL = f"maildir://{tmp_path}/nowhere"
    assert not rounds.read_mailbox()
    assert not (tmp_path / "nowhere").exists()
    assert "There is no Maildir" in caplog.text
