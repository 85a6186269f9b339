import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic
from subscribers.models import Subscriber, Wording
from subscribers.services import places, typing_hints
from subscribers.services.offered import is_newsletter, may_open, offered_wordings

from .fields import AN_ID, AddressField, IdsField, WordingsField, these
from .guarded import GuardedForm

A_LINK = re.compile(r"[/:@<>\r\n]|\w\.([a-z]{2,}|[A-Z]{2,})\b")


class SignUpForm(GuardedForm):
    email = AddressField(label=_("Your mail address"), max_length=254)
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    form_of_address = forms.ChoiceField(
        label=_("How shall we address you?"),
        choices=Subscriber.Address.choices,
        initial=Subscriber.Address.SIE,
        required=False,
        widget=forms.RadioSelect,
    )
    wordings = WordingsField(queryset=Wording.objects.none(), required=False)
    topics = IdsField(queryset=Topic.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)
    # Where the boxes stood and where it all began, as signed by us (services/places.py).
    page = forms.CharField(required=False)
    began = forms.CharField(required=False)
    # The address was looked at once more and is right.
    sure = forms.BooleanField(required=False)

    TYPED = ("email", "name", "form_of_address")

    def __init__(
        self,
        data: QueryDict | None = None,
        kept: QueryDict | None = None,
        ticks_kept: bool = True,
        timed: bool = True,
    ) -> None:
        """`kept` is what somebody typed that is shown again and not judged yet, with or without the boxes."""
        typed = {name: kept[name] for name in self.TYPED if kept.get(name)} if kept is not None else None
        super().__init__(data, initial=typed)
        self.kept, self.ticks_kept, self.timed = kept, ticks_kept, timed
        self.purposes = offered_wordings(get_language() or settings.LANGUAGE_CODE)
        self.fields["wordings"].queryset = these(self.purposes)  # type: ignore[attr-defined]
        self.fields["topics"].queryset = Topic.objects.approved()  # type: ignore[attr-defined]

    @property
    def open(self) -> bool:
        return may_open(self.purposes)

    @property
    def chosen(self) -> set[int]:
        """Ids of the wordings ticked in what was sent; none when the page is fresh."""
        return self._ticked("wordings") if self.ticks_kept else set()

    @property
    def chosen_topics(self) -> set[int]:
        return self._ticked("topics")

    def _ticked(self, name: str) -> set[int]:
        sent = self.data if self.is_bound else self.kept
        values = sent.getlist(name) if isinstance(sent, QueryDict) else []
        return {int(value) for value in values if AN_ID.fullmatch(value)}

    @property
    def suggestion(self) -> str:
        """The address that was probably meant, unless somebody said that theirs is right."""
        data = self.cleaned_data
        return "" if data["sure"] else typing_hints.suggestion(data["email"])

    @property
    def place(self) -> str:
        """Where the boxes stood, if it was not this page; nothing that we did not sign."""
        return places.read(self._sent("page"))

    @property
    def beginning(self) -> str:
        """Where it was filled first, if that was another page."""
        return places.read(self._sent("began")) or self.place

    def _sent(self, name: str) -> str:
        sent = self.data if self.is_bound else self.kept
        return sent.get(name, "") if sent else ""

    def clean_name(self) -> str:
        """The name stands in a mail to an address that nobody confirmed: it must not carry advertising there."""
        name = self.cleaned_data["name"]
        if A_LINK.search(name):
            raise ValidationError(_("Please enter a name without web or mail addresses."))
        return name

    def clean_form_of_address(self) -> str:
        return self.cleaned_data["form_of_address"] or Subscriber.Address.SIE

    def clean_wordings(self) -> list[Wording]:
        wordings = list(self.cleaned_data["wordings"].select_related("purpose"))
        if not any(is_newsletter(wording) for wording in wordings):
            raise ValidationError(_("Please tick at least one newsletter; without one there is nothing to send."))
        return wordings
