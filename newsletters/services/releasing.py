"""From draft to scheduled and back: what an editor decides. Each step is one conditional update."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from newsletters.models import Edition
from subscribers import mail

from . import audiences

State = Edition.State


class NotReady(Exception):
    """The edition cannot go out; `reasons` says in whole sentences what to do about it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def obstacles(edition: Edition) -> list[str]:
    """What keeps this edition from going out, for the editor to read."""
    found = []
    if not mail.publisher().complete:
        found.append(
            _("The imprint is incomplete: fill in publisher, postal address and mail address in the settings.")
        )
    if not edition.pinned and not (edition.free_places and edition.candidates().exists()):
        found.append(_("The letter would be empty: pin an item, or widen the candidate window."))
    if not audience_size(edition) and not audiences.of_digests(edition).exists():
        found.append(_("Nobody's consent to this newsletter stands, so nobody would get it."))
    return found


def audience_size(edition: Edition) -> int:
    """How many letters would leave now. Who gets digests gets what stands in it later."""
    return audiences.of_letters(edition).count()


def release(edition: Edition, at: datetime | None = None) -> None:
    """Schedules a draft for `at`, now by default. Raises NotReady with everything that is missing."""
    reasons = obstacles(edition)
    if reasons:
        raise NotReady(reasons)
    _move(edition, [State.DRAFT], State.SCHEDULED, scheduled_for=at or timezone.now())


def take_back(edition: Edition) -> None:
    """Makes a scheduled edition a draft again; raises NotReady once it is on its way."""
    _move(edition, [State.SCHEDULED], State.DRAFT)


def cancel(edition: Edition) -> None:
    """Stops an edition between two batches; what was sent is sent, the rest stays queued and unsent."""
    _move(edition, [State.SCHEDULED, State.PREPARING, State.SENDING], State.CANCELLED)


def _move(edition: Edition, sources: list[Edition.State], target: Edition.State, **fields: object) -> None:
    moved = Edition.objects.filter(pk=edition.pk, state__in=sources).update(state=target, **fields)
    edition.refresh_from_db()
    if not moved:
        raise NotReady([_("The edition is “%(state)s” by now.") % {"state": edition.get_state_display()}])
