"""One spelling for each mail address."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email


def normalise_address(address: str) -> str:
    """The address as it is stored: Unicode-normalised, in lower case, without spaces around it.

    Lower case throughout, although RFC 5321 § 2.4 lets the local part differ by case: no provider uses
    it, and readers type their own address in more than one way. Raises ValidationError with a sentence
    for the reader.
    """
    try:
        valid = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(
            _("This does not look like a mail address. Please check it, for example for a missing @ or dot.")
        ) from error
    return valid.normalized.lower()
