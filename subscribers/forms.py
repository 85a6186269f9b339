"""The reader-facing forms. No box is ticked beforehand; the value of a box is the wording beside it."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic
from subscribers.models import Purpose, Subscriber, TopicChoice, Wording
from subscribers.services import form_guard
from subscribers.services.addresses import normalise_address
from subscribers.services.preferences import Offer

AN_ID = re.compile(r"[0-9]{1,18}")
A_LINK = re.compile(r"[/:@<>\r\n]|\w\.([a-z]{2,}|[A-Z]{2,})\b")


class AddressField(forms.EmailField):
    """A mail address in one spelling; says in words what is wrong with it."""

    default_validators = []
    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean(self, value: Any) -> str:
        return normalise_address(super().clean(value))


class IdsField(forms.ModelMultipleChoiceField):
    """Boxes whose values are ids. What cannot be one is refused before the database stumbles over it."""

    def clean(self, value: Any) -> Any:
        for sent in value or []:
            if not AN_ID.fullmatch(str(sent)):
                raise ValidationError(self.error_messages["invalid_choice"], params={"value": ""})
        return super().clean(value)


class WordingsField(IdsField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("The text beside a box has changed meanwhile. Please read it again and decide anew."),
    }


class GuardedForm(forms.Form):
    """A public form with a honeypot and a signed time, see services/form_guard.py."""

    website = forms.CharField(required=False)
    shown = forms.CharField(required=False)

    @property
    def timing_token(self) -> str:
        return form_guard.timing_token()

    @property
    def trapped(self) -> bool:
        """Whether the field that people do not see was filled: the usual answer then, and no mail."""
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any]:
        if not form_guard.in_time(self.data.get("shown", "")):
            raise ValidationError(
                _("That was very quick, or the page was open for more than a day. Please send it once more."),
                code="timing",
            )
        return self.cleaned_data


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        self.purposes = [purpose.wording(language) for purpose in Purpose.objects.offered()]
        self.fields["wordings"].queryset = _these(self.purposes)  # type: ignore[attr-defined]
        self.fields["topics"].queryset = Topic.objects.approved()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> set[int]:
        """Ids of the wordings ticked in what was sent; none when the page is fresh."""
        return _numbers(self, "wordings") if self.is_bound else set()

    @property
    def chosen_topics(self) -> set[int]:
        return _numbers(self, "topics") if self.is_bound else set()

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
        if not any(wording.purpose.kind == Purpose.Kind.NEWSLETTER for wording in wordings):
            raise ValidationError(_("Please tick at least one newsletter; without one there is nothing to send."))
        return wordings


class PreferencesRequestForm(GuardedForm):
    email = AddressField(label=_("Your mail address"), max_length=254)


class PreferencesForm(forms.Form):
    """Everything about one reader that the reader decides."""

    PAUSES = [
        ("none", _("No pause")),
        ("4w", _("For four weeks")),
        ("3m", _("For three months")),
        ("date", _("Until this day:")),
    ]
    DAYS = {"4w": 28, "3m": 91}

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    form_of_address = forms.ChoiceField(
        label=_("How shall we address you?"), choices=Subscriber.Address.choices, widget=forms.RadioSelect
    )
    pause = forms.ChoiceField(label=_("Pause"), choices=PAUSES, widget=forms.RadioSelect)
    pause_date = forms.DateField(
        label=_("Pause until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wordings = WordingsField(queryset=Wording.objects.none(), required=False)
    stood = IdsField(queryset=Purpose.objects.all(), required=False)

    def __init__(self, subscriber: Subscriber, offers: list[Offer], *args: Any, **kwargs: Any) -> None:
        paused = subscriber.paused_until
        paused = paused if paused and paused > timezone.localdate() else None
        kwargs["initial"] = {
            "name": subscriber.name,
            "language": subscriber.language,
            "form_of_address": subscriber.form_of_address,
            "pause": "date" if paused else "none",
            "pause_date": paused,
        }
        super().__init__(*args, **kwargs)
        self.subscriber = subscriber
        self.offers = offers
        self.fields["wordings"].queryset = _these(offer.wording for offer in offers)  # type: ignore[attr-defined]
        self.topics = list(Topic.objects.approved())
        self._stances = dict(subscriber.topic_choices.values_list("topic_id", "stance"))

    def topic_rows(self) -> list[tuple[Topic, str, str]]:
        """Each topic with the name of its three radio buttons and the stance that is set."""
        return [
            (topic, name, self.data.get(name, "") if self.is_bound else self._stances.get(topic.pk, ""))
            for topic in self.topics
            for name in [f"topic-{topic.pk}"]
        ]

    def ticked(self) -> set[int]:
        """Ids of the wordings whose box is ticked on the page."""
        if self.is_bound:
            return _numbers(self, "wordings")
        return {offer.wording.pk for offer in self.offers if offer.stands}

    def shown_as_standing(self) -> set[int]:
        """Ids of the purposes whose box was ticked when the page was first made."""
        if self.is_bound:
            return _numbers(self, "stood")
        return {offer.purpose.pk for offer in self.offers if offer.stands}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("pause") == "date":
            day = data.get("pause_date")
            if day is None and "pause_date" not in self.errors:
                self.add_error("pause_date", _("Please name the day until which the pause lasts."))
            elif day is not None and day <= timezone.localdate():
                self.add_error("pause_date", _("This day is over. Please name one that is still to come."))
        return data

    def paused_until(self) -> date | None:
        """The first day on which letters come again."""
        pause = self.cleaned_data["pause"]
        if pause == "date":
            return self.cleaned_data["pause_date"]
        return timezone.localdate() + timedelta(days=self.DAYS[pause]) if pause in self.DAYS else None

    def stances(self) -> dict[Topic, str]:
        """What was chosen for each topic; topics that the page did not show are left out."""
        sent = {topic: self.data.get(f"topic-{topic.pk}") for topic in self.topics}
        known = {"", *TopicChoice.Stance.values}
        return {topic: stance for topic, stance in sent.items() if stance is not None and stance in known}


def _numbers(form: forms.Form, name: str) -> set[int]:
    """The ids that were sent under this name, whether or not they are valid."""
    return {
        int(value) for value in cast("QueryDict", form.data).getlist(name) if re.fullmatch(r"[0-9]{1,18}", value)
    }


def _these(wordings: Iterable[Wording]) -> Any:
    return Wording.objects.filter(pk__in=[wording.pk for wording in wordings])
