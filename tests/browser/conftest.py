"""Tests with a real browser. Without Chromium they are skipped, unless POLLENPOST_BROWSER=required."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import translation
from pollenpost.celery import app
from pollenpost.roles import install_roles

from tests.ground import empty_ledger, lay_ground

# Playwright's synchronous interface runs an event loop in this thread; Django would refuse its own database then.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A browser without a window says so in its name, and is then taken for a program (newsletters/services/agents.py).
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


def chromium_path() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if path is None:
        reason = "No Chromium: install it (apt install chromium) or name it in CHROMIUM."
        if os.environ.get("POLLENPOST_BROWSER") == "required":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # Only here: without a browser nobody needs it.

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _stage(transactional_db, live_server, settings):
    """A house that answers at the live server's address, and tasks that run where they are asked for."""
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    # A request of an earlier test may have left its language active in this thread.
    translation.activate(django_settings.LANGUAGE_CODE)
    app.conf.task_always_eager = True
    lay_ground()
    install_roles()
    yield
    app.conf.task_always_eager = False
    empty_ledger()


@pytest.fixture
def page(chromium, live_server, _stage):
    """A page that fails its test when the console shows an error or a foreign host is asked for anything."""
    complaints: list[str] = []
    context = chromium.new_context(
        base_url=live_server.url, locale="de-DE", viewport={"width": 1280, "height": 900}, user_agent=PERSON
    )
    context.set_default_timeout(15_000)
    context.on("console", lambda message: _listen(message, complaints))
    context.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
    context.on("request", lambda request: _watch(request, live_server.url, complaints))
    yield context.new_page()
    context.close()
    assert not complaints, complaints


def _listen(message, complaints):
    if message.type == "error":
        complaints.append(f"console: {message.text} ({message.location.get('url', '')})")


def _watch(request, home, complaints):
    address = urlsplit(request.url)
    if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(home).netloc:
        complaints.append(f"foreign host: {request.url}")


@pytest.fixture
def log_in(page, client):
    """Logs somebody of these groups in, past the form."""

    def log_in(*groups):
        user = get_user_model().objects.create_user("henrike", "henrike@pollenpost.example", "secret")
        user.groups.set(Group.objects.filter(name__in=groups))
        client.force_login(user)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        url = django_settings.PUBLIC_URL
        page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
        return user

    return log_in
