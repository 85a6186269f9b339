"""How shares and differences of shares are written."""

from django import template
from django.utils.formats import number_format

from editorial.templatetags.typography import HOLD

register = template.Library()
MINUS = "\N{MINUS SIGN}"


def _hundredths(number: float) -> str:
    """Rounded first: Django's own function cuts off."""
    return number_format(round(number * 100, 1), 1)


@register.filter
def percent(share: float) -> str:
    """«21,4 %» for 0.214, with a space that holds."""
    return f"{_hundredths(share)}{HOLD}%"


@register.filter
def points(difference: float) -> str:
    """«2,1» for 0.021: hundredths, without their sign."""
    return _hundredths(abs(difference))


@register.filter
def signed_points(difference: float) -> str:
    """«+2,1» or «−2,1»; what rounds to nothing has no sign."""
    if abs(difference) < 0.0005:
        return points(0)
    return ("+" if difference > 0 else MINUS) + points(difference)
