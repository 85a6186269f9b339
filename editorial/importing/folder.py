"""Which files of a folder are content, and in which order they are read."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from .document import ContentError

ISSUE = "issue.md"


@dataclass
class FolderContent:
    files: list[Path] = field(default_factory=list)
    errors: list[ContentError] = field(default_factory=list)

    def container_of(self, path: Path) -> Path | None:
        """The issue.md beside an article, or beside its folder `articles`."""
        beside = [path.parent / ISSUE] if path.name != ISSUE else []
        if path.parent.name == "articles":
            beside.append(path.parent.parent / ISSUE)
        return next((issue for issue in beside if issue in self.files), None)


def look_through(folder: Path) -> FolderContent:
    """All Markdown files, each issue before its articles. A README and hidden files are no content."""
    found = FolderContent()
    if not os.path.isdir(folder):
        there = os.path.lexists(folder)
        reason = _("This is not a folder.") if there else _("There is no such folder.")
        found.errors.append(ContentError(folder, None, reason))
        return found

    def unreadable(error: OSError) -> None:
        reason = _("It cannot be read: %(reason)s") % {"reason": error.strerror}
        found.errors.append(ContentError(Path(error.filename or folder), None, reason))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        content = sorted(filter(_is_content, names), key=lambda name: (name != ISSUE, name))
        found.files += [Path(place) / name for name in content]
    if not found.files and not found.errors:
        found.errors.append(ContentError(folder, None, _("There are no Markdown files in this folder.")))
    return found


def _is_content(name: str) -> bool:
    return name.lower().endswith(".md") and not name.startswith(".") and name.lower() != "readme.md"
