"""The mails to the sender of a contribution, and the links in them."""

import re
from urllib.parse import urlsplit


def link_in(mail, part):
    """The path of the link in a mail that contains this part."""
    [found] = {url for url in re.findall(r"http://\S+", mail.body) if part in urlsplit(url).path}
    return urlsplit(found).path


def to_dora(outbox):
    """The mails to the sender after the one that asked for the confirmation."""
    return [mail for mail in outbox if mail.to == ["dora@example.org"]][1:]
