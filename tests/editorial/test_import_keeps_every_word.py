"""Nothing of a text may get lost on its way from the file to the page."""

import html
import re
from collections import Counter
from pathlib import Path

import pytest

from editorial.importing.document import read_document
from editorial.importing.importer import import_folder

SAMPLES = Path(__file__).parent / "sample_content"
OWN_HEADINGS = (
    "Zum Weiterlesen|Further reading|Was lernen wir daraus|Lesson learned"
    "|Worauf Sie achten sollten|What to look out for"
)


def markdown_words(markdown: str) -> list[str]:
    """The words of a Markdown text without its markup, found without a Markdown parser.

    Headings and labels that the blocks' templates write themselves are left out, as are the numbers of lists.
    """
    for markup, words in [
        (r"<!--.*?-->", " "),
        (rf"(?m)^#+ (?:{OWN_HEADINGS})[ ?!.:]*$", " "),
        (r"(?m)^\*\*(?:Fazit|Verdict):\*\*", " "),
        (r'!\[([^\]]*)\]\([^)\s]*(?:\s+"([^"]*)")?\)', r" \1 \2 "),
        (r"\]\([^)]*\)", "]"),
        (r"</?(?:b|i|em|strong|sup|sub|u)>", ""),
        (r"</?(?:div|p|br|table|tr|td)\b[^>]*>", " "),
        (r"[*\\]", ""),
    ]:
        markdown = re.sub(markup, words, markdown, flags=re.DOTALL)
    # One numbered line alone is a sentence that begins with a date.
    markdown = re.sub(r"(?m)(?:^\d[.)] .*\n){2,}", lambda found: re.sub(r"(?m)^\d", "", found[0]), markdown)
    return re.findall(r"\w+", html.unescape(markdown))


def compare(folder: Path) -> list[tuple[str, int, int]]:
    """For each file of a folder: its name, the words in the file, the words on the page. Prints them, too."""
    rows = []
    for entry in import_folder(folder).entries:
        assert entry.page, f"{entry.place}: {entry.message}"
        expected = markdown_words(read_document(entry.path).body)
        found = list(entry.page.specific.words())
        print(f"{entry.path.name}: {len(expected)} words in the file, {len(found)} on the page")
        difference = Counter(expected), Counter(found)
        assert difference[0] == difference[1], (difference[0] - difference[1], difference[1] - difference[0])
        rows.append((entry.path.name, len(expected), len(found)))
    return rows


@pytest.mark.django_db
def test_every_word_of_the_samples_arrives():
    rows = compare(SAMPLES)
    assert len(rows) == len(list(SAMPLES.rglob("*.md")))
    assert all(in_file == on_page for _name, in_file, on_page in rows)
