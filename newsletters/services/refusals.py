"""What a mail server meant when it refused a letter (RFC 5321 § 4.2, enhanced codes of RFC 3463)."""

import re
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException

# Not part of an IP address, which such replies are full of.
_ENHANCED = re.compile(r"(?<![\d.])5\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
# 5.1.x that speak of the recipient: no such mailbox, no such host, no address at all, moved away without a word,
# and a domain that takes no mail (RFC 7505). 5.1.7 and 5.1.8 speak of the sender.
_NOBODY = {(1, detail) for detail in (1, 2, 3, 6, 10)}
# Codes of RCPT that mean «nobody here» unless the words say otherwise; 550 is used for policies, too.
_WITHOUT_DETAILS = {550, 551, 553}
_NOBODY_IN_WORDS = re.compile(
    r"(?:no such|unknown|invalid|non-?existent)\s+(?:\w+\s+)?(?:user|recipient|mailbox|address|account)"
    r"|(?:user|recipient|mailbox|address|account)\s+(?:\w+\s+)?(?:unknown|not found|does ?n[o']t exist|invalid)"
    r"|(?:does ?n[o']t|not) have an? .{0,40}account|unrouteable address",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Refusal:
    code: int
    text: str
    of_recipient: bool

    @property
    def reply(self) -> str:
        return f"{self.code} {self.text}".strip()

    @property
    def passing(self) -> bool:
        return 400 <= self.code < 500

    @property
    def nobody_there(self) -> bool:
        """Whether this address takes no mail for good. Never true of a refusal out of policy (5.7.x), of a full
        mailbox (5.2.2), or where the server left it open: a reader lost by mistake is worse than one more bounce.
        """
        if not self.of_recipient or self.code < 500:
            return False
        enhanced = {(int(subject), int(detail)) for subject, detail in _ENHANCED.findall(self.text)}
        if enhanced:
            return enhanced <= _NOBODY
        of_sender = "sender" in self.text.lower()
        return self.code in _WITHOUT_DETAILS and not of_sender and bool(_NOBODY_IN_WORDS.search(self.text))


def read(error: SMTPResponseException | SMTPRecipientsRefused) -> Refusal:
    if isinstance(error, SMTPResponseException):
        return Refusal(error.smtp_code, _words(error.smtp_error), of_recipient=False)
    code, text = next(iter(error.recipients.values()), (0, b""))
    return Refusal(code, _words(text), of_recipient=True)


def _words(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)
