"""Programs that open links and say so themselves: scanners of mail, previews, libraries, headless browsers.

Many scanners call themselves a browser. These are told by what they do (clicks.py), not by a name.
"""

import re
from collections.abc import Mapping

# What scanners, crawlers and previews call themselves; names of the makers where they vary. Apps that show a page
# to a person within themselves (FBAN, Instagram, Line, Pinterest/iOS) are none of them.
_NAMES = [
    # Scanners of mail and of addresses.
    r"barracuda|mimecast|proofpoint|ppecheck|fireeye|trellix|trend ?micro|ironport|messagelabs|symantec",
    r"forcepoint|websense|sophos|kaspersky|bitdefender|zscaler|cloudmark|vade ?secure|retarus|hornetsecurity",
    r"nospamproxy|antispameurope|mailguard|spamtitan|libraesva|virustotal|urlscan|phishtank|netcraft|safebrowsing",
    r"google-safety|bingpreview|yahoomailproxy|googleimageproxy",
    # Office asks for a link by itself before it hands it to the browser.
    r"ms-office|microsoft office|msoffice",
    # Previews of links in messengers and networks.
    r"facebookexternalhit|facebookcatalog|whatsapp/|skypeuripreview|slack-imgproxy|vkshare|embedly|iframely",
    r"google-pagerenderer|google-read-aloud|mediapartners-google|mastodon/|pleroma|bluesky cardyb|redditbot",
    # Whatever calls itself a robot; a Cubot is a telephone.
    r"(?<!cu)bot\b|robot|crawl|spider|slurp|scanner|link ?check|linkpreview|validator|uptime|monitor|archiver",
    # Libraries and tools.
    r"^curl|\bwget|python|urllib|aiohttp|httpx|go-http-client|^java/|okhttp|apache-httpclient|http_?client",
    r"libwww|lwp::|\bruby\b|faraday|node-fetch|^node\b|axios|undici|^got\b|guzzle|^php|powershell|winhttp|scrapy",
    r"postman|insomnia|restsharp|dart:io|^reqwest|typhoeus",
    # Browsers that nobody looks at.
    r"headless|phantomjs|puppeteer|playwright|selenium|webdriver|lighthouse|htmlunit|jsdom|cypress|wkhtml|prerender",
]
_KNOWN = re.compile("|".join(_NAMES), re.IGNORECASE)

# Asked for ahead of a person, who may never follow. Different browsers name it in different fields.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_AHEAD_SAYS = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def is_program(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request says of itself that no person made it.

    `headers` finds its fields whatever their case, as those of a request do. A field that is missing proves
    nothing, but for the name: every browser has one.
    """
    name = headers.get("User-Agent", "").strip()
    if method != "GET" or not name or _KNOWN.search(name):
        return True
    if any(_AHEAD_SAYS.search(headers.get(field, "")) for field in _AHEAD):
        return True
    # Browsers of today say it of each request: a link that a person follows navigates (W3C Fetch Metadata).
    return headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
