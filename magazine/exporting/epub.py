"""An issue as EPUB 3.3: Django templates in a zip file. The same issue makes the same bytes."""

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial.printing import FONTS

from .document import Article, Issue

FOLDER = "EPUB"
#: Headlines alone: for long reading everybody has chosen a font of their own. As woff2 would need a compressor.
EMBEDDED_FONT = "BricolageGrotesqueDisplay-Bold.ttf"
FONT_LICENCE = "OFL-Bricolage-Grotesque.txt"


@dataclass
class Part:
    """One page of the book: its file, what the navigation calls it, and its template."""

    anchor: str
    title: str
    template: str
    language: str
    article: Article | None = None
    # SVG inside a page has to be declared in the package.
    properties: str = ""

    @property
    def file(self) -> str:
        return f"{self.anchor}.xhtml"


def write(issue: Issue) -> tuple[bytes, list[str]]:
    """The EPUB, and what the editor should know about it."""
    with override(issue.language):
        parts = _parts(issue)
        context = {"issue": issue, "parts": parts, "printed": _printed(parts), "sections": _sections(parts)}
        files = {
            "META-INF/container.xml": _rendered("container.xml", context),
            f"{FOLDER}/package.opf": _rendered(
                "package.opf", context | {"features": _features(issue), "position": _position(issue)}
            ),
            f"{FOLDER}/nav.xhtml": _rendered("nav.xhtml", context),
            f"{FOLDER}/cover.xhtml": _rendered("cover.xhtml", context),
            f"{FOLDER}/issue.css": _rendered("issue.css", context),
        }
        files |= {f"{FOLDER}/{part.file}": _page(part, context) for part in parts}
    files |= {f"{FOLDER}/images/{picture.name}": picture.content for picture in issue.pictures}
    files |= {f"{FOLDER}/fonts/{name}": (FONTS / name).read_bytes() for name in (EMBEDDED_FONT, FONT_LICENCE)}
    return _zipped(files, datetime.fromisoformat(issue.modified)), []


def _parts(issue: Issue) -> list[Part]:
    parts = []
    if issue.editorial:
        parts.append(Part("editorial", _("Editorial"), "editorial.xhtml", issue.language))
    for article in issue.articles:
        drawn = "svg" if article.marks and not article.picture else ""
        parts.append(Part(article.anchor, article.title, "article.xhtml", article.language, article, drawn))
    if issue.outlook:
        parts.append(Part("outlook", _("In the next issue"), "outlook.xhtml", issue.language))
    if issue.imprint:
        parts.append(Part("imprint", _("Imprint"), "imprint.xhtml", issue.language))
    return parts


def _page(part: Part, context: dict[str, Any]) -> bytes:
    with override(part.language):
        return _rendered(part.template, context | {"part": part, "article": part.article})


def _printed(parts: list[Part]) -> list[Part]:
    """The articles that begin on a page of the printed issue, each page once."""
    pages: dict[int, Part] = {}
    for part in parts:
        if part.article and part.article.printed_page:
            pages.setdefault(part.article.printed_page, part)
    return list(pages.values())


def _sections(parts: list[Part]) -> list[dict[str, Any]]:
    """Neighbours of one section below its name; what has none stands alone."""
    groups: list[dict[str, Any]] = []
    for part in parts:
        section = part.article.section if part.article else ""
        if not section or not groups or groups[-1]["name"] != section:
            groups.append({"name": section, "parts": []})
        groups[-1]["parts"].append(part)
    return groups


def _features(issue: Issue) -> list[str]:
    """What makes the book accessible, in the words of schema.org's accessibilityFeature."""
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    described = all(block["alt"] for article in issue.articles for block in article.blocks if "alt" in block)
    if described:
        features.append("alternativeText")
    if any(article.printed_page for article in issue.articles):
        features += ["pageNavigation", "pageBreakMarkers"]
    return features


def _position(issue: Issue) -> str:
    """The place in the series, which has to be a number or several with points between them: «2.26»."""
    return issue.number if re.fullmatch(r"\d+(\.\d+)*", issue.number) else ""


def _rendered(template: str, context: dict[str, Any]) -> bytes:
    return render_to_string(f"magazine/epub/{template}", context).strip().encode()


def _zipped(files: dict[str, bytes], moment: datetime) -> bytes:
    """The container (OCF 3.3, 4.2): «mimetype» comes first and is not compressed."""
    buffer = BytesIO()
    # A zip file knows no year before 1980.
    stamp = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {"mimetype": b"application/epub+zip", **files}.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o644 << 16
            packed = name.endswith((".xhtml", ".opf", ".css", ".xml", ".ttf", ".txt"))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED, 9)
    return buffer.getvalue()
