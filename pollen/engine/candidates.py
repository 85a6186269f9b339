"""What may be chosen, and what the house knows of its topics."""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from .company import Company
from .profiles import Floats
from .tuning import TUNING, Tuning


@dataclass(frozen=True)
class House:
    """What the whole house knows: `frequency` (T) counts its readables by topic; `company` is what readers of the
    same texts have in common, where that was learned."""

    frequency: Floats
    company: Company | None = None

    def rarity(self, tuning: Tuning = TUNING) -> Floats:
        """T: how much a topic says, from 1 for one that nothing is about to nearly 0 for one that all is about."""
        rarity: Floats = ((self.frequency + 1.0) ** -tuning.rarity).astype(np.float32)
        return rarity


@dataclass(frozen=True)
class Candidates:
    """N readables × T topics. `about` holds ones; `age` (N) is in days; `trend` (N) lies between 0 and 1.

    `weight` (N) is the editors': 0 nowhere, 1 quiet, 2 normal, 3 recommended. `shown` and `clicked` (N) tell how
    each did in the places that try something out.
    """

    about: csr_array
    house: House
    age: Floats
    trend: Floats
    weight: Floats
    shown: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    clicked: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def __len__(self) -> int:
        return int(self.about.shape[0])

    def features(self, tuning: Tuning = TUNING) -> csr_array:
        """N × T: what each text says about each of its topics; the longer the list of topics, the less."""
        lengths = np.maximum(np.asarray(self.about.sum(axis=1)).ravel(), 1.0) ** -tuning.breadth
        return csr_array(self.about.multiply(lengths[:, None]), dtype=np.float32)

    def gain(self, tuning: Tuning = TUNING) -> Floats:
        """N: what a match is multiplied by, fresh and dear to the editors first."""
        fresh = 0.5 + 0.5 * 0.5 ** (self.age / tuning.freshness_half_life)
        gain: Floats = (fresh * np.asarray(tuning.quality)[self.weight.astype(int)]).astype(np.float32)
        return gain

    def common(self, tuning: Tuning = TUNING) -> Floats:
        """N: what speaks for a text whoever reads."""
        common: Floats = (tuning.common * (1 - tuning.trend + tuning.trend * self.trend)).astype(np.float32)
        return common

    def likeness(self, tuning: Tuning = TUNING) -> Floats:
        """N × N cosines between the candidates; nothing is like a text without topics."""
        features = self.about.multiply(self.house.rarity(tuning)).toarray().astype(np.float32)
        norms = np.linalg.norm(features, axis=1, keepdims=True)
        unit = features / np.where(norms == 0, 1.0, norms)
        likeness: Floats = unit @ unit.T
        return likeness
