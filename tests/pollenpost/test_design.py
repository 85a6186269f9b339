"""What the stylesheets promise: colours one can read, and a scale that is one."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from editorial.marks.colour import COLOURS, contrast

CSS = Path(__file__).resolve().parents[2] / "site/pollenpost/static/css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
LIGHT, _, DARK = TOKENS.partition("@media (prefers-color-scheme: dark)")
PAPERS = ("paper", "paper-raised", "paper-sunk")
# 320 px and 1280 px, in rem.
ENDS = {"phone": 20, "desk": 80}


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", {"light": LIGHT, "dark": DARK}[scheme]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "ink-soft", *(f"accent-{colour.name}" for colour in COLOURS)])
def test_every_colour_of_text_can_be_read_on_every_paper(scheme, name):
    known = colours(scheme)
    for paper in PAPERS:
        assert contrast(known[name], known[paper]) >= 4.5, (name, paper)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_stands_on_pollen_can_be_read(scheme):
    known = colours(scheme)
    assert contrast(known["pollen-ink"], known["pollen-tint"]) >= 4.5


def test_every_accent_an_editor_may_choose_has_a_class():
    classes = (CSS / "accents.css").read_text("utf-8")
    for colour in COLOURS:
        assert f".accent-{colour.name} {{" in classes


@pytest.mark.parametrize(("end", "interval"), [("phone", 1.15), ("desk", 1.26)])
def test_each_step_of_the_scale_is_the_same_interval_above_the_one_below(end, interval):
    sizes = [step(number, end) for number in range(6)]
    for below, above in pairwise(sizes):
        assert above / below == pytest.approx(interval, abs=0.005)


def step(number: int, end: str) -> float:
    """A step in rem at one end of the scale, from `clamp(least, fixed + share of the width, most)`."""
    found = re.search(rf"--step-{number}: clamp\(([\d.]+)rem, ([\d.]+)rem \+ ([\d.]+)vw, ([\d.]+)rem\)", TOKENS)
    least, fixed, share, most = map(float, found.groups())
    return min(max(least, fixed + share * ENDS[end] / 100), most)


def test_no_stylesheet_names_a_colour_of_text_by_itself():
    """Text takes its colour from a token, so that it is right in the dark, too; objects may keep theirs, and so
    may what stands in the admin, whose tokens are Wagtail's."""
    for path in CSS.glob("*.css"):
        if path.stem in {"tokens", "objects", "postcards", "print", "pollenpost", "base"} or "admin" in path.stem:
            continue
        assert not re.findall(r"(?<![\w-])color: #", path.read_text("utf-8")), path.name
