"""«Meinten Sie …?»: slips in the domains of large providers, asked about once and never decided for anybody."""

import re

import pytest

from subscribers.models import SignUp
from subscribers.services.typing_hints import PROVIDERS, suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmial.con", "gmail.com"),
        ("gmail.de", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmx.ed", "gmx.de"),
        ("gmx.nte", "gmx.net"),
        ("gnx.de", "gmx.de"),
        ("web.ed", "web.de"),
        ("wbe.de", "web.de"),
        ("t-online.e", "t-online.de"),
        ("tonline.de", "t-online.de"),
        ("t-onlnie.de", "t-online.de"),
        ("outlok.com", "outlook.com"),
        ("outlook.ed", "outlook.de"),
        ("hotmial.com", "hotmail.com"),
        ("yaho.de", "yahoo.de"),
        ("icloud.cm", "icloud.com"),
        ("freent.de", "freenet.de"),
        ("posteo.d", "posteo.de"),
    ],
)
def test_a_slip_of_the_finger_is_noticed(typed, meant):
    assert suggestion(f"dora@{typed}") == f"dora@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        *PROVIDERS,
        "mail.de",
        "ymail.com",
        "example.org",
        "pollenpost.example",
        "hotmail.dk",
        "yahoo.co.uk",
        "live.at",
        "gmx.eu",
        "we.de",
        "wer.de",
        "müller.example",
        "uni-kiel.de",
        "outlook.be",
    ],
)
def test_whoever_has_an_address_elsewhere_is_not_asked(domain):
    assert suggestion(f"dora@{domain}") == ""


@pytest.fixture
def asked_back(sign_up, brief, pollen):
    return sign_up(brief, pollen, email="Dora@GMIAL.com", name="Dora Nissen", form_of_address="du")


def fields_of(page):
    """What the form on this page would send besides its buttons."""
    html = page.content.decode()
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html):
        fields.setdefault(name, []).append(value)
    return fields, re.findall(r'<button[^>]*name="email" value="([^"]+)"', html)


def test_the_first_time_the_page_asks_back_and_nothing_is_noted(asked_back, outbox):
    assert asked_back.status_code == 200
    assert "<script" not in asked_back.content.decode()
    assert fields_of(asked_back)[1] == ["dora@gmail.com", "dora@gmial.com"]
    assert not SignUp.objects.exists()
    assert not outbox


@pytest.mark.parametrize("choice", [0, 1])
def test_either_answer_is_one_press_and_keeps_everything(
    client, worker, asked_back, brief, pollen, outbox, choice
):
    fields, buttons = fields_of(asked_back)
    with worker():
        answer = client.post("/brief/", {**fields, "email": buttons[choice]})

    assert answer.url == "/brief/gleich-fertig/"
    noted = SignUp.objects.get()
    assert noted.email == buttons[choice]
    assert (noted.name, noted.form_of_address, noted.form) == ("Dora Nissen", "du", "/brief/")
    assert {wording.purpose for wording in noted.wordings.all()} == {brief, pollen}
    assert [letter.to for letter in outbox] == [[buttons[choice]]]


def test_neither_leads_back_to_the_form_with_the_rest_kept(client, asked_back, brief):
    fields, _buttons = fields_of(asked_back)
    page = client.post("/brief/", {**fields, "more": "1"}).content.decode()

    assert 'value="Dora Nissen"' in page
    assert re.search(rf'value="{brief.wording("de").pk}"[^>]* checked', page)
    assert "gmial" not in page
    assert not SignUp.objects.exists()


def test_the_question_is_the_same_for_an_address_that_is_known(sign_up, ada):
    ada.email = "ada@gmial.com"
    ada.save()

    known, unknown = sign_up(email="ada@gmial.com"), sign_up(email="eva@gmial.com")

    assert known.status_code == unknown.status_code == 200
    assert fields_of(known)[0].keys() == fields_of(unknown)[0].keys()
