"""What readers sent in, as far as it came from the same mail address (see subscribers/personal_data.py)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from subscribers.holdings import moment
from subscribers.models import Subscriber
from subscribers.personal_data import Holding, register
from subscribers.services.mailing import absolute

from .models import Contribution, Picture


def _contributions_of(subscriber: Subscriber) -> QuerySet[Contribution]:
    return Contribution.objects.filter(email__iexact=subscriber.email)


def _contributions(subscriber: Subscriber) -> list[dict[str, Any]]:
    return [_row(found) for found in _contributions_of(subscriber).select_related("page", "picture", "wording")]


def _row(contribution: Contribution) -> dict[str, Any]:
    page, picture = contribution.page, contribution.picture
    return {
        gettext("kind"): contribution.get_kind_display(),
        gettext("state"): contribution.get_state_display(),
        gettext("mail address"): contribution.email,
        gettext("name"): contribution.name,
        gettext("headline"): page.title if page else contribution.title,
        gettext("text"): contribution.text,
        gettext("place"): contribution.place,
        gettext("page"): absolute(page.url) if page and page.live and page.url else None,
        gettext("picture"): f"{picture.width} × {picture.height}" if picture else bool(contribution.image_id),
        gettext("wording"): contribution.wording.text,
        gettext("the editors’ words to the sender"): contribution.reason,
        gettext("sent"): moment(contribution.created_at),
        gettext("confirmed"): moment(contribution.confirmed_at),
        gettext("decided"): moment(contribution.decided_at),
    }


def _erase(subscriber: Subscriber) -> int:
    """What nobody confirmed goes altogether; of the rest it is forgotten who sent it.

    Whether something published stays is for its sender to say, by the link that came with it: it has a consent
    of its own.
    """
    found = list(_contributions_of(subscriber).select_for_update().values_list("pk", flat=True))
    contributions = Contribution.objects.filter(pk__in=found)
    unconfirmed = contributions.filter(state=Contribution.State.UNCONFIRMED)
    Picture.objects.filter(contributions__in=unconfirmed).delete()
    unconfirmed.delete()
    for contribution in contributions:
        contribution.notices.waiting().delete()
    contributions.update(email="", name="", reason="")
    return len(found)


register(
    Holding(
        key="contributions",
        label=_("what was sent in from the same address"),
        models=("contributions.Contribution", "contributions.Notice", "contributions.Picture"),
        collect=_contributions,
        erase=_erase,
        stays=_(
            "what was published, with the name that was given for it, since it has a consent of its own. It is "
            "withdrawn by the link in the mail that we sent about it, or by a word to us. Who sent it in we have "
            "forgotten."
        ),
        addresses=lambda: Contribution.objects.exclude(email="").values_list("email", "created_at").iterator(),
        order=70,
    )
)
