"""What the operator should know before readers find out."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from .services.purposes import promised_days


@checks.register(checks.Tags.database)
def what_the_wording_promises(
    databases: Collection[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Whether grains are kept longer than readers were told; asked by `migrate` and `check --database default`."""
    if not databases or "default" not in databases:
        return []
    try:
        promised = promised_days()
    except DatabaseError:
        # The tables are not there yet: this is the first `migrate`.
        return []
    kept: int = settings.GRAIN_EXPIRES_DAYS
    if promised is None or kept <= promised:
        return []
    return [
        checks.Warning(
            f"GRAIN_EXPIRES_DAYS is {kept}, but readers agreed to {promised} days at most.",
            hint="Lower it, or publish a new wording and ask these readers anew before you raise it.",
            id="subscribers.W001",
        )
    ]
