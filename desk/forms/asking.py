"""The forms in which people ask something of the house."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from desk.models import Case
from desk.services.opening import Request
from subscribers.forms import AddressField, GuardedForm

Kind = Case.Kind

# What one wants, in one's own words; the law's word for it stands behind.
RIGHTS = [
    (Kind.ACCESS, _("I want to know what you hold about me (access, Art. 15)")),
    (Kind.PORTABILITY, _("I want to take my data along (portability, Art. 20)")),
    (Kind.RECTIFICATION, _("Something about me is wrong (rectification, Art. 16)")),
    (Kind.OBJECTION, _("I do not want an interest profile (objection, Art. 21)")),
    (Kind.RESTRICTION, _("Keep my data, but do not use them for now (restriction, Art. 18)")),
    (Kind.ERASURE, _("Erase everything about me (erasure, Art. 17)")),
]
CONCERNS = [(Kind.QUESTION, _("I have a question")), (Kind.COMPLAINT, _("I want to complain"))]


class WrittenField(forms.CharField):
    """Text of several lines, counted as browsers count it: a line break is one character."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class AskingForm(GuardedForm):
    kind = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    text = WrittenField(
        label=_("What we should know (optional)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(label=_("Your mail address"), max_length=254)

    def request(self) -> Request:
        data = self.cleaned_data
        return Request(
            kind=data["kind"],
            channel=Case.Channel.FORM,
            email=data["email"],
            name=data["name"],
            text=data["text"],
            language=(get_language() or "de")[:2],
        )


class RightsForm(AskingForm):
    kind = forms.ChoiceField(label=_("What do you want?"), choices=RIGHTS, widget=forms.RadioSelect)


class ContactForm(AskingForm):
    kind = forms.ChoiceField(label=_("What is it about?"), choices=CONCERNS, widget=forms.RadioSelect)
    text = WrittenField(
        label=_("What do you want to tell us?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


class OwnRequestForm(forms.Form):
    """On the reader's own page: who it is, is known."""

    kind = forms.ChoiceField(label=_("What do you want?"), choices=RIGHTS, widget=forms.RadioSelect)
    text = WrittenField(
        label=_("What we should know (optional)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
