"""What follows a commit: a task for the workers, a file that is cleared."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(act: Callable[..., Any], *arguments: Any) -> None:
    """Calls this once the transaction is through; without one, at once.

    A failure is logged, without the arguments, and undoes nothing: a broker that is away must not turn an answer
    into an error, and beat finds what is still to be done. Django's own `robust=True` asks what it calls for its
    __qualname__ when it fails, which a partial does not have, and so fails itself.
    """

    def follow() -> None:
        try:
            act(*arguments)
        except Exception:
            log.exception("What was to follow a commit failed.")

    transaction.on_commit(follow)
