"""One file of a content folder: YAML front matter between `---` lines, Markdown below."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

import yaml
from django.utils.translation import gettext as _

FRONT_MATTER = re.compile(r"-{3,}[ \t]*\n(?P<meta>.*?)^-{3,}[ \t]*$\n?", re.DOTALL | re.MULTILINE)
# How YAML writes "nothing"; the loader below hands every value over as it is written.
NOTHING = {"", "~", "null", "Null", "NULL"}


class ContentError(Exception):
    """What is wrong with a file, and in which line of it, where that is known (counted from 1)."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    """A file as read: every value of `meta` is a string, a list or a mapping, as it stands in the file.

    `container` is the issue.md that an article belongs to; `lines` names the line of each key.
    """

    path: Path
    meta: dict[str, Any]
    body: str
    lines: dict[str, int] = field(default_factory=dict)
    container: Path | None = None
    root: Path | None = None

    def with_meta(self, **values: Any) -> Self:
        """The same document with other values in its front matter; dates and numbers may be given as such."""
        plain = {key: str(value) if isinstance(value, date | int) else value for key, value in values.items()}
        return replace(self, meta={**self.meta, **plain})

    def error(self, key: str | None, message: str) -> ContentError:
        return ContentError(self.path, self.lines.get(key) if key else None, message)

    def names(self, key: str) -> bool:
        """Whether the file says anything about this field."""
        value = self.meta.get(key)
        return bool(value) and not (isinstance(value, str) and value.strip() in NOTHING)

    def text(self, key: str) -> str:
        """The value in one line; "" if the file does not name it."""
        if not self.names(key):
            return ""
        value = self.meta[key]
        if not isinstance(value, str):
            raise self.error(key, _("“%(key)s” must be a text.") % {"key": key})
        return " ".join(value.split())

    def required_text(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.error(key, _("“%(key)s” is missing.") % {"key": key})
        return value

    def strings(self, key: str, separator: str = ",") -> list[str]:
        """A YAML list, or one string cut at the separator; empty items left out."""
        if not self.names(key):
            return []
        value = self.meta[key]
        items = value.split(separator) if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.error(key, _("“%(key)s” must be a list of texts.") % {"key": key})
        return [" ".join(item.split()) for item in items if item.strip() not in NOTHING]

    def number(self, key: str) -> int | None:
        value = self.text(key)
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", value):
            raise self.error(key, _("“%(key)s” must be a number: %(value)s") % {"key": key, "value": value})
        return int(value)

    def date(self, key: str) -> date | None:
        value = self.text(key)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = _("“%(key)s” must be a date (YYYY-MM-DD): %(value)s") % {"key": key, "value": value}
            raise self.error(key, message) from None

    def duration(self, key: str) -> timedelta | None:
        """HH:MM:SS or MM:SS."""
        value = self.text(key)
        if not value:
            return None
        if not re.fullmatch(r"(\d{1,2}:)?[0-5]?\d:[0-5]\d", value):
            message = _("“%(key)s” must be a duration (HH:MM:SS): %(value)s") % {"key": key, "value": value}
            raise self.error(key, message)
        hours, minutes, seconds = ["0", *value.split(":")][-3:]
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))


def read_document(path: Path, *, container: Path | None = None, root: Path | None = None) -> Document:
    text = _decoded(path, read_bytes(path))
    found = FRONT_MATTER.match(text)
    if not found:
        message = _("There is no front matter: the file must begin with “---”, its fields, and “---”.")
        raise ContentError(path, 1, message)
    meta, lines = _front_matter(path, found["meta"])
    return Document(path, meta, text[found.end() :], lines, container, root)


def read_bytes(path: Path) -> bytes:
    """Where every file of a content folder is read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = _("It cannot be read: %(reason)s") % {"reason": error.strerror}
        raise ContentError(path, None, message) from error


def _decoded(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError(path, line, _("It is not UTF-8; save it with that encoding.")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _front_matter(path: Path, source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values, and the line of each key in the file."""
    # Read as plain strings: YAML would make 1.1 of issue 1.10, False of a sender called No, and seconds
    # of 01:00:00.
    try:
        loader = yaml.BaseLoader(source)
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            raise ContentError(path, 2, _("The front matter must consist of “name: value” lines."))
        return loader.construct_document(node), _key_lines(path, node)
    except (yaml.YAMLError, RecursionError) as error:
        raise _broken_front_matter(path, source, error) from None


def _broken_front_matter(path: Path, source: str, error: Exception) -> ContentError:
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or _("it cannot be understood")
    mark = getattr(error, "problem_mark", None)
    if (getattr(error, "context", None) or "").startswith(("while scanning", "while parsing a flow")):
        # Where the open quotation mark or bracket stands, not where the file ends.
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line if mark else None
    if isinstance(error, yaml.reader.ReaderError):
        line = source.count("\n", 0, error.position)
    # Counted from 0, and the opening “---” stands above.
    message = _("The front matter is broken: %(reason)s") % {"reason": reason}
    return ContentError(path, None if line is None else line + 2, message)


def _key_lines(path: Path, node: yaml.MappingNode) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, _value in node.value:
        line = key.start_mark.line + 2
        if not isinstance(key, yaml.ScalarNode):
            raise ContentError(path, line, _("The name of a field must be a word."))
        if key.value in lines:
            raise ContentError(path, line, _("“%(key)s” is named twice.") % {"key": key.value})
        lines[key.value] = line
    return lines
