"""What docs/operating.md promises: hashed static files, and one default for everything but manage.py."""

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from pollenpost.management.commands import run_demo

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": MANIFEST}
    call_command("collectstatic", interactive=False, stdout=StringIO())
    return tmp_path


def test_static_files_are_collected_under_hashed_names_and_pages_use_them(client, home, collected):
    page = client.get("/").content.decode()

    linked = re.findall(r'"/static/([^"]+)"', page)
    assert any(re.fullmatch(r"css/pollenpost\.[0-9a-f]{12}\.css", path) for path in linked)
    assert not [path for path in linked if not (collected / path).exists()]
    assert staticfiles_storage.url("js/pollen.js") != "/static/js/pollen.js"


@pytest.mark.parametrize("entry", ["pollenpost.wsgi", "pollenpost.asgi", "pollenpost.celery"])
def test_a_server_that_is_told_nothing_takes_the_production_settings(entry, tmp_path):
    ask = f"import os\ntry:\n import {entry}\nexcept Exception as error: print(error)\n"
    ask += "print(os.environ['DJANGO_SETTINGS_MODULE'])"
    environment = {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "POLLENPOST_VAR": str(tmp_path)}

    said = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, timeout=60)

    assert said.stdout.splitlines()[-1] == "pollenpost.settings.production", said.stderr


def test_the_processes_of_the_demo_get_its_own_settings(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")

    environment = run_demo._environment("http://localhost:8000")

    assert environment["DJANGO_SETTINGS_MODULE"] == "pollenpost.settings.dev"


def test_the_instructions_name_every_step_that_a_page_needs():
    text = (ROOT / "docs/operating.md").read_text()

    for step in ("migrate", "install_defaults", "collectstatic", "compile_translations", "createsuperuser"):
        assert f"manage.py {step}" in text
    for name in ("DJANGO_SETTINGS_MODULE", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL"):
        assert name in text
    assert "X-Forwarded-Proto" in text
    assert "location /media/" in text
