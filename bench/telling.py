"""Whether the forms tell, by their answer or by the time it takes, that an address is a reader's.

    python bench/telling.py [--pairs 1000] [--control [MILLISECONDS]] [--port 8161]

Readers' addresses and made-up ones are entered in a random order, each once, into the sign-up form and into the
form for a link to the preferences, with gunicorn (two workers) on PostgreSQL. Status, headers and body must be the
same to the byte, but for the headers that tell the time. The times are compared by the Mann-Whitney U test (is one
of them longer?) and by the Kolmogorov-Smirnov test (are they of another shape?); an answer counts as telling below
p = 0.001.

--control lets the web server wait for a reader, two milliseconds if nothing else is said
(bench/telling_control.py). The tests must find it: otherwise this measurement could not have found anything. On a
machine that is busy with something else they cannot. Ends with an error if something is not as it must be.
"""

import argparse
import http.client
import math
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode, urlsplit

import numpy as np
from production import THREADS, WORKERS, House, house

ALPHA = 0.001
WARM_UP = 40
CLOCKS = {"Date", "Expires"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

MAKE_READERS = """
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from editorial.models import PublisherSettings
from wagtail.models import Site
imprint = {{"name": "Verlag", "postal_address": "Am Alten Hafen 3", "email": "post@pollenpost.example"}}
PublisherSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=imprint)
wording = Purpose.objects.newsletters().offered().first().wording("de")
for email in {emails}:
    consent.grant(Subscriber.objects.create(email=email).subject, wording, form="/brief/")
print(wording.pk)
"""


@dataclass
class Answers:
    """Of one form to one kind of address."""

    times: list[float] = field(default_factory=list)  # milliseconds
    kinds: set[tuple[int, tuple[tuple[str, str], ...], bytes]] = field(default_factory=set)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=1000)
    options.add_argument("--control", type=float, nargs="?", const=2.0, default=0.0, metavar="MILLISECONDS")
    options.add_argument("--port", type=int, default=8161)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    readers, strangers = _addresses(chance, chosen.pairs), _addresses(chance, chosen.pairs)
    with house(chosen.port, demo=False) as built:
        wording = built.ask(MAKE_READERS.format(emails=readers)).split()[-1]
        application = "telling_control" if chosen.control else "pollenpost.wsgi"
        variables = {"CLIENT_ADDRESS_HEADER": "HTTP_X_FORWARDED_FOR", "CONTROL": str(chosen.control)}
        with built.serving(application, **variables):
            forms = {"/brief/": {"wordings": wording}, "/brief/einstellungen/": {}}
            found = {path: ask(built, path, more, readers, strangers, chance) for path, more in forms.items()}
    print(
        f"gunicorn, {WORKERS} workers with {THREADS} threads, on PostgreSQL; {os.cpu_count()} cores, load average"
    )
    print(f"{os.getloadavg()[0]:.1f}; {chosen.pairs} addresses of each kind; seed {chosen.seed}.\n")
    told = [report(path, known, unknown) for path, (known, unknown) in found.items()]
    # The control slows the sign-up form alone.
    expected = [bool(chosen.control), False]
    if told != expected:
        sys.exit("Not as it must be.")


def _addresses(chance: random.Random, count: int) -> list[str]:
    return [f"{chance.getrandbits(48):012x}@example.org" for _ in range(count)]


def ask(
    built: House, path: str, more: dict[str, str], readers: list[str], strangers: list[str], chance: random.Random
) -> tuple[Answers, Answers]:
    """The answers to readers and to strangers."""
    token = _token(built, path)
    known, unknown = Answers(), Answers()
    networks = _networks()
    for address in _addresses(chance, WARM_UP):
        _enter(built, path, {**more, "email": address, "shown": token}, next(networks), Answers())
    rows = [(address, known) for address in readers] + [(address, unknown) for address in strangers]
    chance.shuffle(rows)
    for address, answers in rows:
        _enter(built, path, {**more, "email": address, "shown": token}, next(networks), answers)
    return known, unknown


def _token(built: House, path: str) -> str:
    """That of a form that was shown long enough ago."""
    connection = http.client.HTTPConnection(urlsplit(built.url).netloc)
    connection.request("GET", path)
    page = connection.getresponse().read().decode()
    connection.close()
    time.sleep(3)
    [token] = re.findall(r'name="shown" value="([^"]+)"', page)
    return token


def _networks() -> Iterator[str]:
    """A client from another network each time: the limit of one network is not what is measured."""
    for number in range(200 * 250 * 250):
        yield f"{20 + number // 62500}.{number // 250 % 250}.{number % 250}.7"


def _enter(built: House, path: str, fields: dict[str, str], client: str, answers: Answers) -> None:
    body = urlencode(fields)
    connection = http.client.HTTPConnection(urlsplit(built.url).netloc)
    connection.connect()
    began = time.perf_counter()
    connection.request("POST", path, body, {**FORM, "X-Forwarded-For": client})
    response = connection.getresponse()
    content = response.read()
    answers.times.append((time.perf_counter() - began) * 1000)
    connection.close()
    if response.status not in (200, 302):
        sys.exit(f"{path} answered {response.status}: {content[:300]!r}")
    headers = tuple(sorted((name, value) for name, value in response.getheaders() if name not in CLOCKS))
    answers.kinds.add((response.status, headers, content))


def report(path: str, known: Answers, unknown: Answers) -> bool:
    """Prints what was found; whether the form tells."""
    same = known.kinds == unknown.kinds and len(known.kinds) == 1
    p_longer = mann_whitney(known.times, unknown.times)
    distance, p_shape = kolmogorov_smirnov(known.times, unknown.times)
    told = not same or min(p_longer, p_shape) < ALPHA
    print(f"{path}")
    print(f"  status, headers, body   {'the same to the byte' if same else 'DIFFERENT'}")
    for kind in () if same else known.kinds ^ unknown.kinds:
        print(f"    {str(kind)[:500]}")
    print(f"  median                  {median(known.times):.2f} ms known, {median(unknown.times):.2f} ms unknown")
    print(f"  Mann-Whitney U          p = {p_longer:.3g}")
    print(f"  Kolmogorov-Smirnov      D = {distance:.3f}, p = {p_shape:.3g}")
    print(f"  {'can be told apart' if told else 'cannot be told apart'}\n")
    return told


def mann_whitney(first: list[float], second: list[float]) -> float:
    """Two-sided p by the normal approximation with the correction for ties (good from twenty values on)."""
    n, m = len(first), len(second)
    values, ties = np.unique([*first, *second], return_counts=True)
    # The mean rank of each distinct value.
    ranks = dict(zip(values.tolist(), (np.cumsum(ties) - (ties - 1) / 2).tolist(), strict=True))
    u = sum(ranks[value] for value in first) - n * (n + 1) / 2
    total = n + m
    spread = n * m / 12 * ((total + 1) - float(np.sum(ties**3 - ties)) / (total * (total - 1)))
    z = max(0.0, abs(u - n * m / 2) - 0.5) / math.sqrt(spread)
    return math.erfc(z / math.sqrt(2))


def kolmogorov_smirnov(first: list[float], second: list[float]) -> tuple[float, float]:
    """The largest distance of the two distribution functions, and its asymptotic p (Smirnov 1948, with the
    correction by Stephens 1970)."""
    n, m = len(first), len(second)
    points = np.sort(np.concatenate([first, second]))
    below = [np.searchsorted(np.sort(sample), points, side="right") / len(sample) for sample in (first, second)]
    distance = float(np.max(np.abs(below[0] - below[1])))
    root = math.sqrt(n * m / (n + m))
    argument = (root + 0.12 + 0.11 / root) * distance
    if argument < 0.2:
        return distance, 1.0
    p = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * argument * argument) for k in range(1, 101))
    return distance, min(max(p, 0.0), 1.0)


if __name__ == "__main__":
    main()
