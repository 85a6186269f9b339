from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import Topic
from subscribers.models import Purpose, Subscriber, TopicChoice, Wording
from subscribers.services.preferences import Offer, Wish

from .fields import AddressField, IdsField, WordingsField, numbers_of, these
from .guarded import GuardedForm

ASKED_HERE = frozenset({"", TopicChoice.Stance.WANTED.value, TopicChoice.Stance.REFUSED.value})
# These are said where one sees what they change («Mein Blütenstaub»); here they only stay as they are.
SAID_ELSEWHERE = frozenset(TopicChoice.Stance.values) - ASKED_HERE


class TopicRow(NamedTuple):
    """A topic with the name of its radio buttons: which one is set, which one was when the page was made, and the
    stance of a further button that only shows what was said elsewhere."""

    topic: Topic
    name: str
    stance: str
    shown: str
    elsewhere: str


class PreferencesRequestForm(GuardedForm):
    email = AddressField(label=_("Your mail address"), max_length=254)


class NewAddressForm(forms.Form):
    email = AddressField(label=_("New mail address"), max_length=254)


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
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=Subscriber.Frequency.choices, widget=forms.RadioSelect
    )
    pause = forms.ChoiceField(label=_("Pause"), choices=PAUSES, widget=forms.RadioSelect)
    pause_date = forms.DateField(
        label=_("Pause until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wordings = WordingsField(queryset=Wording.objects.none(), required=False)
    anew = WordingsField(queryset=Wording.objects.none(), required=False)
    stood = IdsField(queryset=Purpose.objects.all(), required=False)

    def __init__(self, subscriber: Subscriber, offers: list[Offer], *args: Any, **kwargs: Any) -> None:
        paused = subscriber.paused_until
        paused = paused if paused and paused > timezone.localdate() else None
        kwargs["initial"] = {
            "name": subscriber.name,
            "language": subscriber.language,
            "form_of_address": subscriber.form_of_address,
            "frequency": subscriber.frequency,
            "pause": "date" if paused else "none",
            "pause_date": paused,
        }
        super().__init__(*args, **kwargs)
        self.subscriber = subscriber
        self.pausing = paused
        self.offers = offers
        self.fields["wordings"].queryset = these(offer.wording for offer in offers)  # type: ignore[attr-defined]
        newer = [offer.newer for offer in offers if offer.newer]
        self.fields["anew"].queryset = these(newer)  # type: ignore[attr-defined]
        self.topics = list(Topic.objects.approved())
        self._stances = dict(subscriber.topic_choices.values_list("topic_id", "stance"))

    def topic_rows(self) -> list[TopicRow]:
        return [self._row(topic) for topic in self.topics]

    def _row(self, topic: Topic) -> TopicRow:
        name, now = f"topic-{topic.pk}", self._stances.get(topic.pk, "")
        chosen = self.data.get(name, "") if self.is_bound else now
        shown = self.data.get(f"{name}-shown", now) if self.is_bound else now
        return TopicRow(topic, name, chosen, shown, now if now in SAID_ELSEWHERE else "")

    def ticked(self) -> set[int]:
        """Ids of the wordings whose box is ticked on the page."""
        if self.is_bound:
            return numbers_of(self, "wordings")
        return {offer.wording.pk for offer in self.offers if offer.stands}

    def ticked_anew(self) -> set[int]:
        """Ids of the newer texts whose box is ticked on the page: none when it is fresh."""
        return numbers_of(self, "anew") if self.is_bound else set()

    def shown_as_standing(self) -> set[int]:
        """Ids of the purposes whose box was ticked when the page was first made."""
        if self.is_bound:
            return numbers_of(self, "stood")
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

    def wish(self) -> Wish:
        data = self.cleaned_data
        reader = {name: data[name] for name in ("name", "language", "form_of_address", "frequency")}
        return Wish(
            reader={**reader, "paused_until": self.paused_until()},
            stances=self.stances(),
            ticked=list(data["wordings"]),
            shown_as_standing=[purpose.pk for purpose in data["stood"]],
            anew=list(data["anew"]),
        )

    def stances(self) -> dict[Topic, str]:
        """What was chosen for each topic; topics that the page did not show, or nobody touched, are left out.

        A page that was left open in another window must not take back what was said about a topic meanwhile.
        """
        found = {}
        for topic in self.topics:
            chosen, shown = (self.data.get(f"topic-{topic.pk}{end}") for end in ("", "-shown"))
            known = {*ASKED_HERE, self._stances.get(topic.pk, "")}
            if chosen is not None and chosen != shown and chosen in known:
                found[topic] = chosen
        return found
