"""What readers do on the web. Words may be translated, so fields are found by their names."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from newsletters.models import Edition
from newsletters.services import clicks, links, sending
from pollen.models import Grain, Interest
from pollen.services import folding
from subscribers.models import Purpose, Subscriber, TopicChoice
from subscribers.services import consent
from tests import factories

MOST_TABS = 80


def tab_to(page, selector):
    """Presses Tab until the element has the focus: what cannot be reached that way fails."""
    for _press in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def link_in(mail, part):
    return next(url for url in re.findall(r"http://\S+", mail.body) if part in urlsplit(url).path)


def test_a_reader_signs_up_with_the_keyboard_and_confirms_by_the_link_in_the_mail(page, newsletter, outbox):
    topic = factories.TopicFactory(label_de="Datenschutz")
    letter = newsletter.purpose.wording("de")
    pollen = factories.pollen_purpose().wording("de")

    page.goto("/brief/")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    tab_to(page, "input[name=email]")
    page.keyboard.type("dora@example.org", delay=30)
    tab_to(page, f"input[name=wordings][value='{letter.pk}']")
    page.keyboard.press("Space")
    tab_to(page, f"input[name=wordings][value='{pollen.pk}']")
    page.keyboard.press("Space")
    tab_to(page, f"input[name=topics][value='{topic.pk}']")
    page.keyboard.press("Space")
    # Forms that come back within two seconds are taken for a program's.
    page.wait_for_timeout(2100)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gleich-fertig/")
    assert not Subscriber.objects.exists()

    [mail] = outbox
    assert mail.to == ["dora@example.org"]
    page.goto(link_in(mail, "bestaetigen"))
    assert not Subscriber.objects.exists()
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")

    dora = Subscriber.objects.get(email="dora@example.org")
    assert consent.standing_purposes(dora.subject) == {letter.purpose_id, pollen.purpose_id}
    assert TopicChoice.objects.get(subscriber=dora).topic == topic


def test_a_reader_chooses_topics_by_a_link_that_was_asked_for(page, ada, outbox):
    topic = factories.TopicFactory(label_de="Handwerk")

    page.goto("/brief/einstellungen/")
    page.fill("input[name=email]", ada.email)
    page.wait_for_timeout(2100)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    [mail] = outbox
    page.goto(link_in(mail, "einstellungen"))
    page.check(f"input[name=topic_{topic.pk}][value=refused], input[name='topic-{topic.pk}'][value=refused]")
    page.click("main form >> nth=0 >> button[type=submit]")
    page.wait_for_load_state("networkidle")

    assert TopicChoice.objects.get(subscriber=ada, topic=topic).stance == TopicChoice.Stance.REFUSED
    assert consent.stands(ada.subject, Purpose.POLLEN)


@pytest.fixture
def story(home):
    text = "".join(f"<p>Absatz {n}. {'Wer fragt, bekommt Antworten. ' * 12}</p>" for n in range(12))
    return factories.StoryPageFactory(title="Reihe neun", topics=["Zuhören"], body=[("paragraph", RichText(text))])


@pytest.fixture
def letter_to(newsletter, story):
    """Sends an edition to whoever agreed and gives the link to the story in a reader's letter."""

    def letter_to(reader, outbox):
        edition = factories.EditionFactory(
            newsletter=newsletter,
            pins=[story],
            free_places=0,
            state=Edition.State.SCHEDULED,
            scheduled_for=timezone.now(),
        )
        sending.start_due()
        sending.prepare(edition.pk)
        sending.deliver_batch(edition.pk)
        # Nobody clicks within seconds of the sending (newsletters/services/clicks.py).
        edition.deliveries.update(sent_at=timezone.now() - timedelta(minutes=1))
        [mail] = [mail for mail in outbox if mail.to == [reader.email]]
        found = [url for url in re.findall(r"http://\S+", mail.body) if _leads_to_story(url, story)]
        assert found, f"No link to {story.url} in:\n{mail.body}"
        return found[0]

    return letter_to


def _leads_to_story(url, story):
    path = urlsplit(url).path
    return path.startswith("/l/") or path == story.url or url == links.plain(story)


def read_to_the_end(page, url):
    page.clock.install()
    page.goto(url)
    for _screen in range(40):
        page.mouse.wheel(0, 800)
        page.clock.fast_forward(6_000)
    # Leaving the page is what reports the reading.
    page.goto("/")
    page.wait_for_load_state("networkidle")


def test_who_comes_from_a_letter_and_reads_to_the_end_leaves_a_grain(page, ada, story, letter_to, outbox):
    link = letter_to(ada, outbox)
    page.goto(link)
    clicks.judge(timezone.now() + clicks.HOLD)
    read_to_the_end(page, link)

    kinds = set(Grain.objects.filter(subscriber=ada, readable=story).values_list("kind", flat=True))
    assert kinds >= {Grain.Kind.CLICK, Grain.Kind.READ}
    folding.fold()
    assert Interest.objects.get(subscriber=ada).topic.label_de == "Zuhören"


def test_the_link_that_catches_scanners_can_be_neither_seen_nor_reached(page, ada, letter_to, outbox):
    letter_to(ada, outbox)
    [mail] = outbox
    page.set_content(re.sub(r"<img[^>]*>", "", mail.alternatives[0][0]))
    [trap] = page.locator("a").evaluate_all(
        "links => links.filter(link => /[/]l[/]/.test(link.href) && !link.textContent)"
        ".map(link => [link.getClientRects().length, link.checkVisibility(), link.tabIndex,"
        " link.focus() || document.activeElement === link])"
    )
    assert trap == [0, False, -1, False]
    assert page.locator("a[href*='/l/']:visible").count() == 1


def test_who_did_not_agree_to_pollen_leaves_nothing(page, bruno, story, letter_to, outbox):
    read_to_the_end(page, letter_to(bruno, outbox))

    assert not Grain.objects.exists()
    assert "pollen" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("path", ["/", "/magazin/", "/magazin/heft-2-26/", "/brief/", "/themen/", "/impressum/"])
def test_a_page_asks_no_foreign_host_and_complains_of_nothing(page, publisher, path):
    issue = factories.IssuePageFactory(slug="heft-2-26", topics=["Zuhören"])
    factories.ArticlePageFactory(parent=issue, topics=["Zuhören"])

    response = page.goto(path, wait_until="networkidle")

    assert response.status == 200
    assert page.locator("h1").count() == 1
