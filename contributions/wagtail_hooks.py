from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from subscribers.viewsets import LookOnlyPolicy

from .models import Contribution
from .policies import may_decide
from .services import drafting
from .views import declining
from .viewsets import ContributionViewSet

# Before the viewset is registered: it makes a fallback policy for models that have none.
register_permission_policy(Contribution, LookOnlyPolicy(Contribution))


@hooks.register("register_admin_viewset")
def contributions() -> ContributionViewSet:
    return ContributionViewSet()


@hooks.register("construct_image_chooser_queryset")
def leave_out_readers_pictures(images: Any, request: HttpRequest) -> Any:
    """A reader agreed to their card, and to no other use of its picture; what is taken back goes with the card."""
    return images.exclude(collection=drafting.the_collection())


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("contributions/<int:pk>/decline/", declining.decline, name="contributions_decline")]


@hooks.register("before_edit_page")
def tell_whose_page_it_is(request: HttpRequest, page: Page) -> None:
    """An editor who asks for changes should know who would be told what."""
    if request.method != "GET" or request.headers.get("x-requested-with"):
        return
    contribution = Contribution.objects.filter(page=page.pk, state=Contribution.State.RECEIVED).first()
    if contribution is None or not may_decide(request.user):
        return
    text = _(
        "A reader has sent this in. Publishing it tells the sender, once. Who asks for changes declines it: the "
        "comment goes to the sender, and the page is deleted."
    )
    address = reverse("contributions_decline", args=[contribution.pk])
    button = messages.button(address, _("Decline with some words"))
    messages.info(request, format_html("{}", text), buttons=[button])
