"""What the admin shows of a wording beside its fields: the form as readers see it, and the permission campaign."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from subscribers.forms import SignUpForm
from subscribers.models import Purpose, Wording
from subscribers.services import permission


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sign-up form with this text in it, whether or not it is published."""
    _allow(request, "view")
    wording = get_object_or_404(Wording.objects.select_related("purpose"), pk=pk)
    with translation.override(wording.language):
        form = SignUpForm()
        others = [shown for shown in form.purposes if shown.purpose_id != wording.purpose_id]
        asked_here = wording.purpose.kind != Purpose.Kind.PUBLICATION
        form.purposes = sorted(
            [*others, wording] if asked_here else [wording],
            key=lambda shown: (shown.purpose.position, shown.purpose_id),
        )
        return render(request, "subscribers/signup.html", {"form": form, "open": True})


@require_POST
def ask_readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the permission campaign of the wording in force, or goes on with it."""
    _allow(request, "add")
    wording = get_object_or_404(Wording, pk=pk)
    try:
        _campaign, count = permission.ask(wording)
    except permission.NothingToAsk as nothing:
        messages.warning(request, str(nothing))
    else:
        messages.success(
            request,
            ngettext("%(count)d reader is asked by mail.", "%(count)d readers are asked by mail.", count)
            % {"count": count},
        )
    return redirect("wordings:inspect", pk)


def _allow(request: HttpRequest, verb: str) -> None:
    if not request.user.has_perm(f"subscribers.{verb}_wording"):
        raise PermissionDenied
