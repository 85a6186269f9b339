"""An issue as PDF/UA-1, set by Typst. Texts reach it as JSON: nothing an editor writes is ever read as markup."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import printing
from editorial.printing import STAND_IN, CannotBeSet

from .document import Article, Block, Issue, Run, Stored

HERE = Path(__file__).resolve().parent
#: How tight an article may be set, see article-pages in pages.typ.
DEGREES = (0, 1, 2)
#: Millimetres from the upper edge: a text that ends above this in the first column has hardly begun its last page.
FEW_LINES_END = 110


def write(issue: Issue) -> tuple[bytes, list[str]]:
    """The PDF, and what the editor should know about it."""
    missing: set[str] = set()
    with TemporaryDirectory(prefix="pollenpost-issue-") as folder:
        root = Path(folder)
        printing.lay_out(root, HERE / "typst")
        document = _document(issue, root)
        for _round in range(printing.ROUNDS):
            try:
                _tighten(root, document, missing)
                return _compiled(root, document, missing, issue), _complaints(missing)
            except typst.TypstError as error:
                found = printing.signs_without_glyph(error) - missing
                if not found:
                    raise CannotBeSet(str(error.message)) from error
                missing |= found
    raise CannotBeSet(_("Too many signs that no font has."))


def _save(root: Path, document: dict[str, Any], missing: set[str]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    for sign in missing:
        text = text.replace(sign, STAND_IN)
    (root / "issue.json").write_text(text, encoding="utf-8")


def _compiled(root: Path, document: dict[str, Any], missing: set[str], issue: Issue) -> bytes:
    _save(root, document, missing)
    # The same issue makes the same file.
    return printing.pdf(root / "issue.typ", datetime.fromisoformat(issue.modified))


def _tighten(root: Path, document: dict[str, Any], missing: set[str]) -> None:
    """Set an article a little tighter where that saves a last page with a few lines on it."""
    articles = {article["anchor"]: article for group in document["groups"] for article in group["articles"]}
    open_cases = set(articles)
    for degree in range(len(DEGREES)):
        for anchor in open_cases:
            articles[anchor]["tight"] = degree
        _save(root, document, missing)
        found = typst.query(
            str(root / "issue.typ"), "<end>", root=str(root), font_paths=printing.fonts(), field="value"
        )
        open_cases &= {end["anchor"] for end in json.loads(found) if _hardly_begun(end)}
        if not open_cases:
            return
    # Where it does not help, the text keeps its size.
    for anchor in open_cases:
        articles[anchor]["tight"] = 0


def _hardly_begun(end: dict[str, Any]) -> bool:
    return end["last"] > end["first"] and end["left"] and end["millimetres"] < FEW_LINES_END


def _complaints(missing: Iterable[str]) -> list[str]:
    if not missing:
        return []
    with override(settings.LANGUAGE_CODE):
        signs = " ".join(sorted(missing))
        return [_("No font of the PDF has these signs; “¤” stands for them: %(signs)s") % {"signs": signs}]


def _document(issue: Issue, root: Path) -> dict[str, Any]:
    """The issue as the templates want it: pictures by the names of their files, first links marked."""
    for picture in issue.pictures:
        (root / picture.name).write_bytes(picture.content)
    with override(issue.language):
        words = _words(issue)
    groups = [
        {"section": section, "articles": [_article(article, root) for article in articles]}
        for section, articles in issue.grouped()
    ]
    bare = asdict(issue, dict_factory=_plain) | {
        "lang": issue.language,
        "full_title": f"{issue.brand} {issue.number}: {issue.title}",
        "authors": issue.authors or [issue.publisher or issue.brand],
        "marks": _mark_files(issue.marks, "issue", root),
        "editorial": _blocks(issue.editorial, {}),
        "groups": groups,
        "words": words,
    }
    return {key: value for key, value in bare.items() if key not in ("articles", "pictures", "complaints")}


def _article(article: Article, root: Path) -> dict[str, Any]:
    with override(article.language):
        page_word = _("p.") + "\N{NO-BREAK SPACE}"
    return asdict(article, dict_factory=_plain) | {
        "lang": article.language,
        "blocks": _blocks(article.blocks, {"page": page_word}),
        "marks": _mark_files(article.marks, article.anchor, root),
        "tight": 0,
    }


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key != "content"}


def _mark_files(marks: list[str], name: str, root: Path) -> list[str]:
    names = [f"{name}-mark-{number}.svg" for number, _svg in enumerate(marks)]
    for file, svg in zip(names, marks, strict=True):
        (root / file).write_text(svg, encoding="utf-8")
    return names


def _blocks(blocks: list[Block], words: dict[str, str]) -> list[Any]:
    """The blocks as JSON has them. The first run that leads to an address is marked: it bears the footnote."""
    seen: set[str] = set()

    def plain(value: Any) -> Any:
        if isinstance(value, Stored):
            return {"name": value.name, "width": value.width, "height": value.height}
        if isinstance(value, list):
            return [plain(part) for part in value]
        if isinstance(value, dict):
            return _marked({key: plain(part) for key, part in value.items()}, seen, words)
        return value

    return [plain(block) for block in blocks]


def _marked(value: Run, seen: set[str], words: dict[str, str]) -> Run:
    if "to" in value:
        return value | words
    if "url" in value and _bare(value["text"]) != _bare(value["url"]):
        value["first"] = value["url"] not in seen
        seen.add(value["url"])
    return value


def _bare(address: str) -> str:
    """As «bare» in words.typ has it: a link that shows its address needs no footnote."""
    return re.sub(r"^(https?://|mailto:|tel:)", "", address).strip("/")


def _words(issue: Issue) -> dict[str, str]:
    editor = issue.editor.name if issue.editor else ""
    return {
        "contents": _("Contents"),
        "editorial": _("Editorial"),
        "editor_in_chief": _("Editor in chief"),
        "signature_of": _("Signature of %(name)s") % {"name": editor},
        "article": str(_("Article")),
        "by": _("By"),
        "with_guest": _("In conversation:"),
        "picture": _("Picture:"),
        "further_reading": _("Further reading"),
        "lesson": _("What do we learn from this?"),
        "look_out": _("What to look out for"),
        "verdict": _("Verdict"),
        "outlook": _("Outlook"),
        "outlook_title": _("In the next issue"),
        "imprint": _("Imprint"),
    }
