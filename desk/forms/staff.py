"""The forms on a case's page and for typing one in."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from desk.models import Case
from desk.services.opening import Request
from subscribers.models import Subscriber
from subscribers.services.addresses import normalise_address

WORDS = forms.Textarea(attrs={"rows": 12})


class TypedInForm(WagtailAdminModelForm):
    received_on = forms.DateField(
        label=_("Received on"),
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text=_("The day it reached the house; the deadline runs from it."),
    )
    channel = forms.ChoiceField(
        label=_("Came by"), choices=[(channel.value, channel.label) for channel in Case.TYPED_IN]
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="de")

    field_order = ["kind", "channel", "received_on"]

    class Meta:
        model = Case
        fields = ["kind", "channel", "name", "email", "language", "form_of_address", "text"]
        help_texts = {
            "email": _("Without one no letter goes by mail; you send them on paper and note it here."),
            "text": _("As the person said or wrote it."),
        }

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not (data.get("email") or data.get("name")) and "email" not in self.errors:
            self.add_error("name", _("Please name the person, or enter the mail address."))
        return data

    def request(self) -> Request:
        data = self.cleaned_data
        today = data["received_on"] == timezone.localdate()
        noon = timezone.make_aware(datetime.combine(data["received_on"], time(12)))
        return Request(
            received_at=timezone.now() if today else noon,
            **{name: data[name] for name in self._meta.fields},
        )


class WordsForm(forms.Form):
    """A letter that a person writes. What the house must say anyway stands in the template, not here."""

    words = forms.CharField(
        label=_("The letter"),
        widget=WORDS,
        max_length=10_000,
        help_text=_("Greeting, number of the case and the legal notes are added around it; see the preview."),
    )

    def __init__(self, *args: Any, needs_more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_more = needs_more

    def clean_words(self) -> str:
        """A reason or a question cannot be drafted by the program: the draft alone is not sent."""
        words = self.cleaned_data["words"].replace("\r\n", "\n").strip()
        if self.needs_more and words == self.initial["words"].strip():
            raise ValidationError(_("The draft is only the beginning. Please write the rest."))
        return words


class ExtensionForm(WordsForm):
    months = forms.TypedChoiceField(
        label=_("Extend by"),
        coerce=int,
        choices=[(1, _("one month")), (2, _("two months"))],
        help_text=_("Only where the request is complex or there are many (Art. 12(3))."),
    )
    field_order = ["months", "words"]


class AnswerForm(WordsForm):
    outcome = forms.ChoiceField(label=_("Outcome"))
    field_order = ["words", "outcome"]

    OF_RIGHTS = (Case.Outcome.GRANTED, Case.Outcome.PARTLY, Case.Outcome.NOTHING)

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = self.OF_RIGHTS if case.has_legal_deadline else (Case.Outcome.ANSWERED,)
        field: Any = self.fields["outcome"]
        field.choices = [(outcome.value, outcome.label) for outcome in outcomes]


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)
    from_person = forms.BooleanField(label=_("The person wrote or said this"), required=False)


class CorrectionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    form_of_address = forms.ChoiceField(label=_("Form of address"), choices=Subscriber.Address.choices)
