"""What an edition's state allows in the admin, beside what the user's role allows."""

from django.utils.translation import gettext as _

from newsletters.models import Edition

State = Edition.State


def deletable(edition: Edition) -> bool:
    """Only what never went anywhere: the rows of its deliveries are the proof of who got what.

    A digest that is not wanted is stopped: were it deleted, the program would make it again.
    """
    return (
        not edition.digest and edition.state in (State.DRAFT, State.CANCELLED) and not edition.deliveries.exists()
    )


def why_not_edited(edition: Edition) -> str:
    """Why this edition may not be edited now and what to do instead, in a sentence; empty if it may."""
    if edition.state == State.SCHEDULED:
        return _("This edition is scheduled. Take it back to draft to change it.")
    if not edition.editable:
        return _("This edition has been let go, so it is not edited any more. Copy it to write a similar one.")
    return ""
