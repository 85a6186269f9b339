"""The picture of a reader's interests: a bouquet, tied at the bottom.

Each topic is a flower made of its own mark. What lasts blooms behind, in a softer tone; what is on the reader's
mind just now stands in front, in full colour. Areas are strengths, all on one scale; places are computed, not
thrown, so that the same profile is always the same bouquet.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editorial.models import Topic

from .overview import Belief

Floats = NDArray[np.float64]

# In the units of the view box.
WIDTH, HEIGHT = 640, 660
MIDDLE = WIDTH / 2
# Where the stems are tied, and where the flowers gather: a dome, wider than high.
KNOT = (MIDDLE, 528.0)
DOME = (MIDDLE, 236.0)
ACROSS = 1.4
MARGIN = 12.0
LOWEST = 442.0
# The share of the dome that flowers fill, and how large one may be: a single interest is no sun.
FILLED = 162_000.0
LARGEST = 108.0
# Golden angle: neighbours in strength grow apart (Vogel 1979).
TURN = math.pi * (3 - math.sqrt(5))
STEPS = 160
# The size at which the plainest form of a mark is drawn.
GROUND = 28
# How near two flowers may come, in the sum of their radii: those of one row touch, those in front cover a little.
BESIDE, BEFORE = 0.97, 0.72


@dataclass(frozen=True)
class Flower:
    """A disc of radius `r` around (x, y), in which the mark of the topic is drawn, on its stem."""

    topic: Topic
    share: float
    acute: bool
    x: float
    y: float
    r: float

    @property
    def drawn(self) -> int:
        """The size at which the mark is drawn before it is scaled: larger flowers show finer lines."""
        return GROUND if self.r < 16 else 110 if self.r < 58 else 200

    @property
    def placed(self) -> str:
        """Puts a mark of the size `drawn` over the disc."""
        return self._placed(self.drawn)

    @property
    def ground(self) -> str:
        """The same for the plain mark in the colour of the paper, which keeps stems from shining through."""
        return self._placed(GROUND)

    def _placed(self, size: int) -> str:
        # The grain of a mark fills 96 of 100.
        scale = self.r / (0.48 * size)
        corner = self.r / 0.96
        return f"translate({self.x - corner:.1f} {self.y - corner:.1f}) scale({scale:.4f})"

    @property
    def stem(self) -> str:
        """From the flower through the knot to the end below, which spreads a little to the other side."""
        x, y = KNOT
        lean = (self.x - x) / MIDDLE
        bend = y - 0.42 * (y - self.y)
        end_x, end_y = x - 74 * lean, HEIGHT - 18 - 26 * abs(lean)
        return (
            f"M{self.x:.1f} {self.y:.1f}C{self.x - 26 * lean:.1f} {bend - 40:.1f} "
            f"{x + 34 * lean:.1f} {y - 62:.1f} {x + 9 * lean:.1f} {y:.1f}"
            f"S{end_x + 18 * lean:.1f} {end_y - 30:.1f} {end_x:.1f} {end_y:.1f}"
        )


@dataclass(frozen=True)
class Bouquet:
    behind: Sequence[Flower]
    in_front: Sequence[Flower]

    @property
    def flowers(self) -> list[Flower]:
        return [*self.behind, *self.in_front]

    @property
    def stems(self) -> list[Flower]:
        """One stem a topic is enough: those in front stand on that of their topic."""
        return list(self.behind)


def bind(beliefs: Sequence[Belief]) -> Bouquet:
    """The bouquet of these topics; every one that counts has a flower behind, and one in front if it is acute."""
    strong = sorted(beliefs, key=lambda belief: (-belief.share, belief.topic.slug))
    parts = [(belief.topic, belief.lasting, False) for belief in strong if belief.lasting > 0]
    parts += [(belief.topic, belief.acute, True) for belief in strong if belief.just_now and belief.acute > 0]
    if not parts:
        return Bouquet((), ())
    radii = _radii(np.array([share for _topic, share, _acute in parts]))
    acute = np.array([in_front for _topic, _share, in_front in parts])
    places = _settled(_begun(radii, acute, [topic.pk for topic, _share, _acute in parts]), radii, acute)
    flowers = [
        Flower(topic, share, in_front, float(x), float(y), float(r))
        for (topic, share, in_front), (x, y), r in zip(parts, places, radii, strict=True)
    ]
    # The smaller one of two that touch is drawn later, so that none vanishes.
    flowers.sort(key=lambda flower: -flower.r)
    return Bouquet([f for f in flowers if not f.acute], [f for f in flowers if f.acute])


def _radii(shares: Floats) -> Floats:
    """Area = share: whatever the number of flowers, they fill the same dome, unless one would be too large."""
    filling = math.sqrt(FILLED / (math.pi * shares.sum()))
    return np.sqrt(shares) * min(filling, LARGEST / math.sqrt(shares.max()))


def _begun(radii: Floats, acute: NDArray[np.bool_], topics: Sequence[int]) -> Floats:
    """A spiral from the middle for those behind; those in front begin below their own topic."""
    places = np.zeros((len(radii), 2))
    of_topic: dict[int, Floats] = {}
    grown = 0.0
    for i, (r, topic) in enumerate(zip(radii, topics, strict=True)):
        if acute[i]:
            places[i] = of_topic[topic] + (0.0, 0.8 * r + 40)
            continue
        out = math.sqrt(grown) * 1.05
        places[i] = (DOME[0] + ACROSS * out * math.cos(TURN * i), DOME[1] + out * math.sin(TURN * i) - 20)
        of_topic[topic] = places[i]
        grown += r * r * 1.15
    return places


def _settled(places: Floats, radii: Floats, acute: NDArray[np.bool_]) -> Floats:
    """Pushes apart what stands too close and draws all to the middle, in steps that grow smaller."""
    same_row = acute[:, None] == acute[None, :]
    room = (radii[:, None] + radii[None, :]) * np.where(same_row, BESIDE, BEFORE)
    # A large flower in front leaves at least half of a small one behind it to be seen.
    in_front = np.where(acute, radii, 0.0)
    room = np.where(same_row, room, np.maximum(room, np.maximum(in_front[:, None], in_front[None, :])))
    goal = np.where(acute[:, None], (DOME[0], DOME[1] + 92), (DOME[0], DOME[1] - 16))
    number = np.arange(len(radii), dtype=float)
    nudge = np.stack([np.cos(TURN * number), np.sin(TURN * number)], axis=1) * 1e-3
    weight = radii / (radii[:, None] + radii[None, :]).T
    for step in range(STEPS):
        pull = 0.035 * (1 - step / STEPS)
        places = places + (goal - places) * pull * (0.8, 1.0) + nudge
        for _push in range(3):
            apart = places[:, None, :] - places[None, :, :]
            distance = np.sqrt((apart**2).sum(axis=2)) + 1e-9
            overlap = np.maximum(room - distance, 0.0)
            np.fill_diagonal(overlap, 0.0)
            # The larger of two gives way less.
            moved = apart / distance[:, :, None] * (overlap * weight)[:, :, None]
            places = places + moved.sum(axis=1) * 0.8
        places = _inside(places, radii)
    return places


def _inside(places: Floats, radii: Floats) -> Floats:
    x = np.clip(places[:, 0], radii + MARGIN, WIDTH - MARGIN - radii)
    y = np.clip(places[:, 1], radii + MARGIN, LOWEST - radii)
    return np.stack([x, y], axis=1)
