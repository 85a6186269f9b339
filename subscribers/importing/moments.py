"""Days and moments as lists write them. What could be read in two ways is not guessed at."""

import re
from datetime import UTC, date, datetime, timedelta

_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?: Uhr)?")


def read_moment(text: str) -> str:
    """As ISO 8601, with a time and an offset only if there was one; raises ValueError.

    Knows ISO 8601 with a space or a T, and 31.05.2024 with or without a time. 05/06/2024 is May here and June
    there: it raises.
    """
    if found := _GERMAN.fullmatch(text):
        day, month, year, *clock = found.groups()
        if clock[0] is None:
            return date(int(year), int(month), int(day)).isoformat()
        hour, minute, second = (int(part or 0) for part in clock)
        moment = datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001
    elif len(text) == 10:
        return date.fromisoformat(text).isoformat()
    elif len(text) > 10:
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
    else:
        raise ValueError(text)
    return moment.isoformat(timespec="seconds")


def latest_day(now: datetime) -> str:
    """The date where on earth it is latest: what lies beyond it lies in the future everywhere."""
    return (now.astimezone(UTC) + timedelta(hours=14)).date().isoformat()
