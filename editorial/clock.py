"""Times within a recording: seconds, written as «1:05» or «1:02:05»."""

import re

_CLOCK = re.compile(r"(?:(?P<hours>\d{1,2}):(?=\d\d:))?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)")


def seconds_of(text: str) -> int:
    """Seconds of «1:02:05», «62:05», or a bare number of seconds. Raises ValueError."""
    text = text.strip()
    if re.fullmatch(r"\d{1,6}", text):
        return int(text)
    found = _CLOCK.fullmatch(text)
    if not found or (found["hours"] and int(found["minutes"]) > 59):
        raise ValueError(text)
    return int(found["hours"] or 0) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])


def written(seconds: int) -> str:
    """«1:05», and from an hour on «1:02:05»."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
