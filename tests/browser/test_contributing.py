"""A reader sends in a card: from the form, by the links in the mails, into the rack, and back."""

import re
from urllib.parse import urlsplit

from wagtail.models import Page

from contributions.models import Contribution
from subscribers.models import ConsentEvent
from subscribers.services.purposes import publication_purpose
from tests import factories
from tests.contributions.pictures import photograph


def link_in(mail, part):
    return next(url for url in re.findall(r"http://\S+", mail.body) if part in urlsplit(url).path)


def test_a_card_goes_from_the_form_into_the_rack_and_comes_back_on_request(
    page, publisher, outbox, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    rack = factories.PostcardRackPageFactory()
    publication_purpose()
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(photograph(size=(900, 640)))

    page.goto(rack.url)
    page.click("a[href$='/mitmachen/postkarte/']")
    page.set_input_files("input[name=picture]", photo)
    page.fill("input[name=picture_alt]", "Ein Kutter im Hafen.")
    page.fill("textarea[name=text]", "Wer zuhört, muss weniger rufen.")
    page.fill("input[name=name]", "Dora Nissen")
    # Forms that come back within two seconds are taken for a program's.
    page.wait_for_timeout(2100)
    page.click("button[name=preview]")
    page.wait_for_selector(".contribution-preview .postcard__statement")
    # Nothing that was typed or uploaded is lost by looking first.
    assert page.input_value("textarea[name=text]") == "Wer zuhört, muss weniger rufen."
    assert page.evaluate("document.querySelector('img.contribution-picture').naturalWidth") == 900
    page.fill("input[name=email]", "dora@example.org")
    page.check("input[name=wordings]")
    page.wait_for_timeout(2100)
    page.click("main form button.button")
    page.wait_for_url("**/mitmachen/gleich-fertig/")
    assert not Page.objects.child_of(rack).exists()

    page.goto(link_in(outbox[0], "bestaetigen"))
    page.click("main form button")
    page.wait_for_load_state("networkidle")
    card = Contribution.objects.get()
    assert card.state == Contribution.State.RECEIVED
    assert not card.page.live

    # What the editors see and do is tested in tests/contributions/.
    card.page.specific.get_latest_revision().publish()

    told = outbox[-1]
    assert told.to == ["dora@example.org"]
    page.goto(link_in(told, "ansichtskarten"))
    assert "Wer zuhört" in page.locator("main").inner_text()

    page.goto(link_in(told, "zurueckziehen"))
    page.click("main form button")
    page.wait_for_load_state("networkidle")
    page.goto(rack.url)
    assert "Wer zuhört" not in page.locator("main").inner_text()
    assert [event.kind for event in ConsentEvent.objects.all()] == ["granted", "withdrawn"]
    assert not Page.objects.child_of(rack).exists()
