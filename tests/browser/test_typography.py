"""The measure and the long words, as a browser sets them."""

import pytest

from tests import factories

SENTENCE = (
    "Die Vermietung suchte in neun Ablagen, vom Buchungsprogramm bis zu den Zetteln der Hausmeister, und brauchte "
    "elf Stunden. In der achten, einem Bemerkungsfeld, stand ein Satz, den niemand dem Gast vorlesen wollte. "
)
LONG_WORD = "Kundenbeziehungsmanagementsoftware"

# The number of letters in each line of the column but the last lines of paragraphs.
LETTERS_A_LINE = """() => [...document.querySelectorAll('.prose p')].flatMap(paragraph => {
  const range = document.createRange(), lines = {};
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); )
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const [box] = range.getClientRects();
      if (box) lines[Math.round(box.bottom)] = (lines[Math.round(box.bottom)] || 0) + 1;
    }
  return Object.values(lines).slice(0, -1);
})"""


@pytest.fixture
def article(newsletter):
    body = [("paragraph", f"<p>{SENTENCE * 6}</p>"), ("heading", {"text": LONG_WORD, "level": "h2"})]
    return factories.ArticlePageFactory(title=f"{LONG_WORD} im Vergleich", body=body, page_number=4)


@pytest.mark.parametrize("width", [768, 1440, 1920])
def test_a_line_of_text_has_sixty_to_seventy_letters(page, article, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(article.url, wait_until="networkidle")
    lines = page.evaluate(LETTERS_A_LINE)
    assert len(lines) > 10
    assert 60 <= sum(lines) / len(lines) <= 70


@pytest.mark.parametrize("width", [320, 375, 768, 1440, 1920])
def test_nothing_is_wider_than_the_screen_whatever_the_words(page, article, width):
    factories.StoryPageFactory(title=LONG_WORD, standfirst=LONG_WORD * 2, topics=["Kundenbeziehungsmanagement"])
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/",
        "/magazin/",
        article.get_parent().url,
        article.url,
        "/geschichten/",
        "/themen/",
        "/rubriken/",
    ):
        page.goto(address, wait_until="load")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, address


def test_a_very_long_word_in_a_headline_is_broken_at_its_joints_only(page, article):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(article.url, wait_until="networkidle")
    lines = page.locator("h1").evaluate("""headline => {
      const range = document.createRange(), node = headline.firstChild, lines = {};
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at); range.setEnd(node, at + 1);
        const box = [...range.getClientRects()].pop();  // The first may lie before the break.
        if (box) lines[Math.round(box.top)] = (lines[Math.round(box.top)] || '') + node.data[at];
      }
      return Object.values(lines).map(line => line.replaceAll('\\u00ad', '').trim());
    }""")
    # "Kundenbeziehungs", "managementsoftware": every line but those of the short words ends at a joint.
    joints = ("Kunden", "beziehungs", "management", "software", "im", "Vergleich")
    assert len(lines) > 1
    assert all(line.endswith(joints) for line in lines), lines
