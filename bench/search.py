"""How long the search takes on a generated archive, beside what a plain search of its titles and texts costs.

    python bench/search.py [--pages 5000] [--words 800]

It writes into a database of its own: a temporary SQLite file, or what DATABASE_URL names (without pages).
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")
os.environ["POLLENPOST_VAR"] = tempfile.mkdtemp(prefix="pollenpost-bench-")
os.environ["LOG_LEVEL"] = "WARNING"

import django  # noqa: E402

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from blog.models import BlogPage, StoryPage  # noqa: E402
from editorial.models import HomePage, ReadablePage, SearchPosting, SearchWord, Topic  # noqa: E402
from editorial.search import indexing, trigrams  # noqa: E402
from editorial.search.finding import find  # noqa: E402
from editorial.search.queries import understand  # noqa: E402

ROUNDS = 9
# German compounds are made of these, so that the vocabulary is as large and as alike as that of an archive.
FIRST = "kunden daten brief preis markt wert kauf post heft leser vertrags werbe treue umsatz service".split()  # noqa: SIM905
SECOND = [
    "wert",
    "schutz",
    "karte",
    "marketing",
    "beziehung",
    "bindung",
    "pflege",
    "rechnung",
    "analyse",
    "liste",
    "gespräch",
    "abteilung",
]
QUESTIONS = {
    "one word": "Kundenbindung",
    "in every text": "Kunden",
    "two words": "Vertragspflege Umsatzanalyse",
    "misspelt": "Kundenbidung",
    "two misspelt": "Vertragspflge Umsatzanalise",
    "umlaut": "Kundengespraech",
    "compound split": "Kunden Gespräch",
    "phrase": '"Kundenbindung Datenschutz"',
    "nowhere": "Xylophonquark",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--words", type=int, default=800)
    chosen = options.parse_args()
    translation.activate("de")
    call_command("migrate", verbosity=0)
    if ReadablePage.objects.exists():
        sys.exit("There are pages in this database; name an empty one in DATABASE_URL.")
    fill(chosen.pages, chosen.words)
    started = time.perf_counter()
    indexing.rebuild()
    seconds = time.perf_counter() - started
    print(
        f"{connection.vendor}, trigrams: {trigrams.available()}; {chosen.pages} pages of {chosen.words} words in "
        f"{seconds:.0f} s ({1000 * seconds / chosen.pages:.0f} ms a page to index); "
        f"{SearchWord.objects.count()} words, {SearchPosting.objects.count()} postings"
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client(SERVER_NAME="localhost")
    client.get("/suche/?q=warm")
    print(f"{'':16} {'search':>16} {'plain LIKE':>16}   median and 95th percentile in ms, results")
    for name, question in QUESTIONS.items():
        found = len(find(understand(question)).pages)
        ours = measure(partial(client.get, "/suche/", {"q": question}))
        plain = measure(partial(like, question))
        print(f"{name:16} {ours:>16} {plain:>16}   {found}")


def measure(act: Callable[[], object]) -> str:
    took = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(took):.0f} / {sorted(took)[int(0.95 * ROUNDS)]:.0f}"


def like(question: str) -> list[int]:
    """The baseline forgives nothing: pages with this in their title or text, the newest ten and their number."""
    pages = ReadablePage.objects.open_to_all().in_language()
    pages = pages.filter(Q(title__icontains=question) | Q(body__icontains=question)).newest_first()
    return [pages.count(), *pages.values_list("pk", flat=True)[:10]]


def fill(pages: int, words: int) -> None:
    """Writes the rows of the pages past all who listen to saved pages; the index is built afterwards."""
    chance = random.Random(26)
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Bench", slug="bench"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    blog = home.add_child(instance=BlogPage(title="Blog", slug="blog"))
    topics = [Topic.objects.create(label_de=f"Thema {number}") for number in range(30)]
    rest = [syllables(chance) for _word in range(60_000)]
    weights = list(itertools.accumulate(1 / (place + 5) for place in range(len(rest))))
    kind = ContentType.objects.get_for_model(StoryPage)
    with transaction.atomic():
        for number in range(1, pages + 1):
            compounds = [compound(chance) for _word in range(words // 20)]
            text = chance.choices(rest, cum_weights=weights, k=words - len(compounds)) + compounds + ["Kunden"]
            chance.shuffle(text)
            story = StoryPage(
                title=f"{compound(chance)} und {compound(chance)} {number}",
                slug=f"s{number}",
                path=Page._get_path(blog.path, blog.depth + 1, number),
                depth=blog.depth + 1,
                url_path=f"{blog.url_path}s{number}/",
                content_type=kind,
                locale=blog.locale,
                standfirst=" ".join(text[:20]),
                published_on=date(2006 + number % 20, 3, 1),
                body=[
                    ("paragraph", f"<p>{' '.join(text[place : place + 80])}</p>") for place in range(20, words, 80)
                ],
            )
            story.draft_title = story.title
            write(story)
            links = ReadablePage.topics.through
            links.objects.bulk_create(
                links(readablepage_id=story.pk, topic_id=topic.pk) for topic in chance.sample(topics, 3)
            )


def write(story: StoryPage) -> None:
    """The rows of the three tables of a story, each by itself (raw: as a fixture is loaded)."""
    page = Page(**{field.attname: getattr(story, field.attname) for field in Page._meta.concrete_fields})
    page.save_base(raw=True)
    story.pk = story.id = story.page_ptr_id = story.readablepage_ptr_id = page.pk
    readable = ReadablePage(page_ptr_id=page.pk)
    for field in ReadablePage._meta.local_concrete_fields:
        setattr(readable, field.attname, getattr(story, field.attname))
    readable.save_base(raw=True)
    story.save_base(raw=True)


def compound(chance: random.Random) -> str:
    return (chance.choice(FIRST) + chance.choice(SECOND)).capitalize()


def syllables(chance: random.Random) -> str:
    letters = [chance.choice("bdfgklmnprstw") + chance.choice(["a", "e", "i", "o", "u", "ei"]) for _n in range(4)]
    return "".join(letters[: chance.randint(2, 4)]) + chance.choice(["", "n", "er", "ung", "st"])


if __name__ == "__main__":
    main()
