"""An issue with everything in it that a text can have, for the tests of its files."""

from datetime import date
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from tests.factories import ArticlePageFactory, AuthorFactory, IssuePageFactory, SectionFactory

FILLING = (
    "<p>Die Kundenbeziehungsverwaltungssoftware der Genossenschaft wurde im Herbst eingeführt, und nach den "
    "Weihnachtsfeiertagen stellte die Buchhaltung fest, dass niemand die Telefonnummern der Stammkundschaft "
    "übertragen hatte.</p>"
)
EVERYTHING = [
    ("paragraph", "<p>Ein Abo kostet <b>5 €</b> im <i>Jahr</i>, H<sub>2</sub>O, m<sup>2</sup>.</p>"),
    (
        "paragraph",
        '<p>Das steht im <a href="https://gesetze.example.org/uwg/7">Gesetz</a> und noch einmal im '
        '<a href="https://gesetze.example.org/uwg/7">selben Gesetz</a>, und auf <a href="https://www.example.org/">'
        "www.example.org</a>.</p>",
    ),
    ("paragraph", "<ul><li>Erstens<ol><li>Darunter</li></ol></li><li>Zweitens</li></ul>"),
    ("heading", {"text": "Montag: vier Anrufe", "level": "h3"}),
    ("heading", {"text": "Dienstag", "level": "h2"}),
    ("quote", {"text": "Das Zweite ist wichtiger.", "attribution": "Ulla Brodersen"}),
    ("question", {"question": "Wer ruft an?", "answer": "<p>Alle #rufen [an] $ und *niemand* @sonst.</p>"}),
    ("further_reading", {"items": ["<p><i>Bis vier zählen</i></p>"]}),
    ("verdict", {"points": ["<p>Auf den Export achten.</p>"], "verdict": "<p>Brauchbar.</p>"}),
    ("lesson", {"text": "<p>Zählen Sie bis vier.</p>"}),
]


def image(title="Telefon", size=(1600, 1000), kind="PNG", content=None):
    buffer = BytesIO()
    Picture.new("RGB", size, "#C4508F").save(buffer, kind)
    file = ImageFile(BytesIO(buffer.getvalue()), name=f"{title}.{kind.lower()}")
    made = Image.objects.create(title=title, file=file)
    if content is not None:
        with made.file.storage.open(made.file.name, "wb") as file:
            file.write(content)
    return made


def picture_block(which, alternative_text="Ein graues Telefon"):
    value = {
        "image": which,
        "alternative_text": alternative_text,
        "caption": "<p>Grau.</p>",
        "credit": "Aylin Kaya",
    }
    return ("picture", value)


def make_issue(**fields):
    """An issue of three articles: a short one with every block, a long one, and one on the pages after it."""
    issue = IssuePageFactory(
        number="2.26",
        price="5 € | 5 CHF",
        editor="Henrike Petersen",
        published_on=date(2026, 11, 9),
        outlook="Preise erhöhen\nDoppelte Kunden",
        imprint="Pollenpost Verlag / Redaktion: Jonas Brandt",
        body=[("paragraph", "<p>Liebe Leserin, lieber Leser,</p>")],
        topics=["Zuhören"],
        **fields,
    )
    diary, law = SectionFactory(name="Tagebuch"), SectionFactory(name="Recht (windig)")
    first = ArticlePageFactory(
        parent=issue,
        title="Eine Woche am Telefon",
        section=diary,
        page_number=4,
        topics=["Zuhören"],
        body=EVERYTHING,
    )
    first.bylines.create(author=AuthorFactory(name="Jonas Brandt"))
    first.save()
    long = [("paragraph", FILLING)] * 24
    ArticlePageFactory(parent=issue, title="Ein Monat, eine Antwort", section=law, page_number=8, body=long)
    ArticlePageFactory(parent=issue, title="Hundertvier Briefe", section=law, page_number=10, body=long[:2])
    return issue
