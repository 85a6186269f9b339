"""Other sites that carry our form. An origin is scheme, host and port (RFC 6454), as "https://partner.example"."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.encoding import punycode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

DEFAULT_PORTS = {"http": 80, "https": 443}
LOCAL = {"localhost", "127.0.0.1", "::1"}


@register_setting(icon="code")
class EmbeddingSettings(BaseSiteSetting):
    """The sites whose copy of the sign-up form is taken directly."""

    origins = models.TextField(
        _("sites that may carry the form"),
        blank=True,
        help_text=_(
            "One a line, as https://www.example.org. Sign-ups from there are taken as if the form stood on our "
            "own pages; from anywhere else readers see our own form once more before it is sent."
        ),
    )

    panels = [FieldPanel("origins")]

    class Meta:
        verbose_name = _("form on other sites")

    @property
    def known_origins(self) -> list[str]:
        return self.origins.split()

    def clean(self) -> None:
        """Each line becomes the origin that browsers will name."""
        lines = [line for line in self.origins.replace(",", "\n").splitlines() if line.strip()]
        try:
            self.origins = "\n".join(dict.fromkeys(normalise_origin(line) for line in lines))
        except ValidationError as error:
            raise ValidationError({"origins": error}) from error


def normalise_origin(typed: str) -> str:
    """The origin as browsers write it. An address of a page is cut down to it; raises ValidationError."""
    typed = typed.strip()
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    try:
        host, port = punycode(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        host, port = "", None
    if not _is_host(host) or parts.username or parts.password:
        raise ValidationError(
            _now("“%(typed)s” is no address of a site. Please write it as https://www.example.org"),
            params={"typed": typed},
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL):
        raise ValidationError(
            _now("“%(typed)s” must begin with https, so that nobody reads along."), params={"typed": typed}
        )
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != DEFAULT_PORTS[parts.scheme] else "")


def _is_host(host: str) -> bool:
    labels = host.split(".")
    named = len(labels) > 1 and all(label.replace("-", "").isalnum() for label in labels)
    return host in LOCAL or (named and host.isascii())
