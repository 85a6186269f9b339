"""A standfirst for texts that bring none: their first sentences."""

import re
from html import unescape
from typing import Any

from django.utils.html import strip_tags

LONGEST = 220
# A full stop ends a sentence only after a word that is no number and no abbreviation, and before a capital.
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?])[“”\"»)]?\s+(?=[„“\"»(]?[A-ZÄÖÜ0-9])")
ABBREVIATION = re.compile(r"\b(?:Prof|bzw|usw|inkl|evtl|ggf|etc|Abs|Art|vgl|sog|Dipl|Ing|Hrsg)\.[“”\"»)]?$")


def first_sentences(blocks: list[dict[str, Any]], longest: int = LONGEST) -> str:
    """The first paragraph that is more than a salutation, cut at the end of a sentence."""
    texts = [text for text in map(_plain, blocks) if text]
    text = next((text for text in texts if re.search(r"[.!?…][“”\"»)]?$", text)), texts[0] if texts else "")
    sentences = _sentences(text)
    taken = ""
    for sentence in sentences:
        if taken and len(taken) + len(sentence) >= longest:
            break
        taken = f"{taken} {sentence}".strip()
    if len(taken) > longest:
        taken = taken[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–") + " …"
    # After a salutation German goes on with a small letter.
    return taken[:1].upper() + taken[1:]


def _sentences(text: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for end in SENTENCE_END.finditer(text):
        sentence = text[start : end.end()].strip()
        if not ABBREVIATION.search(sentence):
            sentences.append(sentence)
            start = end.end()
    return [*sentences, text[start:].strip()]


def _plain(block: dict[str, Any]) -> str:
    value = block["value"]
    if block["type"] == "turn":
        value = value["text"]
    elif block["type"] == "question":
        value = value["question"]
    html = value if isinstance(value, str) else ""
    return " ".join(unescape(strip_tags(html.replace("</p>", " ").replace("<br/>", " "))).split())
