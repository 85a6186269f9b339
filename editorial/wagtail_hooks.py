from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import EditorialGroup

register_snippet(EditorialGroup)


@hooks.register("before_delete_snippet")
def refuse_what_is_needed(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Not every protected relation stands in Wagtail's reference index; without this they end in an error 500."""
    for instance in instances:
        if _is_protected(instance):
            messages.error(
                request, _("“%(name)s” is still in use and cannot be deleted.") % {"name": str(instance)}
            )
            return redirect(instance.snippet_viewset.get_url_name("list"))
    return None


def _is_protected(instance: Model) -> bool:
    try:
        Collector(using="default").collect([instance])
    except ProtectedError:
        return True
    return False
