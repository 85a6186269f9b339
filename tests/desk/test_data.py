"""Access and portability (GDPR Art. 15, 20): a link behind which everything lies, made when it is fetched."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from desk.models import Case, CaseEntry, Letter, Step
from desk.services import writing
from subscribers.services import erasure
from tests.desk.conftest import link_in, mails_to


@pytest.fixture
def data_mail(ask_from_preferences, ada, outbox):
    ask_from_preferences(ada, "access")
    return next(mail for mail in mails_to(outbox, "ada@example.org") if "/daten/" in mail.body)


def test_the_link_is_mailed_at_once_and_nothing_is_attached(data_mail):
    assert not data_mail.attachments
    assert "7 Tage" in data_mail.body
    assert Case.objects.get().steps.get(key=Step.Key.GATHER).result == Step.Result.DONE


def test_looking_at_the_link_gives_nothing_away(data_mail, client):
    page = client.get(link_in(data_mail, "daten"))
    assert page.status_code == 200
    assert "Lindgren" not in page.content.decode()
    assert "ada@" not in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert not CaseEntry.objects.filter(what=CaseEntry.What.FETCHED).exists()


def test_the_file_holds_everything_and_the_fetching_is_noted(data_mail, client):
    response = client.post(link_in(data_mail, "daten"), {"as": "json"})
    said = json.loads(response.content)
    assert "attachment" in response.headers["Content-Disposition"]
    assert {holding["key"] for holding in said["held"]} >= {"cases"}
    assert "ada@example.org" in response.content.decode()
    assert CaseEntry.objects.filter(what=CaseEntry.What.FETCHED).count() == 1


def test_the_page_to_read_holds_it_too(data_mail, client):
    response = client.post(link_in(data_mail, "daten"), {"as": "html"})
    assert response.headers["Content-Type"].startswith("text/html")
    assert "ada@example.org" in response.content.decode()


def test_an_old_link_shows_nothing_and_can_be_renewed_to_the_persons_address_alone(
    data_mail, client, worker, outbox
):
    link = link_in(data_mail, "daten")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.get(link).status_code == 410
        before = len(outbox)
        with worker():
            response = client.post(link, {"as": "json"})
        assert "ada@example.org" not in response.content.decode()
        [mail] = outbox[before:]
        assert mail.to == ["ada@example.org"]
        assert client.get(link_in(mail, "daten")).status_code == 200
        for _time in range(5):
            with worker():
                client.post(link)
    assert Letter.objects.filter(kind=Letter.Kind.DATA).count() == 4


def test_after_an_erasure_the_link_opens_nothing(data_mail, client, ada, worker):
    with worker():
        erasure.erase(ada, via="preferences")
    assert client.post(link_in(data_mail, "daten"), {"as": "json"}).status_code == 404


def test_a_stranger_learns_that_nothing_is_held(ask, confirm, outbox, at_desk):
    ask("access")
    confirm()
    case = Case.objects.get()
    assert case.steps.get(key=Step.Key.GATHER).result == Step.Result.NO_READER
    assert not [mail for mail in outbox if "/daten/" in mail.body]
    page = at_desk("desk_step", case.pk, "elsewhere", do="tick", note="nichts").content.decode()
    assert "Antwort schreiben" in page
    assert "nichts über Sie außer dieser Anfrage" in writing.draft(case, Letter.Kind.ANSWER)


def test_what_the_desk_holds_is_in_the_file(ask_from_preferences, ada, client, outbox):
    ask_from_preferences(ada, "rectification", text="Ich heiße jetzt Lund.")
    ask_from_preferences(ada, "portability")
    mail = next(mail for mail in outbox if "/daten/" in mail.body)
    said = json.loads(client.post(link_in(mail, "daten"), {"as": "json"}).content)
    [cases] = [holding["rows"] for holding in said["held"] if holding["key"] == "cases"]
    assert len(cases) == 2
    assert "Ich heiße jetzt Lund." in json.dumps(cases, ensure_ascii=False)
