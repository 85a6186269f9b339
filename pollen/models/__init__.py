from .company import LearnedCompany
from .exploration import Exploration
from .grain import Grain, GrainQuerySet
from .interest import Interest
from .suggestion import Suggestion

__all__ = ["Exploration", "Grain", "GrainQuerySet", "Interest", "LearnedCompany", "Suggestion"]
