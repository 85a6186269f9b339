"""Until when an answer is due.

Months are counted as Regulation (EEC, Euratom) 1182/71 does, Art. 3(2)(c): a period ends with the day of the last
month that has the same number as the day it began on; where that month has no such day, with its last one.
Art. 3(4) would let a period that ends on a weekend or a holiday run to the next working day. The desk does without
that: it never names a later day than the law does, and needs no calendar of holidays.
"""

from calendar import monthrange
from datetime import date, timedelta

# GDPR Art. 12(3): one month, and two further ones where the request is complex.
MONTHS = 1
FURTHER_MONTHS = 2

# The house's own reminders: so many days before the deadline.
SOON = 7
LAST_CALL = 1


def months_after(day: date, months: int) -> date:
    """The last day of a period of so many months that an event of this day set off."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def legal(received: date, further_months: int = 0) -> date:
    """Further months are counted from the receipt too: 31 January and three months make 30 April."""
    return months_after(received, MONTHS + further_months)


def own(received: date, days: int) -> date:
    return received + timedelta(days=days)
