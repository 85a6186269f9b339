"""One stylesheet for the site, joined from the small files that people edit; no build step.

`css/site.css` names the parts in their order. Wherever static files are looked for (development, tests,
`collectstatic`) this finder hands out `css/pollenpost.css`: the parts in one file, without comments and spare
blanks. In production it gets the hash of its content into its name, like every static file.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER = Path(__file__).parent / "static" / "css"
PARTS = FOLDER / "site.css"
NAME = "css/pollenpost.css"

_IMPORT = re.compile(r'@import "([\w-]+\.css)";')
# Strings stay as they are; of the rest, comments and blanks can go.
_PIECES = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)]*\))|(/\*.*?\*/)|(\s+)""", re.DOTALL)
_AROUND = re.compile(r" ?([{};,]) ?")


def parts() -> list[Path]:
    """The files of the site's stylesheet in their order."""
    return [FOLDER / name for name in _IMPORT.findall(PARTS.read_text())]


def bundle() -> str:
    """The whole stylesheet."""
    return "\n".join(minified(part.read_text()) for part in parts()) + "\n"


def minified(css: str) -> str:
    """The same rules without comments, line ends and the blanks around braces, semicolons and commas."""
    kept: list[str] = []
    strings: list[str] = []
    position = 0
    for piece in _PIECES.finditer(css):
        kept.append(css[position : piece.start()])
        position = piece.end()
        if piece[1]:
            kept.append(f"\0{len(strings)}\0")
            strings.append(piece[1])
        else:
            kept.append(" " if piece[3] else "")
    squeezed = _AROUND.sub(r"\1", re.sub(" +", " ", "".join(kept) + css[position:])).replace(";}", "}").strip()
    return re.sub(r"\0(\d+)\0", lambda mark: strings[int(mark[1])], squeezed)


class StylesheetFinder(BaseFinder):
    """Finds the joined stylesheet, and joins it anew when one of its parts is newer."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR / "stylesheet")

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        found = str(self._fresh())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        self._fresh()
        yield NAME, self.storage

    def _fresh(self) -> Path:
        target = Path(self.storage.path(NAME))
        newest = max(path.stat().st_mtime for path in (PARTS, FOLDER, *parts()))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Another process may be reading or writing it: the new one takes its place at once.
            with tempfile.NamedTemporaryFile("w", dir=target.parent, suffix=".part", delete=False) as file:
                file.write(bundle())
            Path(file.name).chmod(0o644)
            os.replace(file.name, target)
        return target
