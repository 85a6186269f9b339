from .grain import Grain, GrainQuerySet
from .interest import Interest

__all__ = ["Grain", "GrainQuerySet", "Interest"]
