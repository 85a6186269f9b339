import re
from pathlib import Path

import pytest
from django.conf import settings

from subscribers import mail, tasks
from subscribers.models import LinkRequest, SignUp
from subscribers.services import mailing

MJML = sorted((Path(settings.ROOT) / "templates" / "emails").rglob("*.mjml"))

# mrml passes unknown elements through in silence, and the letter then falls apart in the mail program.
ELEMENTS = {
    *(
        "mjml",
        "mj-head",
        "mj-title",
        "mj-preview",
        "mj-raw",
        "mj-attributes",
        "mj-all",
        "mj-class",
        "mj-style",
    ),
    *("mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column"),
    *("mj-text", "mj-button", "mj-divider", "mj-spacer", "mj-image", "mj-table"),
    *("meta", "a", "b", "strong", "em", "i", "br", "span", "p", "tr", "td", "th", "ul", "ol", "li", "img"),
}


@pytest.fixture
def letters(ada, client, brief, worker, outbox):
    signup = SignUp.objects.create(email="dora@example.org", name="Dora <b>Nissen", form="/brief/")
    signup.wordings.add(brief.wording("de"))
    tasks.send_confirmation(signup.pk)
    tasks.answer_link_request(LinkRequest.objects.create(email=ada.email).pk)
    return outbox


def test_every_mail_names_the_publisher_and_the_postal_address_in_both_parts(letters):
    assert len(letters) == 2
    for letter in letters:
        [(html, kind)] = letter.alternatives
        assert kind == "text/html"
        for part in (letter.body, html):
            assert "Pollenpost Verlag, Am Alten Hafen 3, 25813 Husum" in part
            assert "post@pollenpost.example" in part


def test_every_mail_says_why_one_gets_it(letters):
    assert all(
        "Sie bekommen diese" in letter.body and "Sie bekommen diese" in letter.alternatives[0][0]
        for letter in letters
    )


def test_the_sender_is_the_publisher(letters):
    assert {letter.from_email for letter in letters} == {"Pollenpost Verlag <post@pollenpost.example>"}


def test_no_link_carries_an_address(letters):
    for letter in letters:
        links = re.findall(r'href="(http[^"]+)"', letter.alternatives[0][0])
        links += re.findall(r"http\S+", letter.body)
        assert links
        assert not [link for link in links if "@" in link or "example.org" in link or "%40" in link]


def test_a_mail_calls_no_host_but_our_own(letters):
    for letter in letters:
        hosts = set(re.findall(r"https?://([^/\"'\s>]+)", letter.alternatives[0][0]))
        # Names of XML vocabularies are no addresses that a mail program calls.
        assert hosts - {"www.w3.org"} == {"testserver"}
        assert set(re.findall(r'<img src="([^"]+)"', letter.alternatives[0][0])) == {
            "http://testserver/marks/pollenpost-0.png"
        }


def test_what_a_reader_typed_is_text_and_no_markup(letters):
    assert "Dora &lt;b&gt;Nissen" in letters[0].alternatives[0][0]
    assert "Dora <b>Nissen" in letters[0].body


def test_a_subject_is_one_line(letters):
    assert all("\n" not in letter.subject and letter.subject for letter in letters)


def test_a_mail_whose_row_is_gone_is_not_sent(publisher, outbox):
    mailing.send_confirmation(404)
    mailing.answer_link_request(404)
    assert not outbox


def test_nothing_is_mailed_without_an_imprint(ada, publisher, outbox):
    publisher.email = ""
    publisher.save()
    with pytest.raises(mail.ImprintIncomplete):
        mailing.answer_link_request(LinkRequest.objects.create(email=ada.email).pk)
    assert not outbox


def test_the_greeting_follows_the_form_of_address():
    assert "Ada Lindgren" in mail.greeting("Ada Lindgren", "sie")
    assert "Lindgren" not in mail.greeting("Ada Lindgren", "du")
    assert mail.greeting("", "sie")
    assert mail.greeting(" ", "du")


@pytest.mark.parametrize("path", MJML, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_of_mails_use_only_elements_that_exist(path):
    source = re.sub(r"<mj-style.*?</mj-style>", "", path.read_text(), flags=re.DOTALL)
    assert set(re.findall(r"<\s*([a-z][\w-]*)", source)) <= ELEMENTS


@pytest.mark.parametrize("path", MJML, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_of_mails_load_nothing_from_elsewhere(path):
    source = path.read_text()
    assert "http://" not in source
    assert "https://" not in source
    assert "mj-include" not in source
