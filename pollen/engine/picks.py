from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .profiles import Floats, Ints


@dataclass(frozen=True)
class Picks:
    """R readers × P places, in the order of the letter.

    `choice` is the row of the candidate, -1 where nothing was left. `value` is what it was chosen for, `personal`
    the part of it (0 to 1) that was not the house's own view. `topic` is the column of the reader's own topic that
    counted most, -1 if none did; then `kin` may name one that readers of the same texts care for. `explored` marks
    the places that tried something out, and `propensity` says how likely the choice was: 1 wherever there was no
    other.
    """

    choice: Ints
    value: Floats
    personal: Floats
    topic: Ints
    kin: Ints
    explored: NDArray[np.bool_]
    propensity: Floats

    @classmethod
    def none(cls, readers: int, places: int) -> "Picks":
        shape = (readers, places)
        return cls(
            choice=np.full(shape, -1, dtype=np.int32),
            value=np.zeros(shape, dtype=np.float32),
            personal=np.zeros(shape, dtype=np.float32),
            topic=np.full(shape, -1, dtype=np.int32),
            kin=np.full(shape, -1, dtype=np.int32),
            explored=np.zeros(shape, dtype=bool),
            propensity=np.ones(shape, dtype=np.float32),
        )
