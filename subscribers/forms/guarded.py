from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from subscribers.services import form_guard


class GuardedForm(forms.Form):
    """A public form with a honeypot and a signed time, see services/form_guard.py."""

    # A copy of the form on another site cannot know when it is shown.
    timed = True

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
        if self.timed and not form_guard.in_time(self.data.get("shown", "")):
            raise ValidationError(
                _("That was very quick, or the page was open for more than a day. Please send it once more."),
                code="timing",
            )
        return self.cleaned_data
