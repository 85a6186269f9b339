"""Fields that say in words what is wrong with what was typed."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from subscribers.models import Wording
from subscribers.services.addresses import normalise_address

AN_ID = re.compile(r"[0-9]{1,18}")


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


def numbers_of(form: forms.Form, name: str) -> set[int]:
    """The ids that were sent under this name, whether or not they are valid."""
    return {
        int(value) for value in cast("QueryDict", form.data).getlist(name) if re.fullmatch(r"[0-9]{1,18}", value)
    }


def these(wordings: Iterable[Wording]) -> Any:
    return Wording.objects.filter(pk__in=[wording.pk for wording in wordings])
