"""`export_issue 2.26 --pdf heft.pdf --epub heft.epub`: an issue's files by hand."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from magazine.exporting.gathering import gather
from magazine.exporting.pdf import CannotBeSet
from magazine.models import IssueFile, IssuePage
from magazine.services import issue_files


class Command(BaseCommand):
    help = "Writes an issue as PDF, as EPUB, or both. What is published of it goes into the file, as on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="The number of the issue as printed on its cover, e.g. 2.26")
        parser.add_argument("--pdf", type=Path, metavar="FILE", help="Where the PDF is written to.")
        parser.add_argument("--epub", type=Path, metavar="FILE", help="Where the EPUB is written to.")
        parser.add_argument("--language", metavar="CODE", help="Of a translated issue: which one, e.g. en.")

    def handle(self, *, number: str, language: str | None, **options: Any) -> None:
        wanted = {kind: options[kind.value] for kind in IssueFile.Kind if options[kind.value]}
        if not wanted:
            raise CommandError(_("Say what is to be written: --pdf FILE, --epub FILE, or both."))
        if len({path.resolve() for path in wanted.values()}) < len(wanted):
            raise CommandError(_("The PDF and the EPUB cannot be one and the same file."))
        issue = gather(_find(number, language))
        complaints: dict[str, None] = {}
        for kind, path in wanted.items():
            try:
                content, told = issue_files.write(kind, issue)
            except CannotBeSet as error:
                raise CommandError(_("The PDF could not be set: %(reason)s") % {"reason": error}) from error
            _write(path, content)
            complaints |= dict.fromkeys(told)
            self.stdout.write(f"{path}  {len(content) / 1_000_000:.1f} MB")
        for complaint in complaints:
            self.stderr.write(complaint)


def _find(number: str, language: str | None) -> IssuePage:
    """The published issue; with several of this number (translations) the one in the site's first language."""
    issues = IssuePage.objects.live().select_related("locale").order_by("-published_on")
    found = issues.filter(number=number)
    if language:
        found = found.filter(locale__language_code=language)
    if not found:
        known = ", ".join(f"{issue.number} ({issue.locale.language_code})" for issue in issues) or _("none yet")
        raise CommandError(_("No published issue is this one. There are: %(known)s") % {"known": known})
    return min(found, key=lambda issue: issue.locale.language_code != settings.LANGUAGE_CODE)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: what fails leaves the file from before, and never half a new one."""
    name = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            name = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # As any other new file; a temporary one is readable by its owner alone.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        told = {"path": path, "reason": error.strerror or error}
        raise CommandError(_("%(path)s cannot be written: %(reason)s") % told) from error
