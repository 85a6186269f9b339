"""From Markdown to blocks."""

import pytest

from editorial.importing.document import Document
from editorial.importing.markdown_blocks import body_blocks
from editorial.importing.pictures import PictureShelf
from editorial.importing.standfirst import first_sentences
from editorial.importing.transcript import conversation


@pytest.fixture
def shelf(tmp_path):
    return PictureShelf(Document(tmp_path / "a.md", {}, ""))


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("Ein *Satz* mit **Nachdruck**.", [("paragraph", "<p>Ein <i>Satz</i> mit <b>Nachdruck</b>.</p>")]),
        ("# Eins", [("heading", {"text": "Eins", "level": "h2"})]),
        ("#### Vier", [("heading", {"text": "Vier", "level": "h3"})]),
        ("- a\n- b", [("paragraph", "<ul><li>a</li><li>b</li></ul>")]),
        ("17. Mai 2016", [("paragraph", "<p>17. Mai 2016</p>")]),
        ("[weg](#) und [hin](https://example.org)", [
            ("paragraph", '<p>weg und <a href="https://example.org">hin</a></p>'),
        ]),
        ("[böse](javascript:alert)", [("paragraph", "<p>böse</p>")]),
        ('<p onclick="x()">Hallo</p>', [("paragraph", "<p>Hallo</p>")]),
        ("<script>alert(1)</script>", [
            ("paragraph", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ]),
        ("Liebe <Anrede>", [("paragraph", "<p>Liebe &lt;Anrede&gt;</p>")]),
        ("> Ein Satz.\n> — Ole, Bäcker", [("quote", {"text": "Ein Satz.", "attribution": "Ole, Bäcker"})]),
        ("> Ein Satz.\n>\n> — Ole", [("quote", {"text": "Ein Satz.", "attribution": "Ole"})]),
        ("> — Ole", [("quote", {"text": "— Ole", "attribution": ""})]),
        ("## Zum Weiterlesen\n\n- *A*, B: c", [("further_reading", {"items": ["<p><i>A</i>, B: c</p>"]})]),
        ("## Lesson learned\n\nTun Sie es.", [("lesson", {"text": "<p>Tun Sie es.</p>"})]),
        ("## Was lernen wir daraus?", [("heading", {"text": "Was lernen wir daraus?", "level": "h2"})]),
        ("## Worauf Sie achten sollten\n\n- x\n- y\n\n**Fazit:** Gut.", [
            ("verdict", {"points": ["<p>x</p>", "<p>y</p>"], "verdict": "<p>Gut.</p>"}),
        ]),
        ("## What to look out for\n\nNur ein Satz.", [
            ("verdict", {"points": ["<p>Nur ein Satz.</p>"], "verdict": ""}),
        ]),
        ("", []),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks(shelf, markdown, blocks):
    assert [(block["type"], block["value"]) for block in body_blocks(markdown, shelf)] == blocks


def test_bold_paragraphs_are_questions_only_in_interviews(shelf):
    markdown = "**Warum?**\n\nDarum.\n\nWirklich.\n\n## Danach\n\nNichts."
    kinds = [block["type"] for block in body_blocks(markdown, shelf)]
    assert kinds == ["paragraph", "paragraph", "paragraph", "heading", "paragraph"]
    [question, heading, paragraph] = body_blocks(markdown, shelf, interview=True)
    assert question["value"] == {"question": "Warum?", "answer": "<p>Darum.</p><p>Wirklich.</p>"}
    assert (heading["type"], paragraph["value"]) == ("heading", "<p>Nichts.</p>")


def test_a_quote_inside_an_answer_follows_it(shelf):
    [question, quote] = body_blocks("**Wie?**\n\nErst so.\n\n> Zitat.\n\nDann so.", shelf, interview=True)
    assert question["value"]["answer"] == "<p>Erst so.</p><p>Dann so.</p>"
    assert quote["type"] == "quote"


def test_turns_know_their_speaker_and_go_on_without_a_name(shelf):
    found = conversation("Vorab.\n\n**Ole:** Moin.\n\nUnd weiter.\n\n**Ragna**: Ja.\n**Ole:** Nein.", shelf)
    turns = [(turn["value"]["speaker"], turn["value"]["text"]) for turn in found.turns]
    assert turns == [
        ("Ole", "<p>Moin.</p><p>Und weiter.</p>"),
        ("Ragna", "<p>Ja.</p>"),
        ("Ole", "<p>Nein.</p>"),
    ]
    assert [block["value"] for block in found.body] == ["<p>Vorab.</p>"]


def test_a_standfirst_ends_with_a_sentence():
    def standfirst(*paragraphs):
        return first_sentences([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in paragraphs])

    assert standfirst("Liebe Leser,", "es ist so weit.") == "Es ist so weit."
    long = "Am 17. Dezember sprach Prof. Dr. Behn über Nebel. " + "Das war z.B. sehr schön und lang. " * 6
    assert standfirst(long).startswith("Am 17. Dezember sprach Prof. Dr. Behn über Nebel. Das")
    assert len(standfirst(long)) <= 220
    assert standfirst(long).endswith("lang.")
    assert standfirst("wort " * 100).endswith(" …")
    assert standfirst() == ""
