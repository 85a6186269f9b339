"""How much each kind of grain says, and how long it is remembered. What follows from it: pollen/engine/tuning.py.

A reading is the unit. The kinds in STEPS lead from one to the next: of one text on one day only the highest
counts, and each further step adds what is more. The others count for themselves, once a day.
"""

from pollen.models import Grain

WEIGHTS = {
    # The headline of the letter did part of the work.
    Grain.Kind.CLICK: 0.2,
    # One may have been disappointed by what one found.
    Grain.Kind.VISIT: 0.3,
    Grain.Kind.READ: 1.0,
    # Nobody stays for half an hour by chance.
    Grain.Kind.FINISHED: 1.5,
    # Somebody means to come back. The reading itself, if it comes, counts as well.
    Grain.Kind.SAVED: 0.5,
    # Recommended to others, with one's own name.
    Grain.Kind.SHARED: 1.5,
    # It keeps this one text away. Its topics have a refusal of their own, and a profile holds what somebody likes.
    Grain.Kind.REFUSED: 0.0,
}

# What the beacon of a page reports, from less to more.
STEPS = (Grain.Kind.VISIT, Grain.Kind.READ, Grain.Kind.FINISHED)

# Of what a topic gets, the topic above it gets this share, the one above that this share of the share.
PARENT_SHARE = 0.3

# What is on a reader's mind this week, and what stays with them for a season (half-lives in days).
ACUTE_HALF_LIFE = 3.0
LASTING_HALF_LIFE = 60.0

# A visit becomes a reading when this share of the expected reading time was visible and of the page was seen.
READ_SHARE_OF_TIME = 0.4
READ_SHARE_OF_PAGE = 0.6
# An episode was finished when this share of its recording was played.
FINISHED_SHARE = 0.9
