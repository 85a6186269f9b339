"""What imports hold of one person on disk."""

from collections.abc import Iterator

from . import storing
from .reports import Line, erase_lines, find_lines


def erase_files(address: str) -> None:
    """Takes this address out of every report. May be run again.

    A source file that still waits for its run is left: the suppression list keeps the address from coming in, and
    the file goes with the run.
    """
    for folder in storing.folders():
        erase_lines(folder, address)


def lines_about(address: str) -> Iterator[tuple[str, Line]]:
    """(Name of the folder, line) wherever a report names this address."""
    for folder in storing.folders():
        for line in find_lines(folder, address):
            yield folder.name, line
