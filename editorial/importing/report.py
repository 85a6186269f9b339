"""What an import did, file by file."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import ReadablePage


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Outcome.CREATED: gettext_lazy("created"),
    Outcome.UPDATED: gettext_lazy("updated"),
    Outcome.UNCHANGED: gettext_lazy("unchanged"),
    Outcome.FAILED: gettext_lazy("failed"),
}


@dataclass(frozen=True)
class Entry:
    """One file: what became of it, and why not, with the line where that is known."""

    path: Path
    outcome: Outcome
    page: ReadablePage | None = None
    message: str = ""
    line: int | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.line else str(self.path)


@dataclass
class Report:
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry

    @property
    def failed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome is Outcome.FAILED]

    def count(self, outcome: Outcome) -> int:
        return Counter(entry.outcome for entry in self.entries)[outcome]

    def lines(self) -> list[str]:
        """The report as it is printed: a line a file, warnings below, the sums at the end."""
        lines = []
        for entry in self.entries:
            note = entry.message or (entry.page.title if entry.page else "")
            lines.append(f"{entry.outcome.label:<12} {entry.place}  {note}".rstrip())
            lines += [f"{'':<12} ! {warning}" for warning in entry.warnings]
        sums = ", ".join(f"{self.count(outcome)} {outcome.label}" for outcome in Outcome)
        return [*lines, _("Files: %(sums)s") % {"sums": sums}]
