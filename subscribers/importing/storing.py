"""The uploaded file on disk: below settings.IMPORTS_DIR, for the program alone, gone when the run is over."""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from subscribers.models import ImportRun, Subscriber

from . import mapping, reading
from .formats import program_of
from .reports import Report
from .states import State
from .unreadable import Unreadable

SOURCE = "source"
SHOWN = 3


def folder(run: ImportRun) -> Path:
    return Path(settings.IMPORTS_DIR) / run.path


def source(run: ImportRun) -> Path:
    return folder(run) / SOURCE


def report(run: ImportRun) -> Report:
    return Report(folder(run))


def how(run: ImportRun) -> reading.Reading:
    return reading.stored_reading(run.options["reading"])


def store(blocks: Iterable[bytes], filename: str, by: Any = None) -> ImportRun:
    """Takes in a file, with a proposal of what its columns are. Raises Unreadable and then keeps nothing."""
    name = uuid4().hex
    place = Path(settings.IMPORTS_DIR) / name
    place.mkdir(mode=0o700, parents=True)
    try:
        digest = _write(blocks, place / SOURCE)
        found = reading.recognise(place / SOURCE)
        return _entered(found, filename, name, digest, by)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _write(blocks: Iterable[bytes], path: Path) -> str:
    most = settings.IMPORT_MEGABYTES * 1024 * 1024
    digest, size = hashlib.sha256(), 0
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for block in blocks:
            size += len(block)
            if size > most:
                raise Unreadable(
                    _("The file is larger than %(most)s MB. Please divide it.")
                    % {"most": settings.IMPORT_MEGABYTES}
                )
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _entered(found: reading.Reading, filename: str, name: str, digest: str, by: Any) -> ImportRun:
    program = program_of(found.columns)
    sample = sample_of(Path(settings.IMPORTS_DIR) / name / SOURCE, found, 50)
    others = State.LEFT if mapping.nobody_subscribed(filename) else State.SUBSCRIBED
    return ImportRun.objects.create(
        filename=Path(filename).name[-200:],
        path=name,
        digest=digest,
        source=program.key,
        mapping=mapping.propose(program, found.columns, sample),
        options={
            "reading": found.stored(),
            "source": "",
            "wording": "",
            "others": int(others),
            "form_of_address": Subscriber.Address.SIE,
            "suppress_bounced": True,
            "language": get_language() or settings.LANGUAGE_CODE,
        },
        by=by,
    )


def sample_of(path: Path, found: reading.Reading, count: int = SHOWN) -> list[list[str]]:
    return [cells for _number, cells in islice(reading.rows(path, found), count)]


def forget_source(run: ImportRun) -> None:
    source(run).unlink(missing_ok=True)


def forget(run: ImportRun) -> None:
    """Everything on disk. A run without a path has nothing, and the folder of all imports is not its own."""
    if run.path:
        shutil.rmtree(folder(run), ignore_errors=True)


def folders() -> list[Path]:
    with suppress(FileNotFoundError):
        return sorted(path for path in Path(settings.IMPORTS_DIR).iterdir() if path.is_dir())
    return []
