"""Moments in the words of who reads them; evidence is told by services/evidence.py."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from subscribers.services.evidence import lines as evidence_lines

__all__ = ["evidence_lines", "shown_moment"]


def shown_moment(moment: datetime) -> str:
    """In the site's time zone; Wagtail's inspect view would show UTC."""
    return date_format(localtime(moment), "DATETIME_FORMAT")
