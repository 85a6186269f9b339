"""The suppression list in the admin: sums, and one question that is answered and forgotten."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from subscribers.services import suppression

from .guarded_page import GuardedPage


class AddressForm(forms.Form):
    """No EmailField: what is typed here is only compared, whatever it looks like."""

    address = forms.CharField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
    )


class SuppressionPage(GuardedPage):
    name = "suppression"
    icon = "no-view"
    menu_label = _("Suppression list")
    permission = "subscribers.view_suppressedaddress"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """By POST, so that the address stands in no log of addresses called."""
        form = AddressForm(request.POST if request.method == "POST" else None)
        asked = form.is_bound and form.is_valid()
        context = {
            "form": form,
            "asked": asked,
            "entry": suppression.look(form.cleaned_data["address"]) if asked else None,
            "sums": suppression.sums(),
            "keys": suppression.keys_in_use(),
        }
        return render(request, "subscribers/admin/suppression.html", context)
