"""How much each kind of grain says, and how long it is remembered. All the numbers of the profile stand here.

A finished reading is the unit. Opening a page says less, because one may have been disappointed; a click in a
letter says least, because the headline did part of the work.
"""

from pollen.models import Grain

WEIGHTS = {Grain.Kind.READ: 1.0, Grain.Kind.VISIT: 0.3, Grain.Kind.CLICK: 0.2}

# What is on a reader's mind this week, and what stays with them for a season (half-lives in days).
ACUTE_HALF_LIFE = 3.0
LASTING_HALF_LIFE = 60.0

# A topic that the reader chose counts like this many readings that never fade.
STATED_READINGS = 2.0

# With this many readings' worth of evidence a profile is trusted half (shrinkage).
SHRINKAGE_READINGS = 2.0

# What was published this many days ago counts half as fresh; freshness moves a score by half at most.
FRESHNESS_HALF_LIFE = 30.0

# Diversity: how much of a candidate's score its likeness to an earlier pick may take away (MMR, 1 − λ;
# Carbonell & Goldstein 1998).
DIVERSITY = 0.5

# A visit becomes a reading when this share of the expected reading time was visible and of the page was seen.
READ_SHARE_OF_TIME = 0.4
READ_SHARE_OF_PAGE = 0.6
