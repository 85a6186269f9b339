"""The drawn pollen grain ("mark") of every topic, and the pictures made from marks.

The package knows nothing of Django: it turns names and integers into SVG strings and
Pillow images. The way of a mark: ``genome`` decides, ``outline`` and ``pattern`` compute
shapes in a unit disc, ``svg`` and ``raster`` write them down.
"""

from .colour import POLLEN
from .covers import illustration, issue_cover, portrait
from .genome import Grain, grain, seed_unlike
from .raster import draw, png
from .svg import svg


def house_mark() -> Grain:
    """The mark of the house: the one grain in the yellow of pollen itself."""
    return grain("pollenpost").tinted(POLLEN, "#5B4300")


__all__ = [
    "Grain",
    "draw",
    "grain",
    "house_mark",
    "illustration",
    "issue_cover",
    "png",
    "portrait",
    "seed_unlike",
    "svg",
]
