"""The reader-facing forms. No box is ticked beforehand; the value of a box is the wording beside it."""

from .fields import AddressField, IdsField, WordingsField
from .guarded import GuardedForm
from .leaving import PauseForm
from .preferences import NewAddressForm, PreferencesForm, PreferencesRequestForm
from .signup import SignUpForm

__all__ = [
    "AddressField",
    "GuardedForm",
    "IdsField",
    "NewAddressForm",
    "PauseForm",
    "PreferencesForm",
    "PreferencesRequestForm",
    "SignUpForm",
    "WordingsField",
]
