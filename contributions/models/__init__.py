from .contribution import Contribution, ContributionQuerySet
from .notice import Notice
from .picture import Picture

__all__ = ["Contribution", "ContributionQuerySet", "Notice", "Picture"]
