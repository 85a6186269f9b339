"""How much less several letters to one reader say than as many letters to different readers."""

from typing import NamedTuple


class Known(NamedTuple):
    """Sums over readers: of their n letters, of the y of these that were clicked, and of n², n·y and y²."""

    letters: int = 0
    clicked: int = 0
    nn: int = 0
    ny: int = 0
    yy: int = 0

    @property
    def a_reader(self) -> float:
        """The letters that a reader got, each reader weighted by them."""
        return self.nn / self.letters if self.letters else 1.0

    @property
    def correlation(self) -> float:
        """Between whether two letters of one reader were clicked: 0 by chance, 1 always alike; 1 if unknown."""
        p, pairs = self.clicked / (self.letters or 1), self.nn - self.letters
        if not (pairs and 0 < p < 1):
            return 1.0
        sums_squared = self.yy - 2 * p * self.ny + p * p * self.nn
        squares = self.clicked * (1 - p) ** 2 + (self.letters - self.clicked) * p**2
        return min(max((sums_squared - squares) / (pairs * p * (1 - p)), 0.0), 1.0)


def design_effect(a_reader: float, correlation: float) -> float:
    """By this the numbers of letters and of clicked letters are divided before they are compared (Kish, Survey
    Sampling, 1965; Rao & Scott, Biometrics 48 (1992) 577-585)."""
    return max(1 + (a_reader - 1) * correlation, 1.0)
