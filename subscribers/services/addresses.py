"""One spelling for each mail address."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email


def normalise_address(address: str) -> str:
    """The address as it is stored: Unicode-normalised, in lower case, without spaces around it.

    Lower case throughout, although RFC 5321 § 2.4 lets the local part differ by case: no provider uses
    it, and readers type their own address in more than one way. Other letters than ASCII may stand in the
    domain only: many mail servers do not know SMTPUTF8 (RFC 6531), and the letter would not arrive. Raises
    ValidationError with a sentence for the reader.
    """
    address = address.strip()
    if "@" in address and not address.rpartition("@")[0].isascii():
        raise ValidationError(
            _("We cannot write to addresses with umlauts or other special letters before the @. Have you another?")
        )
    try:
        valid = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError(
            _("This does not look like a mail address. Please check it, for example for a missing @ or dot.")
        ) from error
    return valid.normalized.lower()
