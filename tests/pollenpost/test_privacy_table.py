"""The table of docs/privacy.md names tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = [line for line in (ROOT / "docs/privacy.md").read_text("utf-8").splitlines() if re.match(r"\| \d+ ", line)]


def test_the_table_has_all_nineteen_lines():
    assert [int(line.split("|")[1]) for line in LINES] == list(range(1, 20))


@pytest.mark.parametrize("line", LINES, ids=[line.split("**")[1] for line in LINES])
def test_each_line_is_shown_by_tests_that_exist(line):
    shown = line.split("|")[4]
    named = re.findall(r"`(tests/[\w/]+\.py)`: ([^<|]+)", shown)
    assert named
    for path, names in named:
        source = (ROOT / path).read_text("utf-8")
        for name in re.findall(r"`(test_\w+)`", names):
            assert f"def {name}(" in source, f"{path}: {name}"
