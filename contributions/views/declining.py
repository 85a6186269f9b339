from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from contributions.models import Contribution
from contributions.policies import may_decide
from contributions.receivers import carry_on_after_commit
from contributions.services import deciding


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Your words to the sender (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "They stand in the mail as you write them, after our thanks. Without words the thanks go alone."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_decide(request.user):
        raise PermissionDenied
    contribution = get_object_or_404(Contribution.objects.confirmed(), pk=pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        declined = deciding.decline(contribution.pk, form.cleaned_data["reason"])
        if declined:
            carry_on_after_commit(declined)
            messages.success(
                request, _("Declined. The sender gets a mail, and then text and picture are deleted.")
            )
        else:
            messages.error(request, _("This was decided before."))
        return redirect("reader-contributions:index")
    way = [
        {"url": reverse("reader-contributions:index"), "label": _("Contributions of readers")},
        {"url": "", "label": _("Decline")},
    ]
    context = {"form": form, "contribution": contribution, "breadcrumbs_items": way}
    return render(request, "contributions/admin/decline.html", context)
