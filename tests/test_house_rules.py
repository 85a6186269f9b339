"""Rules that hold for the house as a whole."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.template.loader import get_template
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]
APPS = [
    "editorial",
    "magazine",
    "blog",
    "subscribers",
    "contributions",
    "desk",
    "pollen",
    "segments",
    "newsletters",
    "site/pollenpost",
]
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
# What proves and measures the program is read as often as the program itself.
PROOFS = sorted(path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py"))


def test_the_rooms_import_downwards_only():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == EXIT_STATUS_SUCCESS


def test_site_is_not_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_migrations_are_named_for_what_they_do():
    names = [path.stem for app in APPS for path in (ROOT / app).glob("migrations/0*.py")]
    assert names
    assert not [name for name in names if "_auto_" in name or "_and_more" in name]


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda path: path.name)
def test_every_template_can_be_compiled(path):
    get_template(str(path.relative_to(ROOT / "templates")))


def test_lock_files_pin_with_hashes_and_name_no_registry():
    for name in ("requirements.lock", "requirements-test.lock"):
        lock = (ROOT / name).read_text()
        pins = re.findall(r"^[a-z0-9-]+==", lock, re.M)
        assert len(pins) > 40
        assert lock.count("--hash=sha256:") >= len(pins)
        assert "http" not in lock


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_nothing_under_the_gpl_is_locked(name):
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(), re.M))
    assert not locked & {"pillow-heif", "ebooklib", "mutagen", "html2text", "djlint"}


def test_every_room_with_modules_is_a_package():
    """A folder without __init__.py is invisible to the contract of the layers."""
    folders = {path.parent for app in APPS for path in (ROOT / app).rglob("*.py")}
    assert not sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/operating.md"])
def test_the_files_that_a_document_names_exist(name):
    document = ROOT / name
    text = document.read_text()
    links = [
        document.parent / link.partition("#")[0]
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if ":" not in link
    ]
    # A path in running text or in the map of the rooms; one with a placeholder names no file.
    named = re.findall(r"(?<!no )`((?:\.|[\w.-]+/)[\w./-]*)`|^([\w./-]+/)  ", text, re.M)
    roots = [ROOT, document.parent, ROOT / "site/pollenpost", ROOT / "tests", ROOT / "templates", ROOT / "site"]
    paths = [path for pair in named for path in pair if path and not path.startswith(("var/", "POLLENPOST_VAR/"))]
    assert links or paths
    missing = [str(link) for link in links if not link.exists()]
    missing += [path for path in paths if not any((root / path).exists() for root in roots)]
    assert not missing


def test_every_dependency_has_a_lower_bound():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("[project]")[1].split("[tool.")[0]
    requirements = re.findall(r'^  "([^"]+)",$', block, re.M)
    assert len(requirements) > 20
    assert not [requirement for requirement in requirements if ">=" not in requirement]


@pytest.mark.parametrize("path", [*SOURCES, *PROOFS], ids=lambda path: str(path.relative_to(ROOT)))
def test_python_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("language", ["de"])
def test_every_string_is_translated_and_none_is_fuzzy(language):
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as po:
        catalogue = read_po(po, locale=language)
    messages = [message for message in catalogue if message.id]
    assert len(messages) > 300
    empty = [message.id for message in messages if not all(_strings(message))]
    assert not empty
    assert not [message.id for message in messages if message.fuzzy]


@pytest.mark.parametrize("language", ["de"])
def test_translations_keep_their_placeholders(language):
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as po:
        catalogue = read_po(po, locale=language)
    wrong = [message.id for message in catalogue if message.id and list(message.check())]
    assert not wrong


def _strings(message):
    return message.string if isinstance(message.string, (list, tuple)) else [message.string]


def test_no_string_of_the_program_is_missing_from_the_catalogue(tmp_path):
    """Every literal in `_()`, `gettext()`, `pgettext()` and the template tags is known to the catalogue."""
    with (ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po").open("rb") as po:
        catalogue = read_po(po, locale="de")
    known = {part for message in catalogue if message.id for part in _ids(message)}
    missing = {text for path in SOURCES for text in _literals(path)} - known
    missing |= {text for path in (ROOT / "templates").rglob("*.*") for text in _tags(path)} - known
    assert not missing


def _ids(message):
    return message.id if isinstance(message.id, (list, tuple)) else [message.id]


_CALL = re.compile(r"(?<![\w.])(?:_|gettext|gettext_lazy)\(\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)[,)]")
_PCALL = re.compile(
    r"(?<![\w.])pgettext(?:_lazy)?\(\s*(?:\"[^\"]*\"|[^,()]+)\s*,\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)[,)]"
)
_TAG = re.compile(r"{%-?\s*trans(?:late)?\s+\"([^\"]+)\"|{%-?\s*trans(?:late)?\s+'([^']+)'")
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _literals(path):
    source = path.read_text()
    for found in [*_CALL.findall(source), *_PCALL.findall(source)]:
        yield "".join(ast.literal_eval(f'"{piece}"') for piece in _PIECE.findall(found))


def _tags(path):
    for double, single in _TAG.findall(path.read_text()):
        yield double or single


def test_no_string_to_translate_stands_within_a_formatted_one():
    """xgettext does not look into those. There, the quotation marks are single ones."""
    hidden = re.compile(r"(?<![\w.])(?:_|n?gettext|n?gettext_lazy)\('")
    assert not [path for path in SOURCES if hidden.search(path.read_text("utf-8"))]
