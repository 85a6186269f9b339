"""A million readers with their declarations, written straight into the tables of PostgreSQL.

Names, addresses and dates are drawn by chance, the same ones every time. Django has to be set up beforehand.
"""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

FIRST = """
Ada Anna Bruno Clara Dora Emil Frieda Gustav Hanna Ida Jan Käthe Lena Max Nora Otto Paula Quirin Rosa Sven Thea Uwe
Vera Wiebke Yara Zoë Jürgen Björn Sören Günther Ömer Michaela Manuel Renée François Henrike Torben Silke
""".split()  # noqa: SIM905
NAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier
""".split()  # noqa: SIM905
SYLLABLES = """
ber gel han ken lin mar nau per rot sen tor wal bach dorf feld hein holz kamp mann stein thal
""".split()  # noqa: SIM905
HOSTS = ["gmail.example", "web.example", "gmx.example", "posteo.example", "t-online.example", "example.org"]


def fill(readers: int) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection

    from subscribers.models import Purpose, Wording

    get_user_model().objects.create_superuser("bench", password="bench")  # noqa: S106
    wordings = []
    for key, kind in (("brief", "newsletter"), ("pollen", "pollen"), ("selten", "newsletter")):
        purpose, _made = Purpose.objects.get_or_create(key=key, defaults={"kind": kind, "label_de": key})
        wording, _made = Wording.objects.get_or_create(purpose=purpose, language="de", version=1)
        wordings.append(wording)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        columns = (
            "email, name, subject, language, form_of_address, frequency, confirmed_at, paused_until, "
            "restricted_at, unreachable_at, last_sign_at"
        )
        with cursor.copy(f"COPY subscribers_subscriber ({columns}) FROM STDIN") as copy:
            for row in people(readers):
                copy.write_row(row)
        print(f"{readers} readers written in {time.perf_counter() - began:.0f} s, indexes and all")
        began = time.perf_counter()
        columns = "subject, position, purpose_id, kind, wording_id, at, evidence, previous, hash"
        with cursor.copy(f"COPY subscribers_consentevent ({columns}) FROM STDIN") as copy:
            for row in events(readers, wordings):
                copy.write_row(row)
    from subscribers.services import rebuilding

    print(f"{rebuilding.rebuild()} states; events and states written in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pseudonym(number: int) -> UUID:
    return UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)


def people(count: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(4)
    begin = datetime(2018, 1, 1, tzinfo=UTC)
    step = timedelta(days=3000) / count
    for number in range(count):
        first = chance.choice(FIRST)
        last = (
            chance.choice(NAMES) if chance.random() < 0.6 else "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        )
        if number == count // 3:
            first, last = "Ada", "Lindgrensdottir"
        at = begin + number * step
        address = f"{first}.{last}{'' if number == count // 3 else number}@{chance.choice(HOSTS)}".lower()
        for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ë", "e"), ("é", "e"), ("ç", "c")):
            address = address.replace(umlaut, written)
        rare = chance.random()
        yield (
            address,
            f"{first} {last}" if chance.random() < 0.8 else "",
            pseudonym(number + 1),
            "en" if chance.random() < 0.04 else "de",
            "sie",
            "each",
            at,
            "2099-01-01" if 0.10 < rare < 0.12 else None,
            at if 0.20 < rare < 0.2003 else None,
            at if 0.30 < rare < 0.33 else None,
            at,
        )


def events(count: int, wordings: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Nobody proves these: bench/ledger.py does. Of ten readers two have left; one of 500 keeps only pollen."""
    chance = random.Random(5)
    begin = datetime(2018, 1, 1, tzinfo=UTC)
    step = timedelta(days=3000) / count
    brief, pollen, rare = wordings
    for number in range(count):
        subject, at = pseudonym(number + 1), begin + number * step
        life = [(brief, "granted")]
        if chance.random() < 0.3:
            life.append((pollen, "granted"))
        fate = chance.random()
        if fate < 0.2:
            life += [(wording, "withdrawn") for wording, _kind in list(life)]
        elif fate < 0.202:
            life = [(brief, "granted"), (pollen, "granted"), (brief, "withdrawn")]
        elif fate < 0.2022:
            life += [(rare, "granted"), (pollen, "objected")]
        for position, (wording, kind) in enumerate(life, 1):
            wording_id = wording.pk if kind == "granted" else None
            yield (subject, position, wording.purpose_id, kind, wording_id, at, "{}", "", "0" * 64)
