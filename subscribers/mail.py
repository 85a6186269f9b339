"""Mails that people wait for. Each is a folder in templates/emails/: subject.txt, body.txt, body.mjml."""

from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.utils import translation
from django.utils.translation import gettext, pgettext
from mjml import mjml2html
from wagtail.models import Site

from editorial.models import PublisherSettings
from subscribers.models import Subscriber


class ImprintIncomplete(Exception):
    """The publisher's name, postal address or mail address is missing: nothing may be mailed (DDG § 5)."""


class MailRefused(Exception):
    """The server refused this recipient or this mail for good (5xx, RFC 5321 § 4.2.1): trying again is no use."""


class MailDeferred(Exception):
    """The mail could not be handed over now, for whatever reason that may pass: it is to be tried again."""


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def publisher() -> PublisherSettings:
    return PublisherSettings.for_site(Site.objects.get(is_default_site=True))


def render_mail(name: str, context: dict[str, Any], language: str) -> RenderedMail:
    """Renders templates/emails/<name>/ in this language, with the publisher's imprint in the context."""
    with translation.override(language):
        context = frame_context(language) | context
        # A header field is one line (RFC 5322 § 2.2).
        subject = " ".join(render_template(f"emails/{name}/subject.txt", context, autoescape=False).split())
        context["subject"] = subject
        text = render_template(f"emails/{name}/body.txt", context, autoescape=False).strip() + "\n"
        return RenderedMail(subject, text, mjml_to_html(render_template(f"emails/{name}/body.mjml", context)))


def frame_context(language: str) -> dict[str, Any]:
    """What templates/emails/base.mjml and base.txt need."""
    site = Site.objects.get(is_default_site=True)
    return {
        "language": language,
        "publisher": PublisherSettings.for_site(site),
        "site_name": site.site_name or settings.WAGTAIL_SITE_NAME,
        "public_url": settings.PUBLIC_URL,
    }


def mjml_to_html(source: str) -> str:
    """Compiles MJML. Without `fonts={}` and an icon origin the result would call hosts of third parties."""
    return mjml2html(source, fonts={}, social_icon_origin=f"{settings.PUBLIC_URL}{settings.STATIC_URL}")


def send_mail(name: str, recipient: Subscriber | str, context: dict[str, Any], language: str) -> None:
    """Renders and hands over one mail. Raises ImprintIncomplete before anything leaves.

    Raises MailRefused or MailDeferred if the server did not take it; neither carries an address into the log.
    """
    sender = publisher()
    if not sender.complete:
        raise ImprintIncomplete
    mail = render_mail(name, context, language)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((sender.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[recipient.email if isinstance(recipient, Subscriber) else recipient],
        reply_to=[sender.email],
        # Holiday answers are not wanted (RFC 3834 § 5).
        headers={"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=domain)},
    )
    message.attach_alternative(mail.html, "text/html")
    _hand_over(message)


def _hand_over(message: EmailMultiAlternatives) -> None:
    """Only the answers to RCPT and DATA are about this mail.

    A wrong password or a sender that is not allowed concerns every mail until the operator mends it.
    """
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        raise _failure(*(code for code, _reply in error.recipients.values())) from None
    except SMTPDataError as error:
        raise _failure(error.smtp_code) from None
    except (OSError, SMTPException) as error:
        raise MailDeferred(type(error).__name__) from None


def _failure(*codes: int) -> MailRefused | MailDeferred:
    said = ", ".join(str(code) for code in codes)
    return MailRefused(said) if codes and min(codes) >= 500 else MailDeferred(said)


def greeting(name: str, form_of_address: str) -> str:
    """The first line of a mail, in the language that is active."""
    if form_of_address == Subscriber.Address.DU:
        first_name = name.split()[0] if name.strip() else ""
        return pgettext("du", "Hello %(name)s,") % {"name": first_name} if first_name else pgettext("du", "Hello,")
    return gettext("Hello %(name)s,") % {"name": name.strip()} if name.strip() else gettext("Hello,")


def render_template(template: str, context: dict[str, Any], autoescape: bool = True) -> str:
    """Renders one template of a mail; plain text is not escaped."""
    loaded = engines["django"].engine.get_template(template)  # type: ignore[attr-defined]
    return str(loaded.render(Context(context, autoescape=autoescape)))
