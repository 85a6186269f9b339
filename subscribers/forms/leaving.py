from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .preferences import PreferencesForm


class PauseForm(forms.Form):
    """A pause instead of leaving: the buttons of the unsubscribe page, and a day to name."""

    LENGTHS = [choice for choice in PreferencesForm.PAUSES if choice[0] in PreferencesForm.DAYS]

    pause = forms.ChoiceField(choices=[*LENGTHS, ("date", "")])
    pause_date = forms.DateField(
        label=_("Pause until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("pause") == "date" and "pause_date" not in self.errors:
            day = data.get("pause_date")
            if day is None:
                self.add_error("pause_date", _("Please name the day until which the pause lasts."))
            elif day <= timezone.localdate():
                self.add_error("pause_date", _("This day is over. Please name one that is still to come."))
        return data

    def until(self) -> date:
        """The first day on which letters come again."""
        days = PreferencesForm.DAYS.get(self.cleaned_data["pause"])
        return timezone.localdate() + timedelta(days=days) if days else self.cleaned_data["pause_date"]
