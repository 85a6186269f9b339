"""Photographs the running demo: start `make run`, then `make screenshots` in a second terminal.

    python docs/screenshots/take.py [--url http://localhost:8000] [--to docs/screenshots] [--all]

Without --all only the pictures that README shows are taken.
"""

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
README = {"home-desk-light", "letter-desk-light"}
WIDTHS = {"desk": (1280, 900), "phone": (375, 800)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOGIN = ("admin", "pollenpost-demo")  # The demo's own; it exists only while DEBUG is on.


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="http://localhost:8000")
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots")
    options.add_argument("--all", action="store_true")
    chosen = options.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or sys.exit("Chromium is missing.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    chosen.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for width, size in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="de-DE"
                )
                shoot(context.new_page(), chosen.url, chosen.to, f"{width}-{scheme}", chosen.all)
                context.close()
        browser.close()


def shoot(page: Page, url: str, folder: Path, suffix: str, everything: bool) -> None:
    for name, go in stations(url).items():
        if not everything and f"{name}-{suffix}" not in README:
            continue
        go(page)
        page.wait_for_load_state("networkidle")
        whole = name not in ("edition", "preview", "segments", "pages")
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=whole)
        print(f"{name}-{suffix}.png")


def stations(url: str) -> dict[str, Callable[[Page], object]]:
    from blog.models import EpisodePage, StoryPage
    from magazine.models import ArticlePage, IssuePage
    from newsletters.models import Edition

    def to(path: str) -> Callable[[Page], object]:
        return lambda page: page.goto(url + path)

    def admin(path: str) -> Callable[[Page], object]:
        def go(page: Page) -> None:
            page.goto(f"{url}/admin/login/?next={path}")
            if "login" in page.url:
                page.fill("input[name=username]", LOGIN[0])
                page.fill("input[name=password]", LOGIN[1])
                page.click("button[type=submit]")
            page.goto(url + path)

        return go

    draft, sent = Edition.objects.filter(state="draft").first(), Edition.objects.filter(state="sent").first()
    found: dict[str, Callable[[Page], object]] = {
        "home": to("/"),
        "magazine": to("/magazin/"),
        "issue": to(IssuePage.objects.live().newest_first().first().url),
        "article": to(ArticlePage.objects.live().newest_first().first().url),
        "interview": to(ArticlePage.objects.live().filter(format="interview").newest_first().first().url),
        "report": to(ArticlePage.objects.live().filter(format="report").newest_first().first().url),
        "story": to(StoryPage.objects.live().newest_first().first().url),
        "stories": to("/geschichten/"),
        "episode": to(EpisodePage.objects.live().newest_first().first().url),
        "postcards": to("/ansichtskarten/"),
        "topics": to("/themen/"),
        "topic": to("/themen/datenschutz/"),
        "signup": to("/brief/"),
        "preferences": lambda page: page.goto(preferences_link(page, url)),
        "outbox": admin("/admin/outbox/"),
        "segments": admin("/admin/segments/"),
        "pages": admin("/admin/pages/"),
    }
    if draft:
        found["edition"] = admin(f"/admin/snippets/newsletters/edition/edit/{draft.pk}/")
        found["preview"] = admin(f"/admin/editions/{draft.pk}/preview/")
    if sent:
        found["release"] = admin(f"/admin/editions/{sent.pk}/release/")
        found["letter"] = letter(sent, url)
    return found


def letter(edition, url: str) -> Callable[[Page], object]:  # type: ignore[no-untyped-def]
    """The letter of the first named reader, as it lies in the outbox."""
    from newsletters import outbox

    def go(page: Page) -> None:
        wanted = next(
            mail
            for mail in map(outbox.read, outbox.names())
            if mail.message["List-ID"] and "Ada" in mail.text.split(",")[0] + mail.text.split("\n")[0]
        )
        page.set_content(re.sub(r"http://[^/\"]+/marks/", f"{url}/marks/", wanted.html))

    return go


LINKS: dict[str, str] = {}


def preferences_link(page: Page, url: str) -> str:
    """Asks for the link once, as a reader does, and takes it from the mail."""
    if url not in LINKS:
        LINKS[url] = fresh_link(page, url)
    return LINKS[url]


def fresh_link(page: Page, url: str) -> str:
    from newsletters import outbox
    from subscribers.models import Subscriber

    before = set(outbox.names())
    page.goto(f"{url}/brief/einstellungen/")
    page.fill("input[type=email]", Subscriber.objects.get(name="Ada Lindgren").email)
    page.wait_for_timeout(2500)
    page.click("main button[type=submit], main .button")
    for _try in range(40):
        for name in set(outbox.names()) - before:
            found = re.search(r"https?://[^/]+(/\S+)", outbox.read(name).text)
            if found:
                return url + found[1]
        time.sleep(0.5)
    raise RuntimeError("No mail with a link arrived. Is the worker running?")


if __name__ == "__main__":
    main()
