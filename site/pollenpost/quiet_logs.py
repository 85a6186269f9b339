"""Keeps addresses of people out of the logs of others' code."""

import logging


class WithoutRecipients(logging.Filter):
    """Wagtail names the recipient of a notification that could not be sent, and mail servers repeat it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.levelno >= logging.ERROR:
            kind = record.exc_info[0]
            record.msg = "A notification could not be sent: %s"
            record.args = (kind.__name__ if kind else "unknown",)
            record.exc_info = record.exc_text = None
        return True
