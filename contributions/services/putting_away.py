"""Nothing stays of what was declined or withdrawn, and of a sender nothing longer than promised."""

from django.db import transaction
from django.utils.translation import gettext
from wagtail.models import Page, PageLogEntry

from contributions.models import Contribution

from .drafting import translations_of


@transaction.atomic
def put_away(contribution: Contribution) -> None:
    """Deletes the page, in every language, and the picture with all that was cut from it."""
    if contribution.state in (Contribution.State.DECLINED, Contribution.State.WITHDRAWN):
        if contribution.notices.waiting().exists():
            # The mail that says so comes first; it may still need to be sent.
            return
        if contribution.page:
            pages = [page.pk for page in translations_of(contribution.page)]
            for pk in pages:
                # Deleting one may have deleted another with it.
                if found := Page.objects.filter(pk=pk).first():
                    found.specific.delete()
            # Wagtail's history outlives a page, with its title and what was said of it.
            label = gettext("Contribution of a reader")
            PageLogEntry.objects.filter(page_id__in=pages).update(label=label, data={})
    contribution.refresh_from_db()
    if contribution.page is None and contribution.image:
        contribution.image.delete()


def forget_addresses() -> int:
    """Deletes who sent what was decided long enough ago, and what was answered; how many there were."""
    return Contribution.objects.with_an_old_address().update(email="", name="", reason="")
