"""How many pages a second: home and article, kept and written anew, with gunicorn (two workers) on PostgreSQL.

    python bench/pages.py [--check] [--seconds 10]

Three ways in one run: **kept** (the page cache answers), **anew** (the same server writes each page: a parameter
that it does not know bypasses the cache), and **nothing kept** (a server with PAGE_CACHE_SECONDS=0, which
remembers nothing from page to page either). --check ends with an error where a target is missed.
"""

import argparse
import os
import sys

from driver import Figures, drive
from production import THREADS, WORKERS, House, house

# Pages a second, and times as many as without the cache.
KEPT, ANEW, RATIO = 1000, 100, 10

# By page and way: the figures, and the processor time of each page in milliseconds.
Found = dict[tuple[str, str], tuple[Figures, float]]

FIND = (
    "from urllib.parse import urlsplit; from magazine.models import ArticlePage; "
    "print(urlsplit(ArticlePage.objects.live().newest_first().first().url).path)"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--port", type=int, default=8160)
    options.add_argument("--database-url", default="", help="One with the demo in it, instead of a new one.")
    options.add_argument("--folder", default="", help="The POLLENPOST_VAR that belongs to it.")
    chosen = options.parse_args()
    with house(chosen.port, chosen.database_url, chosen.folder) as built:
        pages = {"home": "/", "article": built.ask(FIND)}
        found: Found = {}
        with built.serving():
            for name, path in pages.items():
                found[name, "anew"] = measure(built, path, chosen, anew=True)
                found[name, "kept"] = measure(built, path, chosen, anew=False)
        with built.serving(PAGE_CACHE_SECONDS="0"):
            for name, path in pages.items():
                found[name, "nothing kept"] = measure(built, path, chosen, anew=False)
    report(found, chosen.connections)
    missed = complaints(found)
    for complaint in missed:
        print(f"missed: {complaint}")
    if missed and chosen.check:
        sys.exit(1)


def measure(built: House, path: str, chosen: argparse.Namespace, anew: bool) -> tuple[Figures, float]:
    """The figures of one page, and the milliseconds of processor time that each cost the web server."""
    # The first second draws pictures, opens connections and fills memories.
    drive(built.url, lambda _n: path, 1, chosen.connections)
    target = (lambda n: f"{path}?anew={n}") if anew else (lambda _n: path)
    drive(built.url, target, 1, chosen.connections)
    before = built.web_seconds()
    figures = drive(built.url, target, chosen.seconds, chosen.connections)
    return figures, (built.web_seconds() - before) / figures.pages * 1000


def report(found: Found, connections: int) -> None:
    print(f"gunicorn, {WORKERS} workers with {THREADS} threads, on PostgreSQL; {os.cpu_count()} cores for all")
    print(f"and the client (bench/driver.py, {connections} connections). Load average {os.getloadavg()[0]:.1f}.\n")
    print(f"{'page':8} {'':13} {'pages/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'cpu ms':>8} {'bytes':>8}")
    for (page, way), (figures, cost) in found.items():
        times = f"{figures.p50:8.1f} {figures.p99:8.1f} {cost:8.2f}"
        print(f"{page:8} {way:13} {figures.rate:8.0f} {times} {figures.bytes_each:8}")
    print()
    for page in ("home", "article"):
        for way in ("anew", "nothing kept"):
            print(
                f"{page}: kept is {rate(found, page, 'kept') / rate(found, page, way):.1f} times as fast as {way}"
            )


def rate(found: Found, page: str, way: str) -> float:
    return found[page, way][0].rate


def complaints(found: Found) -> list[str]:
    missed = []
    for page in ("home", "article"):
        kept, anew = rate(found, page, "kept"), rate(found, page, "anew")
        if kept < KEPT:
            missed.append(f"{page}: {kept:.0f} kept pages a second, {KEPT} wanted")
        if kept < RATIO * anew:
            missed.append(f"{page}: kept is {kept / anew:.1f} times as fast as anew, {RATIO} wanted")
    if rate(found, "article", "anew") < ANEW:
        missed.append(f"article: {rate(found, 'article', 'anew'):.0f} a second written anew, {ANEW} wanted")
    return missed


if __name__ == "__main__":
    main()
