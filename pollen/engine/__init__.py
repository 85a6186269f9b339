"""Which readables fit which reader: arrays in, ranked, diverse and explained picks out.

No queries, no clock, no Django. Letters, «read next», whole issues, the simulator and the evaluation use it alike.
"""

from .candidates import Candidates, House
from .company import Company
from .issues import match_issues
from .matching import match
from .picks import Picks
from .profiles import Profiles
from .ranking import Places
from .tuning import TUNING, Tuning

__all__ = [
    "TUNING",
    "Candidates",
    "Company",
    "House",
    "Picks",
    "Places",
    "Profiles",
    "Tuning",
    "match",
    "match_issues",
]
