"""Slips of the finger in the domains of the large mail providers: gmial.com, gmx.ed, t-online.e.

Only a question is made of it («Meinten Sie …?»): there are people with the oddest domains.
"""

from rapidfuzz.distance import OSA

PROVIDERS = (
    "gmail.com",
    "googlemail.com",
    *("gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
    *("web.de", "t-online.de", "freenet.de", "vodafone.de", "kabelmail.de"),
    *("outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de", "msn.com"),
    *("yahoo.com", "yahoo.de", "icloud.com", "aol.com", "aol.de"),
    *("posteo.de", "mailbox.org", "proton.me", "protonmail.com"),
    *("bluewin.ch", "sunrise.ch", "aon.at"),
)
# Providers that look like a slip of another one and are none.
RIGHT = {*PROVIDERS, "mail.de", "email.de", "mail.com", "email.com", "ymail.com", "fmail.com", "hmail.com"}
# What no rule below finds: the domains are too short, or the name is right and the end is another's.
SLIPS = {
    "gmail.de": "gmail.com",
    "gmail.at": "gmail.com",
    "gmail.ch": "gmail.com",
    "googlemail.de": "googlemail.com",
    "gamil.de": "gmail.com",
    "gmial.de": "gmail.com",
    **dict.fromkeys(("gnx.de", "gmc.de", "gmy.de", "gxm.de", "gm.de", "gmx.d", "gmxde.de", "gmx.dee"), "gmx.de"),
    **dict.fromkeys(("gxm.net", "gnx.net", "gmx.met", "gmx.bet"), "gmx.net"),
    **dict.fromkeys(("wbe.de", "wep.de", "ewb.de", "wed.de", "wb.de", "weeb.de", "web.d", "webb.de"), "web.de"),
    **dict.fromkeys(("tonline.de", "t-onlin.de", "t-onine.de", "t-onlie.de", "t.online.de"), "t-online.de"),
    **dict.fromkeys(("iclod.com", "icould.com", "icoud.com"), "icloud.com"),
}
# Ends that are none, after a name that we know.
ENDS = {
    **dict.fromkeys(("ed", "e", "d", "dde", "dee", "der", "ded", "dw", "fe", "dd"), "de"),
    **dict.fromkeys(("con", "cm", "om", "cmo", "ocm", "comm", "coom", "vom", "xom", "cim", "cpm", "co"), "com"),
    **dict.fromkeys(("nte", "ne", "nett", "met", "bet", "ent", "ner"), "net"),
    **dict.fromkeys(("hc", "c", "cch"), "ch"),
}
# Shorter names are too close to one another for one wrong key to mean anything.
SHORTEST = 5


def suggestion(address: str) -> str:
    """The address that was probably meant, for a normalised one; nothing if it looks right."""
    local, _at, domain = address.rpartition("@")
    meant = _domain_meant(domain)
    return f"{local}@{meant}" if meant else ""


def _domain_meant(domain: str) -> str:
    if domain in RIGHT:
        return ""
    if domain in SLIPS:
        return SLIPS[domain]
    name, _dot, end = domain.rpartition(".")
    end = ENDS.get(end, end)
    if f"{name}.{end}" in PROVIDERS:
        return f"{name}.{end}"
    return next((right for right in PROVIDERS if _is_near(right, name, end)), "")


def _is_near(right: str, name: str, end: str) -> bool:
    """One key too many, too few, wrong, or two exchanged; another country's end is no slip (hotmail.dk)."""
    right_name, _dot, right_end = right.rpartition(".")
    return right_end == end and len(right_name) >= SHORTEST and OSA.distance(right_name, name) == 1
