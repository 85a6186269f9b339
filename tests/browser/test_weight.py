"""What a phone with an empty cache has to load: every byte of the page, its pictures, fonts and styles."""

import gzip
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files.images import ImageFile
from pollenpost import stylesheet
from wagtail.rich_text import RichText
from wagtail_factories import ImageFactory

from editorial.marks import illustration
from tests import factories

PHONE = {"width": 375, "height": 800}
KB = 1000


def drawing(size):
    """A picture as the demo has them: large, drawn, as PNG."""
    content = BytesIO()
    illustration([], 2, size).save(content, "PNG")
    content.seek(0)
    return ImageFactory(file=ImageFile(content, name="zeichnung.png"))


@pytest.fixture
def article(publisher):
    issue = factories.IssuePageFactory(title="Wer zuhört", topics=["Zuhören"], image=drawing((900, 1200)))
    text = "".join(f"<p>Absatz {n}. {'Wer fragt, bekommt Antworten. ' * 12}</p>" for n in range(30))
    for number in range(6):
        article = factories.ArticlePageFactory(
            parent=issue,
            title=f"Hundertvier Briefe und {number}",
            topics=["Zuhören"],
            page_number=number + 4,
            image=drawing((1200, 750)),
            body=[("paragraph", RichText(text))],
        )
    for number in range(3):
        factories.StoryPageFactory(title=f"Reihe {number}", topics=["Zuhören"], image=drawing((1200, 750)))
    factories.EpisodePageFactory(title="Sechs Wochen", topics=["Zuhören"])
    factories.PostcardPageFactory(title="Bierdeckel", topics=["Zuhören"])
    return article


def weight(chromium, url):
    """Bytes over the wire by kind, after scrolling to the end, so that what is lazy counts too."""
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}

    def finished(event):
        kind = kinds.get(event["requestId"], "Other")
        weights[kind] = weights.get(kind, 0) + int(event["encodedDataLength"])

    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    context.close()
    # The server of the tests sends it as it lies there; in production it was compressed when it was collected.
    weights["Stylesheet"] = len(gzip.compress(stylesheet.bundle().encode()))
    return weights


@pytest.fixture(autouse=True)
def _kept(settings):
    """As in production, where pages are kept and sent compressed."""
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.parametrize(("page_kind", "most"), [("home", 250 * KB), ("article", 300 * KB)])
def test_a_page_weighs_little(chromium, live_server, article, page_kind, most):
    path = "/" if page_kind == "home" else article.url
    weights = weight(chromium, live_server.url + path)

    assert {"Document", "Stylesheet", "Font", "Image"} <= weights.keys()
    print(page_kind, weights, sum(weights.values()))
    assert sum(weights.values()) <= most, weights
