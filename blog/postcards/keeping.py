"""Files of cards, drawn when somebody first asks for them and kept until the card changes.

They lie outside of what the web server hands out by itself: whoever asks for one goes through the page, its
password and its state.
"""

import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.cache import cache

from .card import Card
from .checking import found_problems
from .rendering import render

A_WEEK = 7 * 24 * 3600


def kept(owner: int, card: Card, name: str) -> Path:
    """The file of this name of a page's card. Raises Unprintable."""
    folder = _folder(owner) / card.fingerprint()
    path = folder / name
    if not path.exists():
        content = render(card, name)
        folder.mkdir(parents=True, exist_ok=True)
        _forget_others(folder)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
    return path


def forget(owner: int) -> None:
    """Remove all files of a page's card."""
    shutil.rmtree(_folder(owner), ignore_errors=True)


def is_printable(card: Card) -> bool:
    """Whether it can be printed; measured once for each state of a card."""
    key = f"postcard-printable:{card.fingerprint()}"
    return bool(cache.get_or_set(key, lambda: not found_problems(card), A_WEEK))


def _forget_others(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _folder(owner: int) -> Path:
    return Path(settings.POSTCARD_FILES) / str(owner)
