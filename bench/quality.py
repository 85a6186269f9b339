"""What three judges say about the pages of the demo: Lighthouse, axe-core, and the Nu HTML checker.

    python bench/quality.py [--only home,article] [--skip lighthouse,axe,nu]

It builds the demo with production settings on PostgreSQL (bench/production.py) and takes it down again. The judges
come from npm, in the versions named below, into a folder outside the repository (~/.cache/pollenpost-quality, or
POLLENPOST_QUALITY_CACHE). Needs Node, Java and Chromium (CHROMIUM names another one). Ends with an error if one of
them finds anything.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright
from production import house

VERSIONS = {"lighthouse": "13.5.0", "axe-core": "4.14.1", "vnu-jar": "26.9.27"}
CACHE = Path(os.environ.get("POLLENPOST_QUALITY_CACHE", Path.home() / ".cache" / "pollenpost-quality"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Lighthouse looks at these, the other judges at every kind of page.
LIGHTHOUSE = ("home", "issue", "article", "story", "episode", "postcard")
# All its rules, and the size of what one can press, which Lighthouse asks for as well.
AXE = "axe.run({rules: {'target-size': {enabled: true}}})"
# Seconds that a page may take on a busy machine.
PATIENCE = 120
FIND = """
import json
from urllib.parse import urlsplit
from blog.models import BlogPage, EpisodePage, PostcardPage, PostcardRackPage, Series, ShowPage, StoryPage
from editorial.models import Author, Topic
from magazine.models import ArticlePage, IssuePage, MagazinePage, Section
models = {"magazine": MagazinePage, "issue": IssuePage, "blog": BlogPage, "story": StoryPage, "show": ShowPage}
models |= {"episode": EpisodePage, "postcards": PostcardRackPage, "postcard": PostcardPage}
german = {"live": True, "locale__language_code": "de"}
paths = {name: model.objects.filter(**german).order_by("-pk").first() for name, model in models.items()}
for kind in ArticlePage.Format.values:
    paths[kind] = ArticlePage.objects.filter(**german, format=kind).order_by("-pk").first()
paths["english-story"] = StoryPage.objects.live().filter(locale__language_code="en").first()
found = {name: urlsplit(page.url).path for name, page in paths.items() if page}
found["topic"] = Topic.objects.approved().filter(readables__live=True).first().get_absolute_url()
found["section"] = Section.objects.filter(articles__live=True).first().get_absolute_url()
found["series"] = Series.objects.filter(stories__live=True).first().get_absolute_url()
found["author"] = Author.objects.filter(bylines__isnull=False).first().get_absolute_url()
print(json.dumps(found))
"""
FIXED = {"home": "/", "topics": "/themen/", "sign-up": "/brief/", "preferences": "/brief/einstellungen/"}
FIXED |= {"sections": "/rubriken/", "take-part": "/mitmachen/", "send-card": "/mitmachen/postkarte/"}
FIXED |= {"untranslated": "/en/geschichten/reihe-neun/", "english-search": "/en/suche/?q=customer"}
FIXED |= {"imprint": "/impressum/", "search": "/suche/?q=Kunden", "english": "/en/", "missing": "/gibt-es-nicht/"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="Names of pages, separated by commas.")
    options.add_argument("--skip", default="", help="Names of judges, separated by commas.")
    options.add_argument("--port", type=int, default=8161)
    options.add_argument("--database-url", default="", help="One with the demo in it, instead of a new one.")
    options.add_argument("--folder", default="", help="The POLLENPOST_VAR that belongs to it.")
    chosen = options.parse_args()
    CHROMIUM or sys.exit("Chromium is missing: install it, or name it in CHROMIUM.")
    fetch_judges()
    with house(chosen.port, chosen.database_url, chosen.folder) as built:
        found = FIXED | json.loads(built.ask(FIND).splitlines()[-1])
        with built.serving("with_media") as address:
            complaints = judge(address, select(found, chosen.only), chosen.skip.split(","))
    print(f"\n{len(complaints)} complaints")
    for complaint in complaints:
        print(f"  {complaint}")
    sys.exit(1 if complaints else 0)


def select(found: dict[str, str], only: str) -> dict[str, str]:
    wanted = only.split(",") if only else list(found)
    return {name: path for name, path in found.items() if name in wanted}


def fetch_judges() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in VERSIONS.items()]
    stamp = CACHE / "installed"
    if not stamp.exists() or stamp.read_text() != " ".join(wanted):
        print("Fetching the judges from npm …", file=sys.stderr, flush=True)
        run("npm", "install", "--prefix", str(CACHE), "--no-fund", "--no-audit", "--silent", *wanted)
        stamp.write_text(" ".join(wanted))


def judge(address: str, pages: dict[str, str], skip: list[str]) -> list[str]:
    complaints = []
    if "lighthouse" not in skip:
        for name in (name for name in LIGHTHOUSE if name in pages):
            complaints += lighthouse(name, address + pages[name])
    if "axe" not in skip:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS[1:])
            for name, path in pages.items():
                complaints += axe(browser, name, address + path)
            browser.close()
    if "nu" not in skip:
        complaints += nu({name: address + path for name, path in pages.items()})
    return complaints


def lighthouse(name: str, url: str) -> list[str]:
    """The mobile preset, with an empty cache and a new profile each time.

    What misses its score is looked at twice more, and the middle one counts: one look varies with what else the
    machine is doing.
    """
    # The first reader after a publication pays for the pictures; they are drawn once.
    html_of(url)
    reports = [look(url)]
    if any(score < WANTED[key] for key, score in scores(reports[0]).items()):
        reports = sorted([*reports, look(url), look(url)], key=lambda report: sum(scores(report).values()))
    report = reports[len(reports) // 2]
    line = "  ".join(f"{key} {score:3}" for key, score in scores(report).items())
    print(f"lighthouse {name:10} {line}  ({len(reports)} looked)", flush=True)
    return [
        f"lighthouse, {name}: {key} {score} (wanted {WANTED[key]}): {', '.join(failed(report, key))}"
        for key, score in scores(report).items()
        if score < WANTED[key]
    ]


def look(url: str) -> dict[str, Any]:
    """One report. A browser that did not get going on a busy machine gets two more chances."""
    for _chance in range(3):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            path = Path(profile) / "report.json"
            flags = " ".join([*FLAGS, f"--user-data-dir={profile}/chromium"])
            program = str(CACHE / "node_modules" / "lighthouse" / "cli" / "index.js")
            options = ["--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={flags}"]
            command = ["node", program, url, *options, f"--only-categories={','.join(WANTED)}"]
            done = run(*command, environment={"CHROME_PATH": CHROMIUM}, demanded=False)
            if not done.returncode:
                report: dict[str, Any] = json.loads(path.read_text())
                return report
    sys.exit(f"Lighthouse could not look at {url}:\n{done.stderr[-2000:]}")


def scores(report: dict[str, Any]) -> dict[str, int]:
    return {key: round((report["categories"][key]["score"] or 0) * 100) for key in WANTED}


def failed(report: dict[str, Any], category: str) -> list[str]:
    audits = [
        report["audits"][each["id"]] for each in report["categories"][category]["auditRefs"] if each["weight"]
    ]
    return [audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 1]


def axe(browser: Browser, name: str, url: str) -> list[str]:
    """Light and dark, as wide as a phone and as a desk."""
    script = (CACHE / "node_modules" / "axe-core" / "axe.min.js").read_text()
    complaints = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme, reduced_motion="reduce", locale="de-DE")
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(url, wait_until="load")
        page.evaluate(script)
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for violation in page.evaluate(AXE)["violations"]:
                where = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
                complaints.append(f"axe, {name}, {scheme}, {width} px: {violation['id']}: {where}")
        page.close()
    print(f"axe        {name:12} {len(complaints)} violations", flush=True)
    return complaints


def nu(pages: dict[str, str]) -> list[str]:
    """All pages (name to address) in one go, since the checker takes long to get up."""
    jar = str(CACHE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar")
    with tempfile.TemporaryDirectory() as folder:
        for name, url in pages.items():
            (Path(folder) / f"{name}.html").write_bytes(html_of(url))
        done = run("java", "-jar", jar, "--format", "json", "--errors-only", folder, demanded=False)
    messages = json.loads(done.stderr)["messages"]
    errors = [f"nu, {Path(e['url']).stem}, line {e.get('lastLine')}: {e['message']}" for e in messages]
    print(f"nu         {len(pages)} pages, {len(errors)} errors", flush=True)
    return errors


def html_of(url: str) -> bytes:
    try:
        with urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310
            return bytes(answer.read())
    except HTTPError as answer:
        # The page that says that there is none is a page, too.
        return answer.read()


def run(
    *command: str, environment: dict[str, str] | None = None, demanded: bool = True
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode and demanded:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


if __name__ == "__main__":
    main()
