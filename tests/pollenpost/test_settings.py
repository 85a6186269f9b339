"""Settings come from the environment; what is wrong with them is said by name, before anything starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "pollenpost.settings.production",
    "SECRET_KEY": "0f3ab1c97e5d24680f3ab1c97e5d24680f3ab1c97e5d2468-and-some-more",
    "ALLOWED_HOSTS": "pollenpost.example",
    "PUBLIC_URL": "https://pollenpost.example",
    "SUPPRESSION_KEYS": "6c1fd2a09b7e4835",
}


def manage(tmp_path, *command, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "POLLENPOST_VAR": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_passes_the_deployment_check(tmp_path):
    check = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert check.returncode == 0, check.stderr
    assert "no issues" in check.stdout


def test_the_deployment_check_warns_where_the_suppression_list_has_no_key_of_its_own(tmp_path):
    check = manage(tmp_path, "check", "--deploy", **PRODUCTION | {"SUPPRESSION_KEYS": ""})

    assert "subscribers.W002" in check.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL"])
def test_production_names_the_variable_that_is_missing(tmp_path, name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}

    check = manage(tmp_path, "check", **environment)

    assert check.returncode != 0
    assert name in check.stderr.splitlines()[-1]


def test_old_secret_keys_may_be_named_so_that_links_in_old_letters_go_on_working(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    show = ("shell", "--no-imports", "-c", code)

    assert manage(tmp_path, *show, **PRODUCTION).stdout.strip() == "[]"
    rotated = manage(tmp_path, *show, **PRODUCTION, SECRET_KEY_FALLBACKS="old-key-one,old-key-two")
    assert rotated.stdout.strip() == "['old-key-one', 'old-key-two']"


def test_a_wrong_value_is_named(tmp_path):
    check = manage(tmp_path, "check", GRAIN_EXPIRES_DAYS="ninety")

    assert check.returncode != 0
    assert "GRAIN_EXPIRES_DAYS" in check.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("EMAIL_URL", "smpt+tls://user:secret@mail.example:587"), ("PUBLIC_URL", "pollenpost.example")],
)
def test_an_address_that_begins_wrongly_is_named_but_not_shown(tmp_path, name, value):
    check = manage(tmp_path, "check", **PRODUCTION | {name: value})

    assert check.returncode == 1
    assert len(check.stderr.splitlines()) == 1
    assert name in check.stderr
    assert "secret" not in check.stderr


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("smtp+tls://user:p%40ss@mail.example", "smtp True False 587 p@ss"),
        ("smtp+ssl://user:p%40ss@mail.example:4650", "smtp False True 4650 p@ss"),
        ("smtp://user:p%40ss@mail.example", "smtp False False 25 p@ss"),
    ],
)
def test_a_mail_server_that_is_named_is_the_one_that_sends(tmp_path, url, meant):
    code = (
        "from django.conf import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_USE_TLS, "
        "s.EMAIL_USE_SSL, s.EMAIL_PORT, s.EMAIL_HOST_PASSWORD)"
    )

    shown = manage(tmp_path, "shell", "--no-imports", "-c", code, **PRODUCTION, EMAIL_URL=url)

    assert shown.stdout.strip() == meant, shown.stderr


def test_a_database_that_is_not_ready_is_told_in_a_line_and_with_its_traceback_on_request(tmp_path):
    told = manage(tmp_path, "verify_consents")
    traced = manage(tmp_path, "verify_consents", "--traceback")

    assert told.returncode == traced.returncode == 1
    assert len(told.stderr.splitlines()) == 1
    assert "run manage.py migrate" in told.stderr
    assert "Traceback" in traced.stderr


def test_a_database_that_does_not_answer_is_told_in_a_line(tmp_path):
    told = manage(tmp_path, "verify_consents", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert told.returncode == 1
    assert "DATABASE_URL" in told.stderr.splitlines()[0]
    assert "Traceback" not in told.stderr


def test_each_variable_is_explained_in_the_example():
    sources = (ROOT / "site/pollenpost/settings").glob("*.py")
    read = {name for path in sources for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text())}
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read == explained
